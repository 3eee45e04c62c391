import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct KeyIsNotAnothersTests {
  @Test func `passes: a key that was never certified`() throws {
    #expect(try judge(KeyIsNotAnothers(), event(.initial)) == .passes)
  }

  @Test func `passes: a key of the same subject`() throws {
    #expect(try judge(KeyIsNotAnothers(), event(.renewal)) == .passes)
  }

  @Test func `passes: a key from an inventory that does not say whose, with the certificate shown`() throws {
    #expect(
      try judge(
        KeyIsNotAnothers(),
        event(.renewal) {
          $0.registers.keyHolders = [nil]
          $0.registers.previousSubject = nil
        }) == .passes)
  }

  @Test func `fails: a key of another subject`() throws {
    #expect(
      try judge(KeyIsNotAnothers(), event(.initial) { $0.registers.keyHolders = ["S-2"] })
        == .fails(["subjectPublicKeyInfo is a key certified for another subject, must be one that is S-1's alone"]))
  }

  @Test func `fails: a key from an inventory that does not say whose`() throws {
    #expect(
      try judge(
        KeyIsNotAnothers(),
        event(.rekey) {
          $0.registers.keyHolders = [nil]
          $0.registers.previousSubject = nil
        }) == .fails(["subjectPublicKeyInfo is a key certified for another subject, must be one that is S-1's alone"]))
  }

  @Test func `does not apply to nothing: all events are judged, and pass`() throws {
    #expect(try judge(KeyIsNotAnothers(), event(.rekey)) == .passes)
  }
}
