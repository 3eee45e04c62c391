internal import DER
internal import Evidence
internal import X509

/// The semantics identifiers of EN 319 412-1 clause 5.1: how the subject's identifier is to be read.
extension ObjectIdentifier {
  static let natural = ObjectIdentifier(0, 4, 0, 194121, 1, 1)
  static let legal = ObjectIdentifier(0, 4, 0, 194121, 1, 2)
  static let eIDASNatural = ObjectIdentifier(0, 4, 0, 194121, 1, 3)
  static let eIDASLegal = ObjectIdentifier(0, 4, 0, 194121, 1, 4)
}

extension CertificateContent {
  private var semantics: [QCSemantics] {
    (qcStatements?.statements ?? []).compactMap { if case .semantics(let value) = $0 { value } else { nil } }
  }

  func declares(_ identifier: ObjectIdentifier) -> Bool { semantics.contains { $0.identifier == identifier } }

  /// Whether the certificate names an authority by address, as identifiers of national schemes need.
  var namesRegistrationAuthority: Bool {
    semantics.flatMap(\.nameRegistrationAuthorities).contains { if case .uri = $0 { true } else { false } }
  }

  /// The texts of an attribute; a single nil stands for one that is required and not there, or is no text.
  func subjectValues(of type: ObjectIdentifier, isRequired: Bool) -> [String?] {
    let values = tbs.subject.attributes.filter { $0.type == type }.map(\.string?.text)
    return values.isEmpty && isRequired ? [nil] : values
  }
}

/// The forms of EN 319 412-1 clauses 5.1.3 to 5.1.6.
enum IdentifierForm {
  case natural, legal, eIDAS, eIDASLegal

  var required: String {
    switch self {
    case .natural: "PAS, IDC, PNO, TAX, TIN, EID or two letters and a colon, then country, hyphen and reference"
    case .legal: "VAT, NTR, PSD, LEI, EOR, EXC or two letters and a colon, then country, hyphen and reference"
    case .eIDAS: "country, slash, country, slash and reference"
    case .eIDASLegal: "country, slash, country, slash and reference, without white space, at most 256 characters"
    }
  }

  func admits(_ text: String?, _ content: CertificateContent) -> Bool {
    guard let text else { return false }
    let bytes = Array(text.utf8)
    switch self {
    case .natural: return Self.isTyped(bytes, types: Self.naturalTypes, content)
    case .legal: return Self.isTyped(bytes, types: Self.legalTypes, content)
    case .eIDAS: return Self.isCrossBorder(bytes)
    case .eIDASLegal: return Self.isCrossBorder(bytes) && bytes.count <= 256 && !bytes.contains { $0 <= 0x20 }
    }
  }

  private static let naturalTypes = ["PAS", "IDC", "PNO", "TAX", "TIN", "EID"]
  private static let legalTypes = ["VAT", "NTR", "PSD", "LEI", "EOR", "EXC"]

  /// `TTTCC-reference`; NTR may name a subdivision, `NTRDE+HE-123456` (LEG-5.1.4-08).
  private static func isTyped(_ bytes: [UInt8], types: [String], _ content: CertificateContent) -> Bool {
    guard bytes.count > 6 else { return false }
    let type = String(decoding: bytes[..<3], as: UTF8.self)
    let isNational = bytes[2] == UInt8(ascii: ":") && bytes[..<2].allSatisfy(isLetter)
    guard types.contains(type) || (isNational && content.namesRegistrationAuthority) else { return false }
    let country = String(decoding: bytes[3..<5], as: UTF8.self)
    guard type == "LEI" ? country == "XG" : isCountry(country, type) else { return false }
    var rest = bytes[5...]
    if type == "NTR", rest.first == UInt8(ascii: "+") {
      let subdivision = rest.dropFirst().prefix { isCapital($0) || isDigit($0) }
      guard (1...3).contains(subdivision.count) else { return false }
      rest = rest.dropFirst(1 + subdivision.count)
    }
    guard rest.first == UInt8(ascii: "-"), rest.count > 1 else { return false }
    let reference = Array(rest.dropFirst())
    switch type {
    case "LEI": return isLegalEntityIdentifier(reference)
    case "PSD": return namesAuthority(reference)
    default: return true
    }
  }

  /// ISO 3166, and what 5.1.1, 5.1.3 and 5.1.4 allow besides: EL for Greece and XI for Northern Ireland in tax matters.
  private static func isCountry(_ code: String, _ type: String) -> Bool {
    if Codes.countries.contains(code) || Codes.beyondCountries.contains(code) { return true }
    return (code == "EL" && ["TIN", "VAT"].contains(type)) || (code == "XI" && type == "VAT")
  }

  /// ISO 17442: 20 capital letters and digits; with letters as 10 to 35 the number leaves 1 when divided by 97.
  private static func isLegalEntityIdentifier(_ text: [UInt8]) -> Bool {
    guard text.count == 20, text.allSatisfy({ isCapital($0) || isDigit($0) }) else { return false }
    let remainder = text.reduce(0) { sum, byte in
      isDigit(byte) ? (sum * 10 + Int(byte - 48)) % 97 : (sum * 100 + Int(byte - 55)) % 97
    }
    return remainder == 1
  }

  /// The competent authority's two to eight capital letters, hyphen, number (TS 119 495, 5.2.1).
  private static func namesAuthority(_ text: [UInt8]) -> Bool {
    let authority = text.prefix { isCapital($0) }
    let rest = text.dropFirst(authority.count)
    return (2...8).contains(authority.count) && rest.first == UInt8(ascii: "-") && rest.count > 1
  }

  /// `CC/CC/reference`
  private static func isCrossBorder(_ bytes: [UInt8]) -> Bool {
    guard bytes.count > 6 else { return false }
    let slash = UInt8(ascii: "/")
    return bytes[..<2].allSatisfy(isCapital) && bytes[2] == slash && bytes[3..<5].allSatisfy(isCapital)
      && bytes[5] == slash
  }

  private static func isCapital(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
  private static func isLetter(_ byte: UInt8) -> Bool { isCapital(byte & 0xDF) }
}
