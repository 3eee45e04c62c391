internal import DER

/// What is wrong with a document, and where.
public struct DocumentError: Error, Sendable, Hashable {
  /// The member, such as `$.tokens[0].label`; nil where the text is no document at all.
  public let path: String?
  /// The place in the source, where it is known.
  public let position: SourcePosition?
  public let problem: String

  public init(path: String? = nil, position: SourcePosition? = nil, problem: String) {
    self.path = path
    self.position = position
    self.problem = problem
  }

  init(_ document: Document, _ path: String, _ problem: String) {
    self.init(path: path, position: document.position, problem: problem)
  }
}

extension DocumentError: CustomStringConvertible {
  /// `$.tokens[0].label (line 4, column 10): expected …`.
  public var description: String {
    switch (path, position) {
    case (let path?, let position?): "\(path) (\(position)): \(problem)"
    case (let path?, nil): "\(path): \(problem)"
    case (nil, let position?): "\(position): \(problem)"
    case (nil, nil): problem
    }
  }
}

/// How much a reader takes before it looks at what the text says.
public struct DocumentLimits: Sendable, Hashable {
  /// Bytes of source text.
  public let bytes: Int
  /// Objects and arrays inside one another.
  public let depth: Int

  /// 1 MiB holds every request of ours: a certificate request with its evidence stays under 100 KiB.
  public init(bytes: Int = 1 << 20, depth: Int = 64) {
    self.bytes = bytes
    self.depth = depth
  }

  func check(size: Int) throws(DocumentError) {
    guard size <= bytes else {
      throw DocumentError(problem: "\(size) bytes are over the limit of \(bytes)")
    }
  }

  /// See ``StreamSafeText``.
  static let runProblem = "more than \(StreamSafeText.longestRun) combining characters in a row"

  var depthProblem: String { "nested deeper than the limit of \(depth)" }
}

/// Spells the paths that errors name.
enum FieldPath {
  static func member(_ name: String, of path: String) -> String {
    let simple = !name.isEmpty && name.utf8.allSatisfy(isNameByte)
    guard !simple || name.utf8.count > 64 else { return "\(path).\(name)" }
    return "\(path)[\"\(shown(name))\"]"
  }

  /// An outsider's text for a message: it may be long, and may hold line ends that would forge log lines.
  static func shown(_ text: String, limit: Int = 64) -> String {
    let scalars = text.unicodeScalars
    let start = scalars.prefix(limit).map { scalar in
      (0x20..<0x7F).contains(scalar.value) ? String(scalar) : scalar.escaped(asASCII: true)
    }.joined()
    return scalars.dropFirst(limit).isEmpty ? start : start + "…"
  }

  static func element(_ index: Int, of path: String) -> String { "\(path)[\(index)]" }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
