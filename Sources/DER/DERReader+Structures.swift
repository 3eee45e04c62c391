extension DERReader {
  /// SEQUENCE, or with another `tag` an implicitly tagged one.
  public mutating func sequence<Value>(
    tag: DERTag = .sequence, _ body: (inout DERReader) throws(DERError) -> Value
  ) throws(DERError) -> Value {
    try constructed(tag, body)
  }

  /// SEQUENCE OF with at least `minimum` elements.
  public mutating func sequence<Element>(
    tag: DERTag = .sequence, atLeast minimum: Int, of body: (inout DERReader) throws(DERError) -> Element
  ) throws(DERError) -> [Element] {
    try constructed(tag) { reader throws(DERError) in
      var elements: [Element] = []
      while !reader.isAtEnd {
        elements.append(try reader.field("\(elements.count)", body))
      }
      try reader.require(elements.count, atLeast: minimum)
      return elements
    }
  }

  /// SET OF with at least `minimum` elements, which must stand in ascending order (X.690, 11.6).
  public mutating func set<Element>(
    tag: DERTag = .set, atLeast minimum: Int, of body: (inout DERReader) throws(DERError) -> Element
  ) throws(DERError) -> [Element] {
    try constructed(tag) { reader throws(DERError) in
      var elements: [Element] = []
      var previous: ArraySlice<UInt8>?
      while !reader.isAtEnd {
        var ahead = reader
        let current = try ahead.element().bytes
        if let previous, isAfter(previous, current) {
          throw reader.error(.unsortedSet, found: "a smaller element after a greater one", required: "ascending order")
        }
        previous = current
        elements.append(try reader.field("\(elements.count)", body))
      }
      try reader.require(elements.count, atLeast: minimum)
      return elements
    }
  }

  /// `[number] EXPLICIT`.
  public mutating func explicit<Value>(
    _ number: UInt32, _ body: (inout DERReader) throws(DERError) -> Value
  ) throws(DERError) -> Value {
    try constructed(.context(number, constructed: true), body)
  }

  /// Runs `body` where the next element carries `tag`; nil where it does not.
  public mutating func optional<Value>(
    _ tag: DERTag, _ body: (inout DERReader) throws(DERError) -> Value
  ) throws(DERError) -> Value? {
    guard next(is: tag) else { return nil }
    return try body(&self)
  }

  /// `[number] EXPLICIT … OPTIONAL`.
  public mutating func optionalExplicit<Value>(
    _ number: UInt32, _ body: (inout DERReader) throws(DERError) -> Value
  ) throws(DERError) -> Value? {
    guard next(is: .context(number, constructed: true)) else { return nil }
    return try explicit(number, body)
  }

  /// One value of a type that knows how to read itself.
  public mutating func read<Value: DERCodable>(_ type: Value.Type) throws(DERError) -> Value {
    try Value(from: &self)
  }

  /// One field of that type; `name` goes into the path of errors.
  public mutating func read<Value: DERCodable>(_ type: Value.Type, _ name: String) throws(DERError) -> Value {
    do { return try Value(from: &self) } catch { throw error.inside(name) }
  }

  /// SEQUENCE OF a type that knows how to read itself.
  public mutating func sequence<Element: DERCodable>(
    tag: DERTag = .sequence, atLeast minimum: Int, of type: Element.Type
  ) throws(DERError) -> [Element] {
    try sequence(tag: tag, atLeast: minimum) { reader throws(DERError) in try Element(from: &reader) }
  }

  /// SET OF a type that knows how to read itself.
  public mutating func set<Element: DERCodable>(
    tag: DERTag = .set, atLeast minimum: Int, of type: Element.Type
  ) throws(DERError) -> [Element] {
    try set(tag: tag, atLeast: minimum) { reader throws(DERError) in try Element(from: &reader) }
  }

  /// Any value, checked to be DER all the way down as far as universal tags tell; returns its whole encoding.
  public mutating func any() throws(DERError) -> [UInt8] {
    Array(try checkedElement().bytes)
  }

  private mutating func checkedElement() throws(DERError) -> DERElement {
    var ahead = self
    let element = try element()
    try ahead.checkElement(element.tag)
    return element
  }

  private func require(_ count: Int, atLeast minimum: Int) throws(DERError) {
    guard count >= minimum else {
      throw error(.constraint, found: "\(count) elements", required: "at least \(minimum)")
    }
  }

  private mutating func checkElement(_ tag: DERTag) throws(DERError) {
    if tag == .set {
      try checkSet()
    } else if tag.isConstructed {
      try checkForm(tag)
      try constructed(tag) { reader throws(DERError) in
        while !reader.isAtEnd { _ = try reader.checkedElement() }
      }
    } else {
      try checkPrimitive(tag)
    }
  }

  /// SET and SET OF cannot be told apart here: ascending tags and ascending encodings are both taken.
  private mutating func checkSet() throws(DERError) {
    try constructed(.set) { reader throws(DERError) in
      var tagsAscend = true
      var encodingsAscend = true
      var previous: DERElement?
      while !reader.isAtEnd {
        let start = reader
        let current = try reader.checkedElement()
        if let previous {
          tagsAscend = tagsAscend && order(previous.tag) < order(current.tag)
          encodingsAscend = encodingsAscend && !isAfter(previous.bytes, current.bytes)
        }
        guard tagsAscend || encodingsAscend else {
          throw start.error(.unsortedSet, found: "elements out of order", required: "ascending order")
        }
        previous = current
      }
    }
  }

  /// X.690, 10.2: in DER only SEQUENCE, SET and their kin are constructed; every string is primitive.
  private func checkForm(_ tag: DERTag) throws(DERError) {
    // EXTERNAL, EMBEDDED PDV, SEQUENCE, SET, CHARACTER STRING
    guard tag.tagClass != .universal || [8, 11, 16, 17, 29].contains(tag.number) else {
      throw error(.unexpectedTag, found: "\(tag)", required: "the primitive form")
    }
  }

  private mutating func checkPrimitive(_ tag: DERTag) throws(DERError) {
    switch tag {
    case .boolean: _ = try boolean()
    case .integer: _ = try integerContent()
    case .enumerated: _ = try integerContent(tag: .enumerated)
    case .bitString: _ = try bitString()
    case .null: try null()
    case .objectIdentifier: _ = try objectIdentifier()
    case DERTag(.universal, 16, constructed: false), DERTag(.universal, 17, constructed: false),
      DERTag(.universal, 0, constructed: false):
      throw error(.unexpectedTag, found: "\(tag)", required: "a type that may be primitive")
    default:
      guard CharacterString.Kind(tag: tag) != nil else {
        _ = try element()
        return
      }
      _ = try characterString()
    }
  }
}

/// X.680, 8.6: canonical order of tags.
private func order(_ tag: DERTag) -> UInt64 {
  UInt64(tag.tagClass.rawValue) << 32 | UInt64(tag.number)
}

/// X.690, 11.6 compares encodings as octet strings, the shorter one padded with zeros. No encoding is the beginning
/// of another, so the padding never decides and plain lexicographic order is the same.
func isAfter(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Bool {
  right.lexicographicallyPrecedes(left)
}
