internal import Cryptography
internal import Documents
public import Evidence

/// A ceremony as its reviewed file states it: the whole input.
public struct Script: Sendable {
  /// A new verb is one file in `Steps/` and one line here.
  static let verbs: [any CeremonyStep.Type] = [
    GenerateKey.self,
    RootCertificate.self,
    SubordinateCertificate.self,
  ]

  /// What a ceremony is for: EN 319 411-1 GEN-6.5.1-14 asks for other signatures under the report of a root.
  enum Kind: String, CaseIterable, Sendable {
    case root, subordinate
  }

  public let name: String
  let purpose: String
  let kind: Kind
  /// Nothing that comes of it is for real.
  let demo: Bool
  let token: TokenChoice
  let steps: [any CeremonyStep]
  /// The file as it was read.
  let source: [UInt8]
  public let sha256: Digest

  /// Reads the text of a script.
  ///
  /// Errors carry the path of the member, such as `steps[2].key.curve: …`; unknown, doubled and inapplicable members
  /// are errors.
  public init(yaml bytes: [UInt8]) throws(CeremonyError) {
    do throws(DocumentError) {
      let document = try Document(yaml: bytes)
      self = try document.read(as: Script.shape(source: bytes))
    } catch {
      throw CeremonyError(.usage, Script.message(error))
    }
  }

  private init(_ fields: inout Fields, source: [UInt8]) throws(DocumentError) {
    _ = try fields.required("schema", as: .integer(in: 1...1))
    (name, purpose, kind, demo) = try fields.required(
      "ceremony",
      as: .object { fields throws(DocumentError) in
        (
          try fields.required("name", as: .line), try fields.required("purpose", as: .line),
          try fields.required("kind", as: .choice), try fields.optional("demo", as: .bool) ?? false
        )
      })
    token = try fields.required("token", as: .object { fields throws(DocumentError) in try TokenChoice(&fields) })
    steps = try fields.required("steps", as: .list(of: Script.step, count: 1...256))
    self.source = source
    sha256 = Hash.digest(source)
    if let problem = referenceProblem() { throw DocumentError(path: "$.\(problem.path)", problem: problem.message) }
  }

  private static func shape(source: [UInt8]) -> FieldShape<Script> {
    .object { fields throws(DocumentError) in try Script(&fields, source: source) }
  }

  private static var step: FieldShape<any CeremonyStep> {
    .object { fields throws(DocumentError) in
      let id = try fields.required("id", as: .identifier)
      let known = verbs.map { $0.verb }
      let verb = try fields.required(
        "verb",
        as: FieldShape<any CeremonyStep.Type>.text("one of \(known.joined(separator: ", "))") { name in
          verbs.first { $0.verb == name }
        })
      return try verb.init(id: id, &fields)
    }
  }

  /// What is wrong between the steps: ids used twice, and steps that name one that does not come before them.
  private func referenceProblem() -> Problem? {
    for (index, step) in steps.enumerated() {
      if let first = steps[..<index].firstIndex(where: { $0.id == step.id }) {
        return Problem("steps[\(index)].id", "\"\(step.id)\" is the id of steps[\(first)] already")
      }
      if let problem = step.referenceProblem(earlier: steps[..<index]) {
        return Problem("steps[\(index)].\(problem.path)", problem.message)
      }
      if kind == .subordinate, step is RootCertificate {
        return Problem("steps[\(index)].verb", "a ceremony of kind subordinate makes no root certificate")
      }
    }
    if kind == .root, !steps.contains(where: { $0 is RootCertificate }) {
      return Problem("ceremony.kind", "root, but no step makes a root certificate")
    }
    return nil
  }

  /// Officers know no `$`: the path begins at the first member.
  private static func message(_ error: DocumentError) -> String {
    let text = error.description
    return text.hasPrefix("$.") ? String(text.dropFirst(2)) : text
  }
}

/// The token that a ceremony works on.
struct TokenChoice: Sendable {
  enum PINSource: Sendable, Hashable {
    /// A file of mode 0600.
    case file(String)
    /// The terminal, without echo.
    case prompt
  }

  /// Absolute path of the PKCS#11 module: it is code that this process will run.
  let module: String
  /// RFC 7512; it must fit exactly one token.
  let uri: String
  let pin: PINSource

  init(_ fields: inout Fields) throws(DocumentError) {
    module = try fields.required("module", as: .absolutePath)
    uri = try fields.required("uri", as: .text("a PKCS#11 URI such as pkcs11:token=name", TokenChoice.tokenURI))
    let file = try fields.optional("pin-file", as: .line)
    let prompt = try fields.optional("prompt", as: .bool) ?? false
    switch (file, prompt) {
    case (let file?, false): pin = .file(file)
    case (nil, true): pin = .prompt
    case (_?, true): throw fields.error("prompt", "does not apply beside pin-file")
    case (nil, false): throw fields.error("pin-file", "missing; name a file, or write 'prompt: true'")
    }
  }

  private static func tokenURI(_ text: String) -> String? {
    text.hasPrefix("pkcs11:") && !text.contains("pin-") ? text : nil
  }
}
