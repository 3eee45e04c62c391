internal import Cryptography
internal import Documents
internal import Evidence
internal import PKCS11
internal import TokenPool

/// Where a PIN comes from. None is ever printed, recorded or digested.
enum PINChoice: Sendable, Hashable {
  /// A part of a PIN that one custodian holds.
  struct Half: Sendable, Hashable {
    let custodian: String
    /// A file of mode 0600 with this part alone; nil where the custodian types it.
    let file: String?
  }

  /// A file of mode 0600.
  case file(String)
  /// The terminal, without echo.
  case prompt
  /// Parts that custodians hold, one after the other: nobody can use the token alone.
  case halves([Half])

  init(_ fields: inout Fields) throws(DocumentError) {
    let file = try fields.optional("pin-file", as: .line)
    let prompt = try fields.optional("prompt", as: .bool) ?? false
    let halves = try fields.optional("halves", as: .list(of: Half.shape, count: 2...4))
    if let halves {
      guard file == nil, !prompt else { throw fields.error("halves", "does not apply beside pin-file or prompt") }
      guard Set(halves.map(\.custodian)).count == halves.count else {
        throw fields.error("halves", "names a custodian twice: one person would hold two parts")
      }
      self = .halves(halves)
      return
    }
    switch (file, prompt) {
    case (let file?, false): self = .file(file)
    case (nil, true): self = .prompt
    case (_?, true): throw fields.error("prompt", "does not apply beside pin-file")
    case (nil, false): throw fields.error("pin-file", "missing; name a file, or write 'prompt: true'")
    }
  }

  static var shape: FieldShape<PINChoice> {
    .object { fields throws(DocumentError) in try PINChoice(&fields) }
  }

  /// Whether it takes two people to have the whole PIN.
  var isDualControl: Bool { if case .halves = self { true } else { false } }

  /// Whether people type it, so that a wrong one may be a slip.
  var isTyped: Bool {
    switch self {
    case .file: false
    case .prompt: true
    case .halves(let halves): halves.contains { $0.file == nil }
    }
  }

  var files: [String] {
    switch self {
    case .file(let name): [name]
    case .prompt: []
    case .halves(let halves): halves.compactMap(\.file)
    }
  }

  var custodians: [String] { if case .halves(let halves) = self { halves.map(\.custodian) } else { [] } }

  /// How a script's reviewers and a report read it.
  var title: String {
    switch self {
    case .file(let name): "from the file \(name)"
    case .prompt: "typed by one person"
    case .halves(let halves):
      "in \(halves.count) parts, by "
        + halves.map { $0.custodian + ($0.file.map { " (file \($0))" } ?? "") }
        .joined(separator: " and ")
    }
  }

  /// For the transcript: whether the device itself asks for two people.
  var json: JSONValue {
    .object([
      "from": .string(title), "dualControl": .bool(isDualControl),
      "custodians": .array(custodians.map(JSONValue.string)),
    ])
  }
}

extension PINChoice.Half {
  fileprivate static var shape: FieldShape<PINChoice.Half> {
    .object { fields throws(DocumentError) in
      PINChoice.Half(
        custodian: try fields.required("custodian", as: .identifier), file: try fields.optional("file", as: .line))
    }
  }
}

extension PINChoice {
  /// A source that asks at the terminal for what no file holds.
  ///
  /// - Parameter ask: gets the question.
  func source(
    folder: String, of what: String, ask: @escaping @Sendable (String) throws(CeremonyError) -> PIN
  ) -> TokenPool.PINSource {
    let typed: @Sendable (String) throws(PKCS11Error) -> PIN = { question throws(PKCS11Error) in
      do throws(CeremonyError) { return try ask(question) } catch {
        throw .pin(file: "/dev/tty", problem: error.message)
      }
    }
    switch self {
    case .file(let name):
      let path = FilePath.resolve(name, in: folder)
      return { () throws(PKCS11Error) in try PIN(file: path) }
    case .prompt: return { () throws(PKCS11Error) in try typed(what) }
    case .halves(let halves):
      return { () throws(PKCS11Error) in
        var nothing: [UInt8] = []
        var whole = PIN(&nothing)
        for (index, half) in halves.enumerated() {
          let part: PIN
          if let file = half.file {
            part = try PIN(file: FilePath.resolve(file, in: folder))
          } else {
            part = try typed("\(what), part \(index + 1) of \(halves.count), by \(half.custodian)")
          }
          whole = PIN(whole, followedBy: part)
        }
        return whole
      }
    }
  }
}

extension CeremonyRoom {
  /// A source of a PIN that this step needs once. What people type is asked for now and kept in locked memory.
  ///
  /// - Parameter isNew: asked for twice, for nobody can correct a slip later.
  func pinSource(
    _ choice: PINChoice, _ member: String, _ what: String, isNew: Bool = false
  ) async throws(CeremonyError) -> TokenPool.PINSource {
    let folder = self.folder
    switch choice {
    case .file: return choice.source(folder: folder, of: what) { _ throws(CeremonyError) in throw .nobodyAsked }
    case .prompt: return CeremonyRoom.source([try await typedPIN(member, what, isNew: isNew)])
    case .halves(let halves):
      var parts: [KeptSecret] = []
      for (index, half) in halves.enumerated() {
        if let file = half.file {
          parts.append(try PINFile.read(path(file)).intoKept())
        } else {
          let title =
            "\(what), part \(index + 1) of \(halves.count), by \(people[half.custodian]?.name ?? half.custodian)"
          parts.append(try await typedPIN("\(member)-\(half.custodian)", title, isNew: isNew))
        }
      }
      return CeremonyRoom.source(parts)
    }
  }

  private static func source(_ parts: [KeptSecret]) -> TokenPool.PINSource {
    { () throws(PKCS11Error) in
      var nothing: [UInt8] = []
      var whole = PIN(&nothing)
      for part in parts { whole = part.bytes.withBytes { PIN(whole, followedBy: PIN(copying: $0)) } }
      return whole
    }
  }

  private func typedPIN(_ member: String, _ what: String, isNew: Bool) async throws(CeremonyError) -> KeptSecret {
    let first = KeptSecret(try await conductor.secret(Question(member, what, .line), step: presentStep.id))
    guard (1...PIN.longest).contains(first.count) else {
      throw CeremonyError(.usage, "a PIN has 1 to \(PIN.longest) characters")
    }
    guard isNew else { return first }
    let second = try await conductor.secret(Question(member, "\(what), again", .line), step: presentStep.id)
    guard first.bytes.isEqual(to: second) else {
      throw CeremonyError(.usage, "the two entries differ; nothing was done", hint: "carry on with 'resume'")
    }
    return first
  }
}

extension CeremonyError {
  fileprivate static var nobodyAsked: CeremonyError { CeremonyError(.usage, "nobody is asked for a PIN in a file") }
}
