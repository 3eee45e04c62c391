import Cryptography
import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import Attestation

private func kinds(_ key: AttestedKey) -> [AppraisalProblem.Kind] { key.problems.map(\.kind) }

private let now = Instant(seconds: 1_795_176_000)

@Suite struct Crypto4AVectorTests {
  private func message() throws -> [UInt8] { try Vectors.bytes("attestation/crypto4a/qasm-attestation.der") }

  private func appraise(_ bytes: [UInt8], anchors: AnchorStore = .shipped) throws -> [AttestedKey] {
    try Formats.appraise(
      try Statement(format: "crypto4a", parts: ["statement": bytes]), under: AppraisalTerms(anchors: anchors, now: now))
  }

  @Test(.needsVectors) func `the ECDSA block proves the vendor's example`() throws {
    let keys = try Formats.appraise(
      try Statement(parts: ["statement": try message()]), under: AppraisalTerms(now: now))
    let key = try #require(keys.first)
    #expect(keys.count == 1)
    #expect(key.problems == [])
    #expect(key.evidenceClass == .signed)
    #expect(key[.generatedInside].value == .yes)
    #expect(key[.extractableClear].value == .no)
    #expect(key[.extractableWrapped].value == .no)
    #expect(key[.everExtractable].value == .no)
    #expect(key[.signs].value == .yes)
    #expect(key[.derives].value == .no)
    #expect(key[.productionGrade].value == .yes)
    #expect(key[.fipsMode].value == .unknown)
    #expect(key[.adminRecoverable].value == .unknown)
    #expect(key.device?.serial == "QSM000129")
    #expect(key.device?.firmware == "4.0.2.493")
    #expect(key.observedAt == Instant("2024-06-12T14:33:07Z"))
    #expect(try KeyFacts(spki: key.spki).kind == .ec(.p256))
    #expect(key.signer?.anchor == "crypto4a-c4a-rca")
    #expect(key.signer?.chain == ["CN=C4A000129 Assertion Authority EC", "CN=C4A_SCA_MFG4"])
  }

  @Test(.needsVectors) func `that HSS is not verified is said`() throws {
    let key = try #require(try appraise(try message()).first)
    #expect(key.weaknesses.map(\.kind) == [.unverifiedSignature, .noNonce])
  }

  @Test(.needsVectors) func `without the anchor the root in the message is nobody's`() throws {
    let key = try #require(try appraise(try message(), anchors: AnchorStore([])).first)
    #expect(kinds(key) == [.anchorUnknown])
  }

  @Test(.needsVectors) func `every altered byte of the claims is seen`() throws {
    for index in stride(from: 20, to: 612, by: 7) {
      var altered = try message()
      altered[index] ^= 1
      guard let key = try? appraise(altered).first else { continue }
      #expect(kinds(key).contains(.signatureInvalid), "byte \(index)")
    }
  }

  @Test(.needsVectors) func `no prefix is read`() throws {
    let bytes = try message()
    for count in stride(from: 0, to: bytes.count, by: 11) {
      #expect(throws: AttestationError.self) { try appraise(Array(bytes.prefix(count))) }
    }
    #expect(throws: AttestationError.self) { try appraise(bytes + [0]) }
  }

  @Test(.needsVectors) func `the vendor's PEM is read as well`() throws {
    let text = PEM(label: "ATTESTATION MESSAGE", bytes: try message()).text
    #expect(try appraise(Array(text.utf8)).first?.problems == [])
  }
}

/// A device of a hierarchy of the test's own.
private struct QASM {
  typealias Claim = (number: (UInt64, UInt64), object: [UInt8]?, value: (tag: UInt32, content: [UInt8])?)

  static let object = [UInt8](repeating: 7, count: 16)
  static let purpose = Extension(ExtendedKeyUsage([Crypto4AAttestation.attestationPurpose]), critical: false)
  static let hss = AlgorithmIdentifier(ObjectIdentifier(1, 2, 840, 113549, 1, 9, 16, 3, 17))

  let root: TestAuthority
  let middle: TestAuthority
  let key: TestKey

  init() throws {
    key = try TestKeys.p384.get()
    root = try TestAuthority(root: "RCA", key: TestKey(curve: .p384))
    middle = try root.authority("SCA", key: TestKey(curve: .p384))
  }

  static func claims() throws -> [Claim] {
    [
      ((1, 1), nil, (1, Array("QSM1".utf8))), ((2, 1), object, (0, try TestKeys.p256.get().spki)),
      ((2, 4), object, (3, [4])), ((2, 7), object, nil), ((2, 8), object, nil), ((2, 9), object, nil),
    ]
  }

