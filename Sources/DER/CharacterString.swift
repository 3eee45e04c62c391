/// A character string with the ASN.1 type that carried it: what is needed to write the same bytes again.
public struct CharacterString: Sendable, Hashable {
  /// The raw value is the universal tag number.
  public enum Kind: UInt32, Sendable, Hashable, CaseIterable {
    case utf8 = 12
    case numeric = 18
    case printable = 19
    /// Read as ISO 8859-1, as all the field does; T.61 proper is in no certificate.
    case teletex = 20
    case ia5 = 22
    case visible = 26
    case universal = 28
    case bmp = 30

    public var tag: DERTag { DERTag(.universal, rawValue, constructed: false) }

    /// The kind that a tag announces; nil for any other type and for the constructed form.
    public init?(tag: DERTag) {
      guard tag.tagClass == .universal, !tag.isConstructed else { return nil }
      self.init(rawValue: tag.number)
    }
  }

  public let kind: Kind
  public let text: String

  /// Returns nil where a character is outside the kind's alphabet.
  public init?(_ kind: Kind, _ text: String) {
    guard text.unicodeScalars.allSatisfy({ kind.contains($0) }) else { return nil }
    self.kind = kind
    self.text = text
  }

  /// A UTF8String, which takes every text.
  public init(utf8 text: String) {
    kind = .utf8
    self.text = text
  }

  init?(kind: Kind, content: ArraySlice<UInt8>) {
    switch kind {
    case .utf8:
      guard let text = String(validating: content, as: UTF8.self) else { return nil }
      self.init(utf8: text)
    case .bmp: self.init(kind: kind, units: content, width: 2)
    case .universal: self.init(kind: kind, units: content, width: 4)
    case .teletex: self.init(kind: kind, units: content, width: 1)
    case .numeric, .printable, .ia5, .visible:
      // One byte a character, and all of these alphabets are within ASCII.
      self.init(kind, String(decoding: content, as: UTF8.self))
    }
  }

  /// Each character is one big-endian unit of `width` bytes.
  private init?(kind: Kind, units: ArraySlice<UInt8>, width: Int) {
    guard units.count.isMultiple(of: width) else { return nil }
    var scalars = String.UnicodeScalarView()
    var unit: UInt32 = 0
    for (index, byte) in units.enumerated() {
      unit = unit << 8 | UInt32(byte)
      guard index % width == width - 1 else { continue }
      guard let scalar = Unicode.Scalar(unit) else { return nil }
      scalars.append(scalar)
      unit = 0
    }
    self.kind = kind
    text = String(scalars)
  }

  var content: [UInt8] {
    switch kind {
    case .utf8, .numeric, .printable, .ia5, .visible: Array(text.utf8)
    case .teletex: text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    case .bmp: text.unicodeScalars.flatMap { bigEndian($0.value, 2) }
    case .universal: text.unicodeScalars.flatMap { bigEndian($0.value, 4) }
    }
  }

  private func bigEndian(_ value: UInt32, _ width: UInt32) -> [UInt8] {
    (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * (width - 1 - $0))) }
  }
}

extension CharacterString.Kind {
  fileprivate func contains(_ scalar: Unicode.Scalar) -> Bool {
    switch self {
    case .utf8, .universal: true
    case .bmp: scalar.value <= 0xFFFF
    case .teletex: scalar.value <= 0xFF
    case .ia5: scalar.isASCII
    case .visible: (0x20...0x7E).contains(scalar.value)
    case .numeric: scalar == " " || ("0"..."9").contains(scalar)
    case .printable:
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", " ", "'", "(", ")", "+", ",", "-", ".", "/", ":", "=", "?": true
      default: false
      }
    }
  }
}
