import Cryptography
import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import Attestation

/// Certificates of attestation keys, from a privacy CA of software, one thing changed each.
@Suite struct TPMCertificateTests {
  private static let authority = Result { try TestAuthority(root: "Privacy CA", key: TestKeys.rsa2048.get()) }
  private static let attestationPurpose = ObjectIdentifier(2, 23, 133, 8, 3)
  private static let endorsementPurpose = ObjectIdentifier(2, 23, 133, 8, 1)

  private static func device(_ model: String = "NPCT75x") -> SubjectAlternativeName {
    let values = [(UInt64(1), "id:4E544300"), (2, model), (3, "id:00070002")]
    let name = Name(
      values.map { AttributeTypeAndValue(ObjectIdentifier(2, 23, 133, 2, $0.0), CharacterString(utf8: $0.1)) })
    return SubjectAlternativeName([.directoryName(name)])
  }

  private static func good(purpose: ObjectIdentifier = attestationPurpose) -> [Extension] {
    [
      Extension(ExtendedKeyUsage([purpose]), critical: false), Extension(device(), critical: true),
      Extension(purpose == attestationPurpose ? KeyUsage.digitalSignature : .keyEncipherment, critical: true),
    ]
  }

  /// A certificate of the AK that the statements of `SoftwareTPM` are signed with.
  private static func certificate(
    _ extensions: [Extension], subject: Name = Name([]), by issuer: TestAuthority? = nil
  ) throws -> [UInt8] {
    let issuer = try issuer ?? authority.get()
    let like = issuer.certificate.tbsCertificate
    let tbs = try TBSCertificate(
      serialNumber: like.serialNumber, signature: SignatureAlgorithms.algorithmIdentifier(for: issuer.key.scheme),
      issuer: like.subject, validity: like.validity, subject: subject,
      subjectPublicKeyInfo: SubjectPublicKeyInfo(der: SoftwareTPM.attestationKey.get().spki), extensions: extensions)
    return try issuer.key.certificate(signing: tbs).derEncoded
  }

  private static func appraise(
    _ part: String, _ certificate: [UInt8], pool: [[UInt8]] = [], bare: Bool = true,
    _ change: (inout AppraisalTerms) -> Void = { _ in }
  ) throws -> AttestedKey {
    var parts = try SoftwareTPM.parts()
    if bare { parts["ak"] = nil }
    parts[part] = certificate
    let root = try Anchor.added(from: authority.get().certificate.derEncoded, name: "root")
    var terms = AppraisalTerms(anchors: AnchorStore(root), nonce: SoftwareTPM.nonce, now: SoftwareTPM.now)
    change(&terms)
    return try #require(try Formats.appraise(Statement(parts: parts, chain: pool), under: terms).first)
  }

  @Test func `a privacy CA's certificate vouches for the attestation key`() throws {
    let key = try Self.appraise("ak-certificate", Self.certificate(Self.good()))
    #expect(key.problems == [])
    #expect(key.device == StatedDevice(vendor: "NTC", model: "NPCT75x", firmware: "7.2"))
    #expect(key.signer?.anchor == "operator:root")
  }

  @Test func `its attestation key is found among certificates beside the statement`() throws {
    let parts = try SoftwareTPM.parts().filter { $0.key != "ak" }
    let root = try Anchor.added(from: Self.authority.get().certificate.derEncoded, name: "root")
    let terms = AppraisalTerms(anchors: AnchorStore(root), nonce: SoftwareTPM.nonce, now: SoftwareTPM.now)
    let statement = try Statement(parts: parts, chain: [try Self.certificate(Self.good())])
    #expect(try Formats.appraise(statement, under: terms).first?.problems == [])
  }

  @Test func `a certificate without the purpose, of a CA, or of another usage is unfit`() throws {
    let good = Self.good()
    let cases: [[Extension]] = [
      Array(good.dropFirst()),
      [Extension(ExtendedKeyUsage([Self.endorsementPurpose]), critical: false)] + good.dropFirst(),
      good + [Extension(BasicConstraints(isCA: true), critical: true)],
      good.dropLast() + [Extension(KeyUsage.nonRepudiation, critical: true)],
      [good[0], Extension(Self.device(), critical: false), good[2]],
      [good[0], good[2]],
      good + [good[0]],
    ]
    for extensions in cases {
      let key = try Self.appraise("ak-certificate", Self.certificate(extensions))
      #expect(Set(key.problems.map(\.kind)) == [.certificateUnfit], "\(extensions)")
    }
  }

  @Test func `outside WebAuthn an attestation key may have a subject and no device`() throws {
    let good = Self.good()
    let named = try Self.certificate([good[0], good[2]], subject: TestAuthority.name("AK"))
    let key = try Self.appraise("ak-certificate", named)
    #expect(key.problems == [])
    #expect(key.device == nil)
  }

  @Test func `a certificate of another key than the public area's is another's`() throws {
    let other = try Self.authority.get().issue("other", key: SoftwareTPM.subjectKey.get())
    let key = try Self.appraise("ak-certificate", other.derEncoded, bare: false)
    #expect(key.problems.map(\.kind).contains(.partsDisagree))
  }

  @Test func `a user's certificate cannot stand between an attestation key and the anchor`() throws {
    let authority = try Self.authority.get()
    let user = try authority.authority("CA below", key: TestKeys.p384.get())
    let path = try Self.appraise(
      "ak-certificate", Self.certificate(Self.good(), by: user), pool: [user.certificate.derEncoded])
    #expect(path.problems == [])
    // The same names and keys, but the certificate between is no CA's, says so, or allows nothing below.
    let more = [
      [], [Extension(BasicConstraints(isCA: false), critical: true)],
      [Extension(BasicConstraints(isCA: true), critical: true)],
    ]
    for extensions in more {
      let posing = try authority.issue("CA below", key: TestKeys.p384.get(), more: extensions)
      let refused = try Self.appraise(
        "ak-certificate", Self.certificate(Self.good(), by: user), pool: [posing.derEncoded])
      #expect(refused.problems.map(\.kind) == [.certificateUnfit], "\(extensions)")
    }
  }

  @Test func `an anchor that nobody pinned is none`() throws {
    let certificate = try Self.certificate(Self.good())
    let key = try Self.appraise(
      "ak-certificate", certificate, pool: [Self.authority.get().certificate.derEncoded]
    ) { $0.anchors = .shipped }
    #expect(key.problems.map(\.kind) == [.anchorUnknown])
  }

  @Test func `an endorsement certificate has its own purpose`() throws {
    for (purpose, problems) in [
      (Self.endorsementPurpose, [AppraisalProblem.Kind]()), (Self.attestationPurpose, [.certificateUnfit]),
    ] {
      let extensions = Self.good(purpose: purpose).dropLast() + [Extension(KeyUsage.keyEncipherment, critical: true)]
      let certificate = try Self.certificate(Array(extensions))
      let key = try Self.appraise("ek-certificate", certificate, bare: false) { $0.trustsUnactivatedAK = true }
      #expect(key.problems.map(\.kind) == problems)
    }
  }
}
