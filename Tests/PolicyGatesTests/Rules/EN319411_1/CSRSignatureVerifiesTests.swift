import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct CSRSignatureVerifiesTests {
  @Test func `passes: a verified signature`() throws {
    #expect(try judge(CSRSignatureVerifies(), process()) == .passes)
  }

  @Test func `fails: a signature that does not verify`() throws {
    #expect(
      try judge(
        CSRSignatureVerifies(),
        process { $0.csr = CSRFacts(publicKey: SampleKey.subject.info.derBytes, signatureVerified: .no) })
        == .fails(["csr is signature verified: false, must be a certification request that its own key signed"]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [process(), process(.qcpN)] { #expect(try judge(CSRSignatureVerifies(), sample) == .passes) }
  }
}
