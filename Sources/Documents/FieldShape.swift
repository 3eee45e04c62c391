internal import DER
public import Evidence

/// What a member must look like, and how its value is read.
public struct FieldShape<Value> {
  /// For messages: "expected <name>".
  let name: String
  let read: (_ document: Document, _ path: String) throws(DocumentError) -> Value

  /// A shape of the caller's own; `read` returns nil where the text does not fit.
  public static func text(_ name: String, _ parse: @escaping (String) -> Value?) -> FieldShape {
    FieldShape(name: name) { document, path throws(DocumentError) in
      let text = try FieldShape<String>.string.read(document, path)
      guard let value = parse(text) else {
        throw DocumentError(document, path, "expected \(name), found \"\(FieldPath.shown(text))\"")
      }
      return value
    }
  }

  /// What `convert` makes of a value of another shape; it is told where the value stands.
  public static func converted<Source>(
    _ source: FieldShape<Source>, _ convert: @escaping (Source, _ path: String) throws(DocumentError) -> Value
  ) -> FieldShape {
    FieldShape(name: source.name) { document, path throws(DocumentError) in
      try convert(try source.read(document, path), path)
    }
  }

  /// An object whose members `read` takes one by one; unknown members are refused after it.
  public static func object(_ read: @escaping (inout Fields) throws(DocumentError) -> Value) -> FieldShape {
    FieldShape(name: "an object") { document, path throws(DocumentError) in
      var fields = try Fields(document, path: path)
      let value = try read(&fields)
      try fields.finish()
      return value
    }
  }

  /// What can be said shortly, as a text, or at length, as an object.
  public static func text(_ text: FieldShape, orObject object: FieldShape) -> FieldShape {
    FieldShape(name: "\(text.name) or an object") { document, path throws(DocumentError) in
      if case .object = document.value { return try object.read(document, path) }
      return try text.read(document, path)
    }
  }

  /// An array with every element of one shape.
  public static func list<Element>(
    of element: FieldShape<Element>, count: ClosedRange<Int> = 0...Int.max
  ) -> FieldShape where Value == [Element] {
    FieldShape(name: "an array") { document, path throws(DocumentError) in
      guard case .array(let elements) = document.value else { throw document.expected("an array", at: path) }
      guard count.contains(elements.count) else {
        let most = count.upperBound == .max ? "or more" : "to \(count.upperBound)"
        throw DocumentError(
          document, path, "expected \(count.lowerBound) \(most) elements, found \(elements.count)")
      }
      var values: [Element] = []
      for (index, value) in elements.enumerated() {
        values.append(try element.read(value, FieldPath.element(index, of: path)))
      }
      return values
    }
  }

  /// An object whose member names are data, such as issuers by name; every value has one shape.
  public static func map<Element>(of element: FieldShape<Element>) -> FieldShape where Value == [String: Element] {
    FieldShape(name: "an object") { document, path throws(DocumentError) in
      guard case .object(let members) = document.value else { throw document.expected("an object", at: path) }
      var values: [String: Element] = [:]
      for member in members {
        values[member.name] = try element.read(member.value, FieldPath.member(member.name, of: path))
      }
      return values
    }
  }
}

extension FieldShape where Value == String {
  /// Text without NUL. An unquoted YAML scalar is taken as it is written, save for the spellings of null.
  public static var string: FieldShape {
    FieldShape(name: "a string") { document, path throws(DocumentError) in
      switch document.value {
      case .string(let text),
        .plain(let text) where !PlainScalar(text).isNull:
        guard !text.utf8.contains(0) else { throw DocumentError(document, path, "expected text without NUL") }
        return text
      default: throw document.expected("a string", at: path)
      }
    }
  }
}

extension FieldShape where Value == Int64 {
  /// An integer within bounds. JSON's `1.0` is a real, and `"1"` a string.
  public static func integer(in range: ClosedRange<Int64> = .min ... .max) -> FieldShape {
    let whole = range == .min ... .max
    let name = whole ? "an integer" : "an integer from \(range.lowerBound) to \(range.upperBound)"
    return FieldShape(name: name) { document, path throws(DocumentError) in
      let found: Int64? =
        switch document.value {
        case .integer(let number): number
        case .plain(let text): PlainScalar(text).integer
        default: nil
        }
      guard let number = found, range.contains(number) else { throw document.expected(name, at: path) }
      return number
    }
  }
}

extension FieldShape where Value == Bool {
  /// `true` or `false`; `yes` and `on` are text.
  public static var bool: FieldShape {
    FieldShape(name: "true or false") { document, path throws(DocumentError) in
      let found: Bool? =
        switch document.value {
        case .bool(let flag): flag
        case .plain(let text): PlainScalar(text).bool
        default: nil
        }
      guard let flag = found else { throw document.expected("true or false", at: path) }
      return flag
    }
  }
}

extension FieldShape where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
  /// One of the raw values of an enumeration.
  public static var choice: FieldShape {
    .text("one of \(Value.allCases.map(\.rawValue).joined(separator: ", "))", Value.init(rawValue:))
  }
}

extension FieldShape where Value == [UInt8] {
  /// As browsers and JWTs write bytes (RFC 4648, section 5).
  public static var base64url: FieldShape { .text("base64url without padding") { Base64URL.decode($0) } }

  /// Base64 of RFC 4648 section 4 in its one canonical form: padded, no line ends, unused bits zero.
  public static var base64: FieldShape { .text("base64 with padding and no line ends") { Base64.decode($0) } }

  /// Hexadecimal digits of either case, two for each byte.
  public static var hex: FieldShape { .text("hexadecimal digits, two for each byte") { Hex.decode($0) } }
}

extension FieldShape where Value == Digest {
  /// A SHA-256 value in hexadecimal digits.
  public static var sha256: FieldShape {
    .text("64 hexadecimal digits") { Hex.decode($0).flatMap { Digest(algorithm: .sha256, bytes: $0) } }
  }
}

extension FieldShape where Value == Instant {
  /// `YYYY-MM-DD` or `YYYY-MM-DDThh:mm:ssZ`.
  public static var instant: FieldShape { .text("a time such as 2026-11-20T12:00:00Z") { Instant($0) } }
}

extension FieldShape where Value == Document {
  /// Anything: for members whose shape another member decides.
  public static var document: FieldShape { FieldShape(name: "a value") { document, _ in document } }
}

extension FieldShape where Value == JSONValue {
  /// Anything that has a canonical spelling: for members that are kept and not looked into.
  public static var json: FieldShape {
    FieldShape(name: "a value") { document, path throws(DocumentError) in try document.jsonValue(path: path) }
  }
}

extension Document {
  func expected(_ what: String, at path: String) -> DocumentError {
    let found =
      switch value {
      case .object: "an object"
      case .array: "an array"
      case .string(let text): "the string \"\(FieldPath.shown(text))\""
      case .plain(let text): text.isEmpty ? "nothing" : FieldPath.shown(text)
      case .integer(let number): String(number)
      case .real(let number): "the real number \(number)"
      case .bool(let flag): String(flag)
      case .null: "null"
      }
    return DocumentError(self, path, "expected \(what), found \(found)")
  }
}
