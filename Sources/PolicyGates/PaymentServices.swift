internal import DER
internal import X509

/// The roles of TS 119 495, 4.2 and annex A, and what its clause 5.2.3 says of authorities.
enum PSD2Roles {
  static let unspecified = ObjectIdentifier(0, 4, 0, 19495, 1, 0)

  static let names: [ObjectIdentifier: String] = [
    unspecified: "Unspecified",
    ObjectIdentifier(0, 4, 0, 19495, 1, 1): "PSP_AS",
    ObjectIdentifier(0, 4, 0, 19495, 1, 2): "PSP_PI",
    ObjectIdentifier(0, 4, 0, 19495, 1, 3): "PSP_AI",
    ObjectIdentifier(0, 4, 0, 19495, 1, 4): "PSP_IC",
    centralBank: "PSP_CB",
    publicAuthority: "PSP_PA",
    ObjectIdentifier(0, 4, 0, 19495, 1, 51): "VOP_RS",
    ObjectIdentifier(0, 4, 0, 19495, 1, 52): "VOP_VS",
  ]

  /// International central banks and public authorities are authorised by no country's authority.
  static func hasNoAuthority(_ statement: PSD2Statement) -> Bool {
    statement.roles.contains { $0.id == centralBank || $0.id == publicAuthority }
  }

  /// `DE-BAFIN`
  static func isAuthority(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return parts.count == 2 && Codes.countries.contains(String(parts[0])) && (2...8).contains(parts[1].utf8.count)
      && parts[1].utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
  }

  /// Whether a character has a place in a text in Latin letters: no letter of another script, nothing that does not print.
  static func isLatin(_ character: Unicode.Scalar) -> Bool {
    (0x20...0x7E).contains(character.value) || (0xA0...0x24F).contains(character.value)
      || (0x1E00...0x1EFF).contains(character.value) || (0x2010...0x201F).contains(character.value)
  }

  private static let centralBank = ObjectIdentifier(0, 4, 0, 19495, 1, 5)
  private static let publicAuthority = ObjectIdentifier(0, 4, 0, 19495, 1, 6)
}

extension CertificateContent {
  /// The first statement of payment services; nil where there is none that can be read.
  var psd2Statement: PSD2Statement? {
    (qcStatements?.statements ?? []).lazy.compactMap { if case .psd2(let value) = $0 { value } else { nil } }.first
  }
}
