internal import DER
internal import Evidence
internal import X509

/// A distinguished name out of its text (RFC 4514): the last relative name first, as OpenSSL prints it with
/// `-nameopt RFC2253`. String types are not in it; for comparison they do not count.
enum NameText {
  static func name(_ text: String) -> Name? {
    var rdns: [[AttributeTypeAndValue]] = []
    guard let parts = split(text, at: ",") else { return nil }
    for part in parts.reversed() {
      guard let attributes = split(part, at: "+") else { return nil }
      let read = attributes.compactMap(attribute)
      guard read.count == attributes.count, !read.isEmpty else { return nil }
      rdns.append(read)
    }
    return Name(rdns: rdns)
  }

  private static func attribute(_ text: String) -> AttributeTypeAndValue? {
    guard let equals = text.firstIndex(of: "=") else { return nil }
    let label = text[..<equals].filter { $0 != " " }
    guard let type = types[label.uppercased()] ?? ObjectIdentifier(label),
      let value = unescaped(text[text.index(after: equals)...])
    else { return nil }
    return AttributeTypeAndValue(type, CharacterString(utf8: value))
  }

  /// Splits where the separator is not escaped; nil where the text ends in an escape.
  private static func split(_ text: String, at separator: Character) -> [String]? {
    var parts = [""]
    var isEscaped = false
    for character in text {
      if character == separator, !isEscaped {
        parts.append("")
        continue
      }
      isEscaped = character == "\\" && !isEscaped
      parts[parts.count - 1].append(character)
    }
    return isEscaped ? nil : parts
  }

  /// `\,` and the like, and `\C3\A9` for octets of UTF-8.
  private static func unescaped(_ text: Substring) -> String? {
    guard !text.hasPrefix("#") else { return nil }
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\") else {
        bytes.append(byte)
        continue
      }
      if let octet = Hex.decode(String(decoding: rest.prefix(2), as: UTF8.self)), octet.count == 1 {
        bytes += octet
        rest = rest.dropFirst(2)
      } else if let next = rest.popFirst() {
        bytes.append(next)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static let types: [String: ObjectIdentifier] = [
    "CN": .commonName, "L": .localityName, "ST": .stateOrProvinceName, "O": .organizationName,
    "OU": .organizationalUnitName, "C": .countryName, "STREET": .streetAddress, "DC": .domainComponent,
    "UID": .userID, "SN": .surname, "SURNAME": .surname, "GN": .givenName, "GIVENNAME": .givenName,
    "SERIALNUMBER": .serialNumber, "TITLE": .title, "PSEUDONYM": .pseudonym, "INITIALS": .initials,
    "GENERATIONQUALIFIER": .generationQualifier, "DNQUALIFIER": .dnQualifier,
    "ORGANIZATIONIDENTIFIER": .organizationIdentifier, "EMAILADDRESS": .emailAddress,
  ]
}
