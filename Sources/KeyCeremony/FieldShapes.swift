internal import DER
internal import Documents
internal import Evidence

extension FieldShape where Value == String {
  /// Names that are referred to: lower-case letters, digits and hyphens.
  static var identifier: FieldShape {
    .text("a name of lower-case letters, digits and hyphens") { text in
      let allowed = text.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
      }
      return allowed && (1...64).contains(text.utf8.count) ? text : nil
    }
  }

  /// One line of text that a screen and a transcript can show as it is.
  static var line: FieldShape {
    .text("one line of text, 1 to 255 characters") { text in
      let printable = text.unicodeScalars.allSatisfy { !$0.movesTheCursor }
      return printable && (1...255).contains(text.unicodeScalars.count) ? text : nil
    }
  }

  /// A path that begins at the root.
  static var absolutePath: FieldShape {
    .text("an absolute path") { $0.hasPrefix("/") && !$0.contains("\n") ? $0 : nil }
  }

  /// A label as a token holds it: what prints, without the characters that a URI or a shell would read.
  static var tokenLabel: FieldShape {
    .text("a label of 1 to 64 letters, digits, '.', '-' and '_'") { TokenLabel.isUsable($0, upTo: 64) ? $0 : nil }
  }

  static var webAddress: FieldShape {
    .text("an http:// address of printable ASCII") { text in
      let ascii = text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
      return ascii && text.hasPrefix("http://") && text.utf8.count > 7 ? text : nil
    }
  }
}

/// What we let a token or a key be called.
enum TokenLabel {
  static func isUsable(_ text: String, upTo limit: Int) -> Bool {
    (1...limit).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }
}

extension Unicode.Scalar {
  /// Whether a terminal would do something else than show it.
  var movesTheCursor: Bool { properties.generalCategory.isControl }
}

extension Unicode.GeneralCategory {
  /// Characters that move a cursor, reorder text or break a line.
  fileprivate var isControl: Bool {
    switch self {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
    default: false
    }
  }
}
