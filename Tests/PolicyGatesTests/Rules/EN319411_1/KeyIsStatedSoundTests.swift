import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct KeyIsStatedSoundTests {
  @Test func `passes: a renewal that says so`() throws {
    #expect(try judge(KeyIsStatedSound(), event(.renewal)) == .passes)
  }

  @Test func `fails: a renewal that says otherwise`() throws {
    #expect(
      try judge(KeyIsStatedSound(), event(.renewal) { $0.process { $0.application.lifecycle?.keyCompromised = true } })
        == .fails(["application.lifecycle.keyCompromised is true, must be false, as the event keeps the key"]))
  }

  @Test func `fails: a modification that does not say`() throws {
    #expect(
      try judge(KeyIsStatedSound(), event(.modification) { $0.process { $0.application.lifecycle = nil } })
        == .fails(["application.lifecycle.keyCompromised is absent, must be false, as the event keeps the key"]))
  }

  @Test func `does not apply: a re-key, which may follow a compromise`() throws {
    #expect(
      try judge(KeyIsStatedSound(), event(.rekey) { $0.process { $0.application.lifecycle?.keyCompromised = true } })
        == .doesNotApply)
  }
}
