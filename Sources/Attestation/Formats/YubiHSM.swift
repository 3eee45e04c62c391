internal import Cryptography
internal import DER
internal import Evidence
internal import X509

/// Attestations of YubiHSM 2: a certificate of the attested key, signed by the key that the factory put into the device
/// (https://developers.yubico.com/YubiHSM2/Concepts/Attestation.html).
///
/// The device attests imported keys as well, so the origin must be read. Attestation by any other key of the device proves
/// nothing: its owner can make such keys, and import them.
enum YubiHSM: AttestationFormat {
  static let name = "yubihsm"
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
    let fields = YubiHSMFields(leaf)
    key.problems += fields.problems
    let path = key.take(
      certificates.path(
        to: terms.anchors.anchors(for: name), terms, authority: authority, isVendors: isVendorsAuthority))
    if let device = certificates.issuer(on: path) { key.problems += disagreements(fields, device) }
    fields.fill(&key)
    return [key]
  }

  // MARK: - Identifiers

  static let arc = ObjectIdentifier(1, 3, 6, 1, 4, 1, 41482, 4)
  static let firmwareOID = ObjectIdentifier(1, 3, 6, 1, 4, 1, 41482, 4, 1)
  static let serialOID = ObjectIdentifier(1, 3, 6, 1, 4, 1, 41482, 4, 2)
  static let originOID = ObjectIdentifier(1, 3, 6, 1, 4, 1, 41482, 4, 3)
  static let domainsOID = ObjectIdentifier(1, 3, 6, 1, 4, 1, 41482, 4, 4)
  static let capabilitiesOID = ObjectIdentifier(1, 3, 6, 1, 4, 1, 41482, 4, 5)
  static let objectOID = ObjectIdentifier(1, 3, 6, 1, 4, 1, 41482, 4, 6)
  static let labelOID = ObjectIdentifier(1, 3, 6, 1, 4, 1, 41482, 4, 9)
  static let fipsOID = ObjectIdentifier(1, 3, 6, 1, 4, 1, 41482, 4, 12)

  /// What stands before the object's id in an attested key's name.
  static let leafName = "YubiHSM Attestation id:"

  // MARK: - The chain

  /// What may stand above an attestation: the factory's certificate of the device, and CAs above that.
  static func authority(_ issuer: TolerantCertificate, _ depth: Int) -> String? {
    if depth == 0 { return unfitAsDevice(issuer) }
    return issuer.isAuthority ? nil : "not the certificate of a CA"
  }

  /// Yubico's authorities for YubiHSM, and those above them.
  static func isVendorsAuthority(_ name: String, _ depth: Int) -> Bool {
    switch depth {
    case 1: name.hasPrefix("Yubico YubiHSM ") && name.hasSuffix(" Sub-CA") || name.hasPrefix("YubiHSM Attestation B")
    case 2: name.hasPrefix("Yubico Attestation Intermediate ") || name == "Yubico YubiHSM Root CA"
    case 3: name.hasPrefix("Yubico Attestation Root ")
    default: false
    }
  }

  private static func unfitAsDevice(_ issuer: TolerantCertificate) -> String? {
    for oid in [originOID, capabilitiesOID, objectOID] where issuer.has(oid) {
      return "the certificate of an attested key, not of the device"
    }
    return deviceSerial(issuer.commonName) == nil ? "not the name of a device's factory certificate" : nil
  }

  /// The number in `YubiHSM Attestation (NUMBER)`.
  private static func deviceSerial(_ name: String?) -> UInt32? {
    guard let name, name.hasPrefix("YubiHSM Attestation ("), name.hasSuffix(")") else { return nil }
    let digits = name.dropFirst("YubiHSM Attestation (".count).dropLast()
    return UInt32(digits).flatMap { String($0) == digits ? $0 : nil }
  }

  /// Leaf and device must name one device, in the device's extension and in its name.
  private static func disagreements(_ leaf: YubiHSMFields, _ device: TolerantCertificate) -> [AppraisalProblem] {
    var reader = VendorExtensions(device)
    let serial = reader.required(serialOID, "a serial number, INTEGER", WrappedValue.number)
    let firmware = reader.optional(firmwareOID, "a firmware version of 3 octets", YubiHSMFields.firmware)
    func compare<Value: Equatable>(_ what: String, _ one: Value?, _ other: Value?) {
      guard let one, let other, one != other else { return }
      reader.add(.partsDisagree, "\(what) is \(other), in the leaf \(one)")
    }
    compare("the serial number", leaf.serial, serial)
    compare("the serial number in the name", leaf.serial, deviceSerial(device.commonName))
    compare("the firmware", leaf.firmware, firmware)
    return reader.problems
  }
}
