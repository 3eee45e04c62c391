/// The script of a letter, as far as names of persons need it.
enum Script: String, Sendable, Hashable {
  case latin = "Latin"
  case greek = "Greek"
  case cyrillic = "Cyrillic"
  case armenian = "Armenian"
  case hebrew = "Hebrew"
  case arabic = "Arabic"
  case georgian = "Georgian"
  /// Han, kana and Hangul stand beside each other in one name.
  case eastAsian = "East Asian"
  case other = "other"

  /// The scripts of all letters in a text; digits, marks and punctuation are of every script.
  static func of(_ text: String) -> Set<Script> {
    Set(text.unicodeScalars.filter(\.properties.isAlphabetic).map(script))
  }

  private static func script(_ scalar: Unicode.Scalar) -> Script {
    ranges.first { $0.0.contains(scalar.value) }?.1 ?? .other
  }

  /// Blocks of the Unicode standard.
  private static let ranges: [(ClosedRange<UInt32>, Script)] = [
    (0x0041...0x02FF, .latin), (0x1E00...0x1EFF, .latin), (0x2C60...0x2C7F, .latin), (0xA720...0xA7FF, .latin),
    (0x0370...0x03FF, .greek), (0x1F00...0x1FFF, .greek),
    (0x0400...0x052F, .cyrillic), (0x1C80...0x1C8F, .cyrillic), (0x2DE0...0x2DFF, .cyrillic),
    (0xA640...0xA69F, .cyrillic),
    (0x0530...0x058F, .armenian), (0x0590...0x05FF, .hebrew),
    (0x0600...0x06FF, .arabic), (0x0750...0x077F, .arabic), (0x08A0...0x08FF, .arabic),
    (0x10A0...0x10FF, .georgian), (0x1C90...0x1CBF, .georgian),
    (0x1100...0x11FF, .eastAsian), (0x2E80...0x9FFF, .eastAsian), (0xAC00...0xD7AF, .eastAsian),
    (0xF900...0xFAFF, .eastAsian), (0x20000...0x3FFFF, .eastAsian),
  ]
}
