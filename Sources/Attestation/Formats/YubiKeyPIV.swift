internal import Cryptography
internal import DER
internal import Evidence
internal import X509

/// Attestations of the PIV application of YubiKeys: a certificate of the attested key, signed by the key in slot f9, whose
/// certificate leads to Yubico (https://developers.yubico.com/PIV/Introduction/PIV_attestation.html).
///
/// A device attests only keys that it generated, so the claims of origin rest on the attestation's existence. It is timeless:
/// it shows that a key was made in the device, not that it still is there.
enum YubiKeyPIV: AttestationFormat {
  static let name = "yubikey-piv"
  static let partNames = StatementCertificates.partNames

  static func recognises(_ statement: Statement) -> Bool {
    StatementCertificates.recognises(statement) { $0.extensions.contains { $0.oid.isBelow(arc) } }
  }

  static func appraise(
    _ statement: Statement, under terms: AppraisalTerms
  ) throws(AttestationError) -> [AttestedKey] {
    let certificates = try StatementCertificates(statement) { $0.commonName?.hasPrefix(leafName) == true }
    let leaf = certificates.leaf
    var key = AttestedKey(
      spki: leaf.spki, spkiSHA256: Hash.digest(leaf.spki), format: name, offeredClass: .signed,
      rawDigest: statement.digest)
    let fields = YubiKeyFields(leaf)
    key.problems += fields.problems
    let path = key.take(
      certificates.path(
        to: anchors(for: fields, terms), terms, authority: authority, isVendors: isVendorsAuthority))
    if let path, path.anchor.id != batch2018, fields.serial == nil, !leaf.has(serialOID) {
      key.problems.append(AppraisalProblem(.claimMissing, "\(leaf.subjectText): \(serialOID), the serial number"))
    }
    key.weaknesses.append(
      EvidenceWeakness(
        .batchSharedKey, "the key in slot f9 is one for a production batch; the serial is the leaf's word"))
    let device = YubiKeyDevice(certificates.issuer(on: path))
    key.problems += device.disagreements(with: fields)
    fields.fill(&key)
    device.fill(&key, fields)
    return [key]
  }

  // MARK: - Identifiers

  static let arc = ObjectIdentifier(1, 3, 6, 1, 4, 1, 41482, 3)
  static let firmwareOID = ObjectIdentifier(1, 3, 6, 1, 4, 1, 41482, 3, 3)
  static let serialOID = ObjectIdentifier(1, 3, 6, 1, 4, 1, 41482, 3, 7)
  static let policyOID = ObjectIdentifier(1, 3, 6, 1, 4, 1, 41482, 3, 8)
  static let formFactorOID = ObjectIdentifier(1, 3, 6, 1, 4, 1, 41482, 3, 9)
  static let fipsOID = ObjectIdentifier(1, 3, 6, 1, 4, 1, 41482, 3, 10)
  static let cspnOID = ObjectIdentifier(1, 3, 6, 1, 4, 1, 41482, 3, 11)

  /// What stands before the slot in an attested key's name.
  static let leafName = "YubiKey PIV Attestation "

  /// The anchor of devices that were certified under the root of U2F in 2018; their attestations name no serial number.
  private static let batch2018 = "yubico-u2f-root-457200631"

  // MARK: - The chain

  /// Where a serial number is named, the root of U2F has no business there.
  private static func anchors(for fields: YubiKeyFields, _ terms: AppraisalTerms) -> [Anchor] {
    terms.anchors.anchors(for: name).filter { fields.serial == nil || $0.id != batch2018 }
  }

  /// What may stand above an attestation: a certificate of slot f9, and CAs above that.
  static func authority(_ issuer: TolerantCertificate, _ depth: Int) -> String? {
    if depth == 0 { return unfitAsDevice(issuer) }
    return issuer.isAuthority ? nil : "not the certificate of a CA"
  }

  /// Yubico's authorities for PIV, and those above them. Others of Yubico sign for keys that their users command.
  static func isVendorsAuthority(_ name: String, _ depth: Int) -> Bool {
    let prefixes = [
      1: ["Yubico PIV Root CA ", "Yubico PIV Attestation ", "Yubico U2F Root CA "],
      2: ["Yubico Attestation Intermediate "], 3: ["Yubico Attestation Root "],
    ]
    return prefixes[depth]?.contains { name.hasPrefix($0) } == true
  }

  /// Old f9 certificates have no basicConstraints, so it is known by its name, and by not being an attested key itself: one
  /// who has an attested key could sign any leaf with it.
  private static func unfitAsDevice(_ issuer: TolerantCertificate) -> String? {
    if issuer.has(policyOID) || issuer.has(serialOID) { return "the certificate of an attested key, not of slot f9" }
    guard let name = issuer.commonName?.lowercased(), deviceNames.contains(name) else {
      return "not the name of an attestation key in slot f9"
    }
    return nil
  }

  /// In lower case: owners who put a certificate of their own into slot f9 write them as they like.
  private static let deviceNames: Set<String> = ["yubico piv attestation", "yubikey piv attestation"]
}