  static func encoded(_ claims: [Claim]) -> [UInt8] {
    var writer = DERWriter()
    writer.sequence { writer in
      writer.integer(1)
      writer.sequence(of: claims) { claim, writer in
        writer.sequence { writer in
          writer.objectIdentifier(ObjectIdentifier(1, 3, 6, 1, 4, 1, 39901, 6, claim.number.0, claim.number.1))
          if let object = claim.object {
            writer.explicit(0) { $0.octetString(object, tag: .context(0, constructed: false)) }
          }
          if let value = claim.value {
            writer.explicit(1) { $0.primitive(.context(value.tag, constructed: false), value.content) }
          }
        }
      }
    }
    return writer.bytes
  }

  /// `keyUsage` of the sample authority is for non-repudiation; an attestation key's is for signatures.
  func leaf(_ more: [Extension] = [QASM.purpose], usage: KeyUsage = [.digitalSignature]) throws -> Certificate {
    let issued = try middle.issue("AK", key: key, more: more)
    let old = issued.tbsCertificate
    let extensions = old.extensions.map { $0.oid == KeyUsage.oid ? Extension(usage, critical: true) : $0 }
    let tbs = try TBSCertificate(
      serialNumber: old.serialNumber, signature: old.signature, issuer: old.issuer, validity: old.validity,
      subject: old.subject, subjectPublicKeyInfo: old.subjectPublicKeyInfo, extensions: extensions)
    return try middle.key.certificate(signing: tbs)
  }

  func message(
    _ claims: [Claim], leaf: Certificate? = nil, over other: [Claim]? = nil, withECDSA: Bool = true,
    withHSS: Bool = false,
    withCertificate: Bool = true
  ) throws -> [UInt8] {
    let signature = try key.sign(QASM.encoded(other ?? claims), scheme: .ecdsa(.sha384))
    let certificate = try leaf ?? self.leaf()
    var blocks: [(AlgorithmIdentifier, [UInt8])] = []
    if withECDSA { blocks.append((.ecdsaWithSHA384, signature)) }
    if withHSS { blocks.append((QASM.hss, [0, 0, 0, 0])) }
    var writer = DERWriter()
    writer.sequence { writer in
      writer.integer(1)
      writer.raw(QASM.encoded(claims))
      writer.sequence(of: blocks) { block, writer in
        writer.sequence { writer in
          writer.sequence { writer in
            writer.explicit(0) { $0.octetString(QASM.object) }
            if withCertificate { writer.explicit(2) { $0.raw(certificate.derBytes) } }
          }
          writer.write(block.0)
          writer.bitString(BitString(bytes: block.1))
        }
      }
      writer.explicit(0) { $0.raw(middle.certificate.derBytes + root.certificate.derBytes) }
    }
    return writer.bytes
  }

  func appraise(_ message: [UInt8]) throws -> [AttestedKey] {
    let anchor = Anchor(
      id: "root", formats: ["crypto4a"], role: .manufacturer, name: "root",
      spki: root.certificate.tbsCertificate.subjectPublicKeyInfo.derBytes, lastCertificateEnds: nil, origin: "test",
      certificateSHA256: nil)
    return try Formats.appraise(
      try Statement(format: "crypto4a", parts: ["statement": message]),
      under: AppraisalTerms(anchors: AnchorStore([anchor]), now: now))
  }

  func only(_ message: [UInt8]) throws -> AttestedKey { try #require(try appraise(message).first) }
}

@Suite struct Crypto4AMessageTests {
  @Test func `a message of one block is signed, and has nothing unverified`() throws {
    let device = try QASM()
    let key = try device.only(try device.message(try QASM.claims()))
    #expect(key.problems == [])
    #expect(key.weaknesses.map(\.kind) == [.noNonce])
    #expect(key[.generatedInside] == Claim(.yes, source: "crypto4a key-is-hardware-generated", evidenceClass: .signed))
    #expect(key[.signs].value == .unknown)
  }

  @Test func `HSS alone proves nothing`() throws {
    let device = try QASM()
    let key = try device.only(try device.message(try QASM.claims(), withECDSA: false, withHSS: true))
    #expect(kinds(key) == [.algorithmRefused])
    #expect(key.evidenceClass == .asserted)
  }

