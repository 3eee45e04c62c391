import Cryptography
import DER
import Evidence
import TestSupport
import X509

@testable import Attestation

/// A device of software that signs PKIX Evidence: a root, a CA below it, and an attestation key.
struct SampleAttester {
  static let arcOID = ObjectIdentifier(1, 3, 6, 1, 5, 5, 999)
  static let purpose = ObjectIdentifier(1, 3, 6, 1, 5, 5, 7, 3, 999)
  static let now = Instant(seconds: 1_795_176_000)

  let arc: PKIXEvidenceArc
  let root: TestAuthority
  let key: TestKey
  /// DER.
  let certificate: [UInt8]

  init(
    key: TestKey? = nil, usage: KeyUsage? = .digitalSignature, purposes: [ObjectIdentifier]? = [SampleAttester.purpose],
    issuedBy issuer: TestAuthority? = nil
  ) throws {
    self.key = try key ?? TestKey(curve: .p256)
    let root = try issuer ?? TestAuthority(root: "device root", key: TestKey(curve: .p256))
    self.root = root
    arc = try PKIXEvidenceArc(Self.arcOID).orFail()
    certificate = try Self.certificate(self.key, root, usage, purposes)
  }

  static func certificate(
    _ key: TestKey, _ root: TestAuthority, _ usage: KeyUsage?, _ purposes: [ObjectIdentifier]?,
    more: [Extension] = [], until: Int64 = 2_082_758_400
  ) throws -> [UInt8] {
    let info = try SubjectPublicKeyInfo(der: key.spki)
    var extensions = [Extension(SubjectKeyIdentifier(info.keyIdentifier), critical: false)] + more
    if let usage { extensions.append(Extension(usage, critical: true)) }
    if let purposes { extensions.append(Extension(ExtendedKeyUsage(purposes), critical: true)) }
    let notBefore = try Time(secondsSinceEpoch: 1_767_225_600).orFail()
    let notAfter = try Time(secondsSinceEpoch: until).orFail()
    let tbs = try TBSCertificate(
      serialNumber: X509.SerialNumber(magnitude: [1, 2, 3]),
      signature: SignatureAlgorithms.algorithmIdentifier(for: try root.key.scheme),
      issuer: root.certificate.tbsCertificate.subject, validity: Validity(notBefore: notBefore, notAfter: notAfter),
      subject: TestAuthority.name("attestation key"), subjectPublicKeyInfo: info, extensions: extensions)
    return try root.key.certificate(signing: tbs).derBytes
  }

  // MARK: - Elements

  var nonce: [UInt8] { [1, 2, 3, 4, 5, 6, 7, 8] }

  func transaction(_ more: [PKIXEvidenceClaim] = []) -> PKIXEvidenceElement {
    arc.element(.transaction, [arc.claim(.nonce, .octets(nonce)), arc.claim(.timestamp, .time(1_795_000_000))] + more)
  }

  func platform(_ more: [PKIXEvidenceClaim] = []) -> PKIXEvidenceElement {
    arc.element(
      .platform,
      [
        arc.claim(.vendor, .text("Acme")), arc.claim(.model, .octets(Array("HSM-1".utf8))),
        arc.claim(.hardwareVersion, .text("2")), arc.claim(.hardwareSerial, .text("77")),
        arc.claim(.softwareVersion, .text("3.1")), arc.claim(.fipsBoot, .boolean(true)),
      ] + more)
  }

  /// A key that was born in the device and never left it.
  func keyElement(
    _ spki: [UInt8], _ identifier: String = "key-1", _ more: [PKIXEvidenceClaim] = [],
    extractable: Bool = false
  ) -> PKIXEvidenceElement {
    arc.element(
      .key,
      [
        arc.claim(.identifier, .text(identifier)), arc.claim(.spki, .octets(spki)),
        arc.claim(.extractable, .boolean(extractable)), arc.claim(.sensitive, .boolean(true)),
        arc.claim(.neverExtractable, .boolean(true)), arc.claim(.local, .boolean(true)),
        arc.claim(.purpose, .identifiers([arc.identifier(of: .sign)])),
      ] + more)
  }

  // MARK: - Statements

  func signature(over tbs: [UInt8], keyID: [UInt8]? = nil) throws -> PKIXEvidenceSignature {
    PKIXEvidenceSignature(
      keyID: keyID, certificate: keyID == nil ? certificate : nil,
      algorithm: SignatureAlgorithms.algorithmIdentifier(for: try key.scheme),
      signature: try key.sign(tbs, scheme: try key.scheme))
  }

  func statement(_ elements: [PKIXEvidenceElement], certificates: [[UInt8]] = []) throws -> PKIXEvidenceStatement {
    let tbs = PKIXEvidenceDescription(elements)
    return PKIXEvidenceStatement(
      tbs: tbs, signatures: [try signature(over: tbs.derBytes)], certificates: certificates)
  }

  /// The device, a request and one good key.
  func good(_ spki: [UInt8]) throws -> PKIXEvidenceStatement {
    try statement([transaction(), platform(), keyElement(spki)])
  }

  // MARK: - Appraisal

  var anchor: Anchor {
    Anchor(
      id: "acme", formats: ["pkix-evidence"], role: .manufacturer, name: "device root",
      spki: root.certificate.tbsCertificate.subjectPublicKeyInfo.derBytes, lastCertificateEnds: nil, origin: "a test",
      certificateSHA256: nil)
  }

  var terms: AppraisalTerms {
    AppraisalTerms(anchors: AnchorStore([anchor]), evidenceArc: Self.arcOID, nonce: nonce, now: Self.now)
  }

  func appraise(
    _ statement: PKIXEvidenceStatement, chain: [[UInt8]] = [], under terms: AppraisalTerms? = nil
  ) throws -> [AttestedKey] {
    try Formats.appraise(
      Statement(format: "pkix-evidence", parts: ["statement": statement.derEncoded], chain: chain),
      under: terms ?? self.terms)
  }
}

struct NothingThere: Error {}

extension Optional {
  func orFail() throws -> Wrapped {
    guard let value = self else { throw NothingThere() }
    return value
  }
}
