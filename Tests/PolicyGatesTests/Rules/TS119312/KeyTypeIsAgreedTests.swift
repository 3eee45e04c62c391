import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

private let required =
  "RSA, Ed25519, Ed448, ML-DSA, SLH-DSA of 192 or 256 bits, LMS, XMSS, or one of P-256, P-384, P-521, "
  + "brainpoolP256r1, brainpoolP384r1, brainpoolP512r1, FRP256v1"

@Suite struct KeyTypeIsAgreedTests {
  @Test func `passes: P-256`() throws {
    #expect(try judge(KeyTypeIsAgreed(), subject()) == .passes)
  }

  @Test func `fails: secp256k1`() throws {
    #expect(
      try judge(KeyTypeIsAgreed(), subject { $0.key = .other(ObjectIdentifier(1, 3, 132, 0, 10)) })
        == .fails([
          "subjectPublicKeyInfo.algorithm is secp256k1 (1.3.132.0.10), must be \(required)"
        ]))
  }

  @Test(arguments: [PostQuantumAlgorithm.mlDSA44, .mlDSA87, .slhDSASHA2192s, .slhDSASHAKE256f, .hssLMS, .xmss])
  func `passes: a key that withstands quantum computers`(algorithm: PostQuantumAlgorithm) throws {
    #expect(try judge(KeyTypeIsAgreed(), subject { $0.key = .postQuantum(algorithm) }) == .passes)
  }

  @Test func `fails: SLH-DSA of 128 bits`() throws {
    #expect(
      try judge(KeyTypeIsAgreed(), subject { $0.key = .postQuantum(.slhDSASHA2128s) })
        == .fails(["subjectPublicKeyInfo.algorithm is SLH-DSA-SHA2-128s, must be \(required)"]))
  }

  @Test func `does not apply: bytes that are no key`() throws {
    #expect(
      try judge(KeyTypeIsAgreed(), subject { $0.key = SampleKey.other(.ecPublicKey).weak(.malformed, "none") })
        == .doesNotApply)
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [subject(), shortTerm(), issuingCA(), rootCA()] {
      #expect(try judge(KeyTypeIsAgreed(), sample) == .passes)
    }
  }
}
