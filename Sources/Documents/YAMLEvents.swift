internal import CYAML
internal import DER

/// One parsing event with where it begins, free of C types. Anchors, aliases, tags and directives never get here.
struct YAMLEvent {
  enum Kind: Equatable {
    case streamStart, streamEnd, documentStart, documentEnd
    case mappingStart, mappingEnd, sequenceStart, sequenceEnd
    case scalar(String, plain: Bool)
  }

  let kind: Kind
  let position: SourcePosition

  func error(_ problem: String) -> DocumentError { DocumentError(position: position, problem: problem) }
}

/// libyaml's parser over bytes that stay put as long as the parser lives.
final class YAMLEvents {
  private let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
  private let input: UnsafeMutableBufferPointer<UInt8>

  /// The corresponding C function is `yaml_parser_initialize`.
  init(_ bytes: [UInt8]) throws(DocumentError) {
    input = .allocate(capacity: bytes.count)
    _ = input.initialize(from: bytes)
    parser.initialize(to: yaml_parser_t())
    guard yaml_parser_initialize(parser) == 1 else { throw DocumentError(problem: "no memory for a YAML parser") }
    yaml_parser_set_input_string(parser, input.baseAddress, input.count)
    // Otherwise a byte order mark would switch to UTF-16, and reviewers would see other text than the parser.
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
  }

  deinit {
    // After a failed yaml_parser_initialize the structure is all zeros, which this takes.
    yaml_parser_delete(parser)
    parser.deallocate()
    input.deallocate()
  }

  /// The corresponding C function is `yaml_parser_parse`.
  func next() throws(DocumentError) -> YAMLEvent {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw syntaxError }
    defer { yaml_event_delete(&event) }
    let position = SourcePosition(event.start_mark)
    func refuse(_ what: String) -> DocumentError {
      DocumentError(position: position, problem: "\(what) are not taken: write the value itself")
    }
    switch event.type {
    case YAML_STREAM_START_EVENT: return YAMLEvent(kind: .streamStart, position: position)
    case YAML_STREAM_END_EVENT: return YAMLEvent(kind: .streamEnd, position: position)
    case YAML_DOCUMENT_START_EVENT:
      let start = event.data.document_start
      guard start.version_directive == nil, start.tag_directives.start == start.tag_directives.end else {
        throw refuse("directives")
      }
      return YAMLEvent(kind: .documentStart, position: position)
    case YAML_DOCUMENT_END_EVENT: return YAMLEvent(kind: .documentEnd, position: position)
    case YAML_ALIAS_EVENT: throw refuse("aliases")
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      guard scalar.anchor == nil else { throw refuse("anchors") }
      guard scalar.tag == nil else { throw refuse("tags") }
      let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
      guard StreamSafeText.holds(text) else {
        throw DocumentError(position: position, problem: DocumentLimits.runProblem)
      }
      return YAMLEvent(kind: .scalar(text, plain: scalar.style == YAML_PLAIN_SCALAR_STYLE), position: position)
    case YAML_SEQUENCE_START_EVENT:
      guard event.data.sequence_start.anchor == nil else { throw refuse("anchors") }
      guard event.data.sequence_start.tag == nil else { throw refuse("tags") }
      return YAMLEvent(kind: .sequenceStart, position: position)
    case YAML_SEQUENCE_END_EVENT: return YAMLEvent(kind: .sequenceEnd, position: position)
    case YAML_MAPPING_START_EVENT:
      guard event.data.mapping_start.anchor == nil else { throw refuse("anchors") }
      guard event.data.mapping_start.tag == nil else { throw refuse("tags") }
      return YAMLEvent(kind: .mappingStart, position: position)
    case YAML_MAPPING_END_EVENT: return YAMLEvent(kind: .mappingEnd, position: position)
    default: throw DocumentError(position: position, problem: "libyaml gave an event of an unknown type")
    }
  }

  private var syntaxError: DocumentError {
    let problem = parser.pointee.problem.map { String(cString: $0) } ?? "no memory"
    let context = parser.pointee.context.map { " (\(String(cString: $0)))" } ?? ""
    return DocumentError(
      position: SourcePosition(parser.pointee.problem_mark), problem: "not YAML: \(problem)\(context)")
  }
}

extension SourcePosition {
  fileprivate init(_ mark: yaml_mark_t) {
    // libyaml counts from zero, and never beyond the size limit.
    self.init(line: Int(clamping: mark.line) &+ 1, column: Int(clamping: mark.column) &+ 1)
  }
}
