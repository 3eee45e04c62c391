internal import CJansson
internal import DER

extension Document {
  /// Reads one JSON value (RFC 8259) and nothing after it.
  ///
  /// Refused besides what the grammar refuses: a repeated member name, also one that differs only in Unicode
  /// normalisation; NUL in a name; an integer beyond 64 bits; a byte order mark.
  /// The corresponding C function is `json_loadb`.
  public init(json: [UInt8], limits: DocumentLimits = DocumentLimits()) throws(DocumentError) {
    try limits.check(size: json.count)
    guard JSONReader.depth(of: json) <= limits.depth else { throw DocumentError(problem: limits.depthProblem) }
    // jansson 2.14 takes a NUL outside strings for the end of the text, and would not look at what follows.
    guard !json.contains(0) else { throw DocumentError(problem: "not JSON: a NUL byte") }
    var error = json_error_t()
    let flags = Int(JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL)
    let root = json.withUnsafeBytes { buffer in
      json_loadb(buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count, flags, &error)
    }
    guard let root else { throw JSONReader.syntaxError(&error, input: json) }
    defer { json_decref(root) }
    self = try JSONReader.document(root, path: "$")
  }
}

private enum JSONReader {
  /// The deepest nesting that brackets outside strings make. jansson recurses as deep as the text says, up to 2048
  /// calls, which a small thread stack does not hold; so the text is measured first.
  static func depth(of json: [UInt8]) -> Int {
    var depth = 0
    var deepest = 0
    var inString = false
    var escaped = false
    for byte in json {
      switch byte {
      case _ where escaped: escaped = false
      case UInt8(ascii: "\\"): escaped = inString
      case UInt8(ascii: "\""): inString.toggle()
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        if !inString { depth += 1 }
        deepest = max(deepest, depth)
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        if !inString { depth -= 1 }
      default: break
      }
    }
    return deepest
  }

  static func syntaxError(_ error: inout json_error_t, input: [UInt8]) -> DocumentError {
    if input.isEmpty { return DocumentError(problem: "expected a JSON value, found nothing") }
    let text = withUnsafeBytes(of: &error.text) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    // jansson counts columns from zero.
    let position = SourcePosition(line: max(Int(error.line), 1), column: max(Int(error.column), 0) + 1)
    return DocumentError(position: position, problem: "not JSON: \(FieldPath.shown(text, limit: 160))")
  }

  static func document(_ json: UnsafeMutablePointer<json_t>, path: String) throws(DocumentError) -> Document {
    switch json.pointee.type {
    case JSON_OBJECT: return Document(.object(try members(of: json, path: path)))
    case JSON_ARRAY:
      var elements: [Document] = []
      for index in 0..<json_array_size(json) {
        guard let element = json_array_get(json, index) else { break }
        elements.append(try document(element, path: FieldPath.element(index, of: path)))
      }
      return Document(.array(elements))
    case JSON_STRING:
      let string = text(json_string_value(json), json_string_length(json))
      guard StreamSafeText.holds(string) else { throw DocumentError(path: path, problem: DocumentLimits.runProblem) }
      return Document(.string(string))
    case JSON_INTEGER: return Document(.integer(Int64(json_integer_value(json))))
    case JSON_REAL: return Document(.real(json_real_value(json)))
    case JSON_TRUE: return Document(.bool(true))
    case JSON_FALSE: return Document(.bool(false))
    default: return Document(.null)
    }
  }

  private static func members(
    of json: UnsafeMutablePointer<json_t>, path: String
  ) throws(DocumentError) -> [Document.Member] {
    var members: [Document.Member] = []
    var names: Set<String> = []
    var iterator = json_object_iter(json)
    while let current = iterator {
      let name = text(json_object_iter_key(current), json_object_iter_key_len(current))
      let memberPath = FieldPath.member(name, of: path)
      guard StreamSafeText.holds(name) else {
        throw DocumentError(path: memberPath, problem: DocumentLimits.runProblem)
      }
      guard names.insert(name).inserted else {
        throw DocumentError(path: memberPath, problem: "a member name may occur once (compared after normalisation)")
      }
      guard let value = json_object_iter_value(current) else { break }
      members.append(Document.Member(name: name, value: try document(value, path: memberPath)))
      iterator = json_object_iter_next(json, current)
    }
    return members
  }

  /// jansson has checked that the bytes are UTF-8; they may hold NUL, so the length counts and not the terminator.
  private static func text(_ start: UnsafePointer<CChar>?, _ count: Int) -> String {
    String(decoding: UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count), as: UTF8.self)
  }
}