  @Test func `a signature over other claims is none`() throws {
    let device = try QASM()
    let key = try device.only(try device.message(try QASM.claims(), over: try QASM.claims().dropLast()))
    #expect(kinds(key) == [.signatureInvalid])
  }

  @Test func `a certificate that is not for attestation is unfit, and so is one that may not sign`() throws {
    let device = try QASM()
    let other = Extension(ExtendedKeyUsage([.anyExtendedKeyUsage]), critical: false)
    for leaf in [
      try device.leaf([]), try device.leaf([other]), try device.leaf(usage: [.keyAgreement]),
    ] {
      #expect(kinds(try device.only(try device.message(try QASM.claims(), leaf: leaf))) == [.certificateUnfit])
    }
  }

  @Test func `a block without a certificate lacks it`() throws {
    let device = try QASM()
    let key = try device.only(try device.message(try QASM.claims(), withCertificate: false))
    #expect(kinds(key) == [.partMissing])
  }

  @Test func `an attestation key's certificate makes no other one`() throws {
    let device = try QASM()
    let forged = try TestAuthority(root: "AK", key: device.key).issue("AK2", key: device.key, more: [QASM.purpose])
    let tbs = forged.tbsCertificate
    let extensions = tbs.extensions.map {
      $0.oid == KeyUsage.oid ? Extension(KeyUsage.digitalSignature, critical: true) : $0
    }
    let leaf = try device.key.certificate(
      signing: try TBSCertificate(
        serialNumber: tbs.serialNumber, signature: tbs.signature, issuer: tbs.issuer, validity: tbs.validity,
        subject: tbs.subject, subjectPublicKeyInfo: tbs.subjectPublicKeyInfo, extensions: extensions))
    let statement = try Statement(
      format: "crypto4a", parts: ["statement": try device.message(try QASM.claims(), leaf: leaf)],
      chain: [try device.leaf().derBytes])
    let anchor = Anchor(
      id: "root", formats: ["crypto4a"], role: .manufacturer, name: "root",
      spki: device.root.certificate.tbsCertificate.subjectPublicKeyInfo.derBytes, lastCertificateEnds: nil,
      origin: "test", certificateSHA256: nil)
    let key = try #require(
      try Formats.appraise(statement, under: AppraisalTerms(anchors: AnchorStore([anchor]), now: now)).first)
    #expect(kinds(key) == [.certificateUnfit])
  }

  @Test func `claims of one object are not another's`() throws {
    let device = try QASM()
    let stranger = [UInt8](repeating: 8, count: 16)
    var claims = try QASM.claims().filter { $0.number != (2, 8) }
    claims.append(((2, 8), stranger, nil))
    let key = try device.only(try device.message(claims))
    #expect(key.problems == [])
    #expect(key[.generatedInside].value == .unknown)
  }

  @Test func `an object of another class, or of none, is no private key`() throws {
    let device = try QASM()
    let others = try QASM.claims().filter { $0.number != (2, 4) }
    #expect(kinds(try device.only(try device.message(others))) == [.claimMissing])
    #expect(
      kinds(try device.only(try device.message(others + [((2, 4), QASM.object, (3, [3]))]))) == [.notAKeyAttestation])
  }

  @Test func `what is stated twice, or stated and denied, is a problem`() throws {
    let device = try QASM()
    let twice = try device.only(try device.message(try QASM.claims() + [((1, 1), nil, (1, [0x58]))]))
    #expect(kinds(twice) == [.claimRepeated])
    let denied: [QASM.Claim] = [((2, 13), QASM.object, (3, [1, 5])), ((2, 14), QASM.object, (3, [1, 5]))]
    #expect(kinds(try device.only(try device.message(try QASM.claims() + denied))) == [.claimRepeated])
  }

  @Test func `a message about the device alone is about no key`() throws {
    let device = try QASM()
    let key = try device.only(try device.message([((1, 1), nil, (1, [0x58]))]))
    #expect(kinds(key) == [.notAKeyAttestation])
    #expect(key.device?.serial == "X")
  }

  @Test func `a public key that is none, or of no object, is refused`() throws {
    let device = try QASM()
    let spki = try TestKeys.p256.get().spki
    let bad: [QASM.Claim] = [
      ((2, 1), QASM.object, (0, [1, 2, 3])), ((2, 1), nil, (0, spki)), ((2, 1), QASM.object, (1, [0x58])),
    ]
    for claim in bad {
      #expect(throws: AttestationError.self) { try device.appraise(try device.message([claim])) }
    }
  }
}
