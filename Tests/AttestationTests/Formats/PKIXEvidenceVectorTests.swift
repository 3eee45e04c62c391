import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import Attestation

/// The draft's own samples, and two that were made of them.
@Suite(.needsVectors) struct PKIXEvidenceVectorTests {
  private func bytes(_ file: String) throws -> [UInt8] { try Vectors.bytes("attestation/pkix-evidence/\(file)") }

  private func appraise(_ file: String, chain: [String] = []) throws -> [AttestedKey] {
    let anchors = try Anchor.added(from: try bytes("ca.crt"), name: "ca.crt")
    let terms = AppraisalTerms(
      anchors: AnchorStore(anchors), evidenceArc: ObjectIdentifier(1, 3, 6, 1, 5, 5, 999),
      now: Instant(seconds: 1_795_176_000))
    return try Formats.appraise(
      Statement(parts: ["statement": try bytes(file)], chain: try chain.map { try bytes($0) }), under: terms)
  }

  @Test func `sample 1 is about a device and no key`() throws {
    #expect(try appraise("evidence1.der", chain: ["ak.crt", "int.crt"]).isEmpty)
  }

  @Test func `sample 2 attests one key that was born in the device, and one that can leave it`() throws {
    let keys = try appraise("evidence2.der")
    #expect(keys.map(\.evidenceClass) == [.signed, .signed])
    #expect(keys.map { $0[.generatedInside].value } == [.yes, .unknown])
    #expect(keys.map { $0[.everExtractable].value } == [.no, .unknown])
    #expect(keys.map { $0[.extractableWrapped].value } == [.no, .yes])
    #expect(keys.map { $0[.extractableClear].value } == [.no, .yes])
    #expect(keys.first?.nonce == [0xBE, 0xEF, 0xCA, 0xFE, 0xBA, 0xBE, 0xDE, 0xAD])
    #expect(keys.first?.device == StatedDevice(model: "HSM-9000"))
    #expect(keys.first?.localName == "9a25f603-a2c4-4dad-9ee0-a1b4e771f2c3")
  }

  @Test(arguments: ["neg_tampered_nonce.der", "neg_flip_extractable.der"])
  func `what was altered is refused`(file: String) throws {
    let keys = try appraise(file)
    #expect(keys.count == 2)
    #expect(keys.allSatisfy { $0.problems.map(\.kind) == [.signatureInvalid] })
  }

  @Test func `the signature of sample 1 is found by its key id, in a statement that has a key`() throws {
    // What is signed has no key, so a signer's trouble cannot show in it: it shows in what verifies it.
    var signers = PKIXEvidenceSigners(
      pool: try TolerantCertificate.all(in: try bytes("ak.crt"), path: "ak")
        + TolerantCertificate.all(in: try bytes("int.crt"), path: "int"),
      terms: AppraisalTerms(
        anchors: AnchorStore(try Anchor.added(from: try bytes("ca.crt"), name: "ca.crt")),
        now: Instant(seconds: 1_795_176_000)))
    try signers.appraise(try .init(der: try bytes("evidence1.der")))
    #expect(signers.problems.isEmpty)
    #expect(signers.signer?.anchor == "operator:ca.crt")
  }
}
