internal import Cryptography
internal import DER
public import Evidence
internal import Foundation
public import X509

/// The form in which two spellings of one name are the same (RFC 5280 clause 7.1, RFC 4518): case and kind of white space
/// do not count, nor do the string's ASN.1 type, what is never shown, and the order inside a relative name.
public enum NameForm {
  /// SHA-256 over the form.
  public static func digest(of name: Name) -> Digest { Hash.digest(bytes(of: name)) }

  /// Each element with its length before it, so that no two forms run into one another.
  static func bytes(of name: Name) -> [UInt8] {
    name.rdns.flatMap { rdn in
      let attributes = rdn.map { attribute in
        framed(Array("\(attribute.type)".utf8))
          + framed(attribute.string.map { Array(folded($0.text).utf8) } ?? [0] + attribute.value)
      }
      return framed(attributes.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { $0 })
    }
  }

  static func folded(_ text: String) -> String {
    let visible = text.unicodeScalars.filter { !$0.properties.isDefaultIgnorableCodePoint }
    var prepared = String(String.UnicodeScalarView(visible)).precomposedStringWithCompatibilityMapping
    // Upper case first: only so do ß and SS, ſ and s, ς and σ meet.
    prepared = prepared.uppercased().lowercased().precomposedStringWithCompatibilityMapping
    return prepared.split(whereSeparator: { $0.isWhitespace || $0.isNewline }).joined(separator: " ")
  }

  private static func framed(_ bytes: [UInt8]) -> [UInt8] {
    let count = UInt32(clamping: bytes.count)
    return (0..<4).map { UInt8(truncatingIfNeeded: count >> (24 - 8 * $0)) } + bytes
  }
}
