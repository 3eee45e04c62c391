extension Document {
  /// Reads one YAML document in UTF-8.
  ///
  /// Refused besides what the grammar refuses: a second document, a repeated key, a key that is not a scalar or is
  /// empty, anchors, aliases, tags and directives. A scalar without quotes stays text until a reader asks for more.
  public init(yaml: [UInt8], limits: DocumentLimits = DocumentLimits()) throws(DocumentError) {
    try limits.check(size: yaml.count)
    let reader = YAMLReader(events: try YAMLEvents(yaml), limits: limits)
    self = try reader.document()
  }
}

private struct YAMLReader {
  let events: YAMLEvents
  let limits: DocumentLimits

  func document() throws(DocumentError) -> Document {
    _ = try events.next()
    let start = try events.next()
    guard start.kind == .documentStart else { throw start.error("expected a YAML document, found nothing") }
    let document = try value(at: try events.next(), depth: 0)
    _ = try events.next()
    let end = try events.next()
    guard end.kind == .streamEnd else { throw end.error("expected one YAML document, found a second") }
    return document
  }

  private func value(at event: YAMLEvent, depth: Int) throws(DocumentError) -> Document {
    switch event.kind {
    case .scalar(let text, let plain): return Document(plain ? .plain(text) : .string(text), at: event.position)
    case .sequenceStart:
      try checkDepth(depth, event)
      var elements: [Document] = []
      while case let next = try events.next(), next.kind != .sequenceEnd {
        elements.append(try value(at: next, depth: depth + 1))
      }
      return Document(.array(elements), at: event.position)
    case .mappingStart:
      try checkDepth(depth, event)
      return Document(.object(try members(depth: depth)), at: event.position)
    default: throw event.error("expected a value")
    }
  }

  private func members(depth: Int) throws(DocumentError) -> [Document.Member] {
    var members: [Document.Member] = []
    var names: Set<String> = []
    while case let next = try events.next(), next.kind != .mappingEnd {
      guard case .scalar(let name, _) = next.kind, !name.isEmpty, !name.utf8.contains(0) else {
        throw next.error("expected a key that is text, neither empty nor with NUL")
      }
      guard names.insert(name).inserted else {
        throw next.error("key \"\(FieldPath.shown(name))\" may occur once (compared after normalisation)")
      }
      members.append(Document.Member(name: name, value: try value(at: try events.next(), depth: depth + 1)))
    }
    return members
  }

  private func checkDepth(_ depth: Int, _ event: YAMLEvent) throws(DocumentError) {
    guard depth < limits.depth else { throw event.error(limits.depthProblem) }
  }
}
