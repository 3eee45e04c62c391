import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct PasskeySignatureVerifiesTests {
  @Test func `passes: as it must be`() throws {
    #expect(
      try judge(PasskeySignatureVerifies(), activation())
        == .passes)
  }

  @Test func `fails: invalid`() throws {
    #expect(
      try judge(PasskeySignatureVerifies(), activation { $0.passkey { $0.signatureValid = false } })
        == .fails(["proof.signature is invalid, must be valid under the enrolled key"]))
  }

  @Test func `does not apply: another proof`() throws {
    #expect(
      try judge(PasskeySignatureVerifies(), activation { $0.proofs = [.sharedSecret(.right, .phone)] })
        == .doesNotApply)
  }
}
