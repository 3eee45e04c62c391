import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct SignatureSuiteIsAgreedTests {
  @Test func `passes: ECDSA with SHA-256`() throws {
    #expect(try judge(SignatureSuiteIsAgreed(), subject()) == .passes)
  }

  @Test func `fails: RSA with SHA-1`() throws {
    #expect(
      try judge(
        SignatureSuiteIsAgreed(),
        subject { $0.signature = AlgorithmIdentifier(.sha1WithRSAEncryption, parameters: AlgorithmIdentifier.null) })
        == .fails(["signature is 1.2.840.113549.1.1.5, must be an agreed signature suite with its own parameters"]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [subject(), shortTerm(), issuingCA(), rootCA()] {
      #expect(try judge(SignatureSuiteIsAgreed(), sample) == .passes)
    }
  }

  @Test func `passes: Ed448`() throws {
    #expect(try judge(SignatureSuiteIsAgreed(), subject { $0.signature = AlgorithmIdentifier(.ed448) }) == .passes)
  }

  private static func postQuantum(
    _ algorithm: PostQuantumAlgorithm, parameters: [UInt8]? = nil
  ) throws -> AlgorithmIdentifier {
    AlgorithmIdentifier(try #require(ObjectIdentifier(algorithm.dottedOID)), parameters: parameters)
  }

  @Test(arguments: [PostQuantumAlgorithm.mlDSA44, .mlDSA87, .slhDSASHA2192s, .slhDSASHAKE256f])
  func `passes: post-quantum algorithms in their pure form`(algorithm: PostQuantumAlgorithm) throws {
    let signature = try Self.postQuantum(algorithm)
    #expect(try judge(SignatureSuiteIsAgreed(), subject { $0.signature = signature }) == .passes)
  }

  @Test func `fails: SLH-DSA of 128 bits, by its name`() throws {
    let signature = try Self.postQuantum(.slhDSASHA2128s)
    #expect(
      try judge(SignatureSuiteIsAgreed(), subject { $0.signature = signature })
        == .fails([
          "signature is SLH-DSA-SHA2-128s (2.16.840.1.101.3.4.3.20), must be an agreed signature suite with its own "
            + "parameters"
        ]))
  }

  @Test func `fails: ML-DSA with parameters`() throws {
    let signature = try Self.postQuantum(.mlDSA65, parameters: AlgorithmIdentifier.null)
    #expect(
      try judge(SignatureSuiteIsAgreed(), subject { $0.signature = signature })
        == .fails(["signature is 2.16.840.1.101.3.4.3.18, must be an agreed signature suite with its own parameters"]))
  }

  @Test func `fails: RSASSA-PSS with the parameters that an empty sequence stands for`() throws {
    let empty = AlgorithmIdentifier(.rsassaPSS, parameters: [0x30, 0])
    #expect(
      try judge(SignatureSuiteIsAgreed(), subject { $0.signature = empty })
        == .fails([
          "signature is 1.2.840.113549.1.1.10 with SHA-1, which absent parameters stand for, must be an agreed "
            + "signature suite with its own parameters"
        ]))
  }
}
