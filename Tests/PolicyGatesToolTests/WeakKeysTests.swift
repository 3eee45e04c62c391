import Cryptography
import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import policy_gates

@Suite struct WeakKeysTests {
  private static let lint = ["lint", "--policy", "qcp-n-qscd", "--format", "json"]

  @Test func `a key on the list is refused, and so is a list that is none`() throws {
    let folder = try Folder()
    let tbs = try SampleCertificate.subject().tbs()
    let file = try folder.file("a.der", tbs.derBytes)
    let digest = Hash.digest(tbs.subjectPublicKeyInfo.derBytes, .sha256).hex
    let list = try folder.file("list.tsv", Array("# own\n\(digest)\tlost card\tincident 7\t2026-11-20\n".utf8))
    #expect(Run(Self.lint + [file]).code == 0)
    let run = Run(Self.lint + ["--known-weak-keys", list, file])
    #expect(run.code == 1)
    #expect(run.output.contains("sealgate.weakness.any.published"))
    #expect(run.output.contains("lost card, listed 2026-11-20T00:00:00Z after incident 7"))
    let broken = try folder.file("broken.tsv", Array("\(digest)\tlost card\n".utf8))
    for (name, problem) in [(broken, "line 1: 2 columns"), ("/nonexistent", "cannot be opened")] {
      let run = Run(Self.lint + ["--known-weak-keys", name, file])
      #expect(run.code == 2 && run.errors.contains("--known-weak-keys cannot be used"), "\(run.errors)")
      #expect(run.errors.contains(problem), "\(run.errors)")
    }
  }

  @Test func `what a quick examination leaves out is named once, and done where house rules refuse`() throws {
    let folder = try Folder()
    var sample = SampleCertificate.subject()
    let key = try SubjectPublicKeyInfo(der: TestKey(rsaBits: 3072).spki)
    let tbs = try sample.tbs(key: key)
    sample.key = .rsa(bits: 3072)
    let file = try folder.file("a.der", tbs.derBytes)
    let quick = Run(Self.lint + [file])
    #expect(quick.code == 0)
    #expect(!quick.output.contains("primality_not_tested"))
    #expect(quick.output.contains("\"primality of the RSA modulus\""))
    let thorough = Run(Self.lint + ["--house-rules", file])
    #expect(thorough.code == 0)
    #expect(!thorough.output.contains("primality"))
  }

  @Test func `a signature that nobody here can verify is neither good nor wrong`() throws {
    let folder = try Folder()
    let issuer = try SampleCertificate.issuingCA().tbs(key: SubjectPublicKeyInfo(der: TestKeys.p256.get().spki))
    let ca = try folder.file("ca.der", certificate(issuer).derBytes)
    var sample = SampleCertificate.subject()
    sample.signature = AlgorithmIdentifier(.sha1WithRSAEncryption, parameters: AlgorithmIdentifier.null)
    let file = try folder.file("a.der", certificate(try sample.tbs()).derBytes)
    let run = Run(Self.lint + ["--issuer", ca, file])
    #expect(run.output.contains("sealgate.house.signature.not_verifiable"))
    #expect(run.output.contains("of 1.2.840.113549.1.1.5, which cannot be verified by this build"))
    #expect(!run.output.contains("signature_not_the_issuers"))
  }

  @Test func `a post-quantum signature is open where its CA's key is of the same kind`() throws {
    let folder = try Folder()
    let key = SampleKey.postQuantum(.mlDSA65)
    let algorithm = AlgorithmIdentifier(try #require(ObjectIdentifier(PostQuantumAlgorithm.mlDSA65.dottedOID)))
    let issuer = try SampleCertificate.issuingCA().tbs(key: SubjectPublicKeyInfo(der: key.facts.spki))
    let ca = try folder.file("ca.der", certificate(issuer).derBytes)
    var sample = SampleCertificate.subject()
    sample.signature = algorithm
    let open = Run(Self.lint + ["--issuer", ca, try folder.file("a.der", certificate(try sample.tbs()).derBytes)])
    #expect(open.output.contains("of ML-DSA-65 (2.16.840.1.101.3.4.3.18), which cannot be verified by this build"))
    #expect(!open.output.contains("signature_not_the_issuers"))
    // An algorithm of another kind than the key cannot be that key's.
    let other = try folder.file("b.der", certificate(try SampleCertificate.subject().tbs()).derBytes)
    #expect(Run(Self.lint + ["--issuer", ca, other]).output.contains("signature_not_the_issuers"))
  }
}

extension SampleCertificate {
  /// With a key that is one, in the place of the sample's.
  fileprivate func tbs(key: SubjectPublicKeyInfo) throws -> TBSCertificate {
    let tbs = try tbs()
    return try TBSCertificate(
      serialNumber: tbs.serialNumber, signature: tbs.signature, issuer: tbs.issuer, validity: tbs.validity,
      subject: tbs.subject, subjectPublicKeyInfo: key, extensions: tbs.extensions)
  }
}
