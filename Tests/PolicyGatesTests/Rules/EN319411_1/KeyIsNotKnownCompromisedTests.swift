import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct KeyIsNotKnownCompromisedTests {
  @Test func `passes: a key of which nothing is known`() throws {
    #expect(try judge(KeyIsNotKnownCompromised(), event(.renewal)) == .passes)
  }

  @Test func `fails: a compromised key`() throws {
    #expect(
      try judge(
        KeyIsNotKnownCompromised(), event(.renewal) { $0.registers.keyCompromised = Sample.instant("2026-11-01") })
        == .fails([
          "subjectPublicKeyInfo is a key known to be compromised since 2026-11-01T00:00:00Z, must be another key"
        ]))
  }

  @Test func `does not apply to nothing: a first issuance is judged, and passes`() throws {
    #expect(try judge(KeyIsNotKnownCompromised(), event(.initial)) == .passes)
  }
}
