internal import DER
internal import Evidence
internal import X509

/// What certificates of endorsement and attestation keys say (TCG EK Credential Profile 2.5, 3.2; WebAuthn Level 2, 8.3.1).
enum TPMCertificate {
  enum Use: Sendable, Hashable {
    case endorsementKey, attestationKey
    /// With all that WebAuthn asks of it.
    case webAuthnAttestationKey
  }

  /// tcg-kp-EKCertificate and tcg-kp-AIKCertificate.
  private static let endorsementPurpose = ObjectIdentifier(2, 23, 133, 8, 1)
  private static let attestationPurpose = ObjectIdentifier(2, 23, 133, 8, 3)
  /// id-fido-gen-ce-aaguid.
  private static let aaguidExtension = ObjectIdentifier(1, 3, 6, 1, 4, 1, 45724, 1, 1, 4)

  /// Why a certificate is none for its use; empty where it is.
  static func problems(_ certificate: TolerantCertificate, for use: Use) -> [AppraisalProblem] {
    var reasons: [String] = []
    if certificate.version != 3 { reasons.append("version \(certificate.version), not 3") }
    let purpose = use == .endorsementKey ? endorsementPurpose : attestationPurpose
    if purposes(certificate)?.contains(purpose) != true { reasons.append("no extended key usage \(purpose)") }
    if isAuthority(certificate) { reasons.append("a CA's certificate") }
    let usages: KeyUsage = use == .endorsementKey ? [.keyEncipherment, .keyAgreement] : [.digitalSignature]
    switch certificate.extensions.extensionValue(KeyUsage.self) {
    case .absent: break
    case .present(let value, _):
      if value.isDisjoint(with: usages) { reasons.append("key usage \(value)") }
    case .malformed, .repeated: reasons.append("a malformed key usage")
    }
    reasons += nameReasons(certificate, use)
    return reasons.map { AppraisalProblem(.certificateUnfit, "\(certificate.subjectText): \($0)") }
  }

  /// RFC 5280, 4.1.2.6: where the subject is empty, the alternative name stands for it and is critical.
  private static func nameReasons(_ certificate: TolerantCertificate, _ use: Use) -> [String] {
    let names = certificate.extensions.filter { $0.oid == SubjectAlternativeName.oid }
    let isEmpty = certificate.subject == [0x30, 0x00]
    var reasons: [String] = []
    if isEmpty, names.count != 1 || names.first?.critical != true {
      reasons.append("an empty subject without a critical alternative name")
    }
    if use == .webAuthnAttestationKey, !isEmpty { reasons.append("a subject, which must be empty") }
    let device = device(certificate)
    if use != .attestationKey, device?.vendor == nil || device?.model == nil || device?.firmware == nil {
      reasons.append("an alternative name without manufacturer, model or version")
    }
    return reasons
  }

  /// Whether a certificate may stand as issuer in the chain of one of these: RFC 5280, 6.1.4 (k) to (n).
  static func authority(_ issuer: TolerantCertificate, _ depth: Int) -> String? {
    guard case .present(let constraints, _) = issuer.extensions.extensionValue(BasicConstraints.self),
      constraints.isCA
    else { return "no CA's certificate" }
    if let length = constraints.pathLength, length < depth { return "a path longer than it allows" }
    switch issuer.extensions.extensionValue(KeyUsage.self) {
    case .absent: return nil
    case .present(let usage, _): return usage.contains(.keyCertSign) ? nil : "a key usage without keyCertSign"
    case .malformed, .repeated: return "a malformed key usage"
    }
  }

  /// Whether a certificate says that its key is an attestation key.
  static func isForAttestationKey(_ certificate: TolerantCertificate) -> Bool {
    !isAuthority(certificate) && purposes(certificate)?.contains(attestationPurpose) == true
  }

  /// Manufacturer, model and version from the directory name in the alternative names (EK Credential Profile, 3.1.2).
  static func device(_ certificate: TolerantCertificate) -> StatedDevice? {
    guard let value = try? certificate.value(of: SubjectAlternativeName.oid) else { return nil }
    guard let name = directoryName(value) else { return nil }
    func only(_ arc: UInt64) -> String? {
      let values = TolerantName.values(ObjectIdentifier(2, 23, 133, 2, arc), in: name)
      return values.count == 1 ? values[0] : nil
    }
    return StatedDevice(
      vendor: only(1).map { vendor($0) }, model: only(2), firmware: only(3).map { version($0) })
  }

  /// The AAGUID that the certificate states; nil where it states none.
  static func aaguid(_ certificate: TolerantCertificate) -> [UInt8]? {
    guard let value = try? certificate.value(of: aaguidExtension) else { return nil }
    return (try? DERReader.decode(value[...]) { reader throws(DERError) in try reader.octetString() }) ?? []
  }

  /// The first directory name among the alternative names, whatever the order within its sets.
  private static func directoryName(_ value: [UInt8]) -> [UInt8]? {
    let names: [[UInt8]]? = try? DERReader.decode(value[...]) { reader throws(DERError) in
      try reader.sequence(atLeast: 1) { reader throws(DERError) in
        guard reader.next(is: .context(4, constructed: true)) else {
          _ = try reader.element()
          return []
        }
        return try reader.explicit(4) { reader throws(DERError) in Array(try reader.element().bytes) }
      }
    }
    return names?.first { !$0.isEmpty }
  }

  private static func purposes(_ certificate: TolerantCertificate) -> [ObjectIdentifier]? {
    certificate.extensions.extensionValue(ExtendedKeyUsage.self).value?.purposes
  }

  private static func isAuthority(_ certificate: TolerantCertificate) -> Bool {
    switch certificate.extensions.extensionValue(BasicConstraints.self) {
    case .absent: false
    case .present(let constraints, _): constraints.isCA
    case .malformed, .repeated: true
    }
  }

  /// `id:` and four octets in hexadecimal: letters of the TCG Vendor ID Registry, filled up with blanks or zeros.
  private static func vendor(_ text: String) -> String {
    guard text.hasPrefix("id:"), let bytes = Hex.decode(text.dropFirst(3).lowercased()), bytes.count == 4 else {
      return text
    }
    var letters = bytes
    while let last = letters.last, last == 0 || last == 0x20 { letters.removeLast() }
    guard !letters.isEmpty, letters.allSatisfy({ (0x21...0x7E).contains($0) }) else { return text }
    return String(decoding: letters, as: UTF8.self)
  }

  /// `id:` and two numbers of 16 bits in hexadecimal, as `7.2`; any other text stays as it is.
  private static func version(_ text: String) -> String {
    guard text.hasPrefix("id:"), let bytes = Hex.decode(text.dropFirst(3).lowercased()), bytes.count == 4 else {
      return text
    }
    return "\(Int(bytes[0]) << 8 | Int(bytes[1])).\(Int(bytes[2]) << 8 | Int(bytes[3]))"
  }
}
