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
    CrossCertificate.self,
    OCSPResponderCertificate.self,
    CRLSignerCertificate.self,
    CertificationRequestStep.self,
    CrossRequestStep.self,
    ImportCertificate.self,
    CertificateListStep.self,
    OCSPResponseStep.self,
    InitialiseToken.self,
    AttestKey.self,
    AppraiseKey.self,
    Backup.self,
    RestoreKey.self,
    RestoreRehearsal.self,
    ReplaceCustodians.self,
    DestroyKey.self,
    ChangePIN.self,
    OpenToken.self,
    IdentifyToken.self,
    ClockCheck.self,
    AcceptDevice.self,
    Media.self,
    Pause.self,
    Statement.self,
    Attach.self,
    Close.self,
  ]

  /// What a ceremony is for: EN 319 411-1 GEN-6.5.1-14 asks for other signatures under the report of a root.
  enum Kind: String, CaseIterable, Sendable {
    case root, subordinate
    /// Makes no CA key: lists, backups, restores, destruction.
    case maintenance
  }

  public let name: String
  let purpose: String
  let kind: Kind
  /// Nothing that comes of it is for real.
  let demo: Bool
  /// Certificates are for the web too: the CA/B Forum's Baseline Requirements are judged as well.
  let web: Bool
  /// The tokens, the first one first.
  var tokens: [TokenChoice]
  let people: People
  /// Who approves a step that has no list of its own.
  let approvals: [ApprovalRequirement]
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
    (name, purpose, kind, demo, web) = try fields.required(
      "ceremony",
      as: .object { fields throws(DocumentError) in
        (
          try fields.required("name", as: .line), try fields.required("purpose", as: .line),
          try fields.required("kind", as: .choice), try fields.optional("demo", as: .bool) ?? false,
          try fields.optional("web", as: .bool) ?? false
        )
      })
    tokens = try Script.tokens(&fields)
    people = try Script.people(&fields)
    approvals = try fields.optional("approvals", as: ApprovalRequirement.list) ?? []
    steps = try fields.required("steps", as: .list(of: Script.step, count: 1...256))
    self.source = source
    sha256 = Hash.digest(source)
    if let problem = referenceProblem() ?? peopleProblem() {
      throw DocumentError(path: "$.\(problem.path)", problem: problem.message)
    }
  }

  private static func shape(source: [UInt8]) -> FieldShape<Script> {
    .object { fields throws(DocumentError) in try Script(&fields, source: source) }
  }

  private static var step: FieldShape<any CeremonyStep> {
    .object { fields throws(DocumentError) in
      let head = try StepHead(&fields)
      let known = verbs.map { $0.verb }
      let verb = try fields.required(
        "verb",
        as: FieldShape<any CeremonyStep.Type>.text("one of \(known.joined(separator: ", "))") { name in
          verbs.first { $0.verb == name }
        })
      if verb == GenerateKey.self, GenerateWrappingKey.isMeant(fields) {
        return try GenerateWrappingKey(head, &fields)
      }
      return try verb.init(head, &fields)
    }
  }

  /// What is wrong between the steps: ids used twice, and steps that name one that does not come before them.
  private func referenceProblem() -> Problem? {
    for (index, step) in steps.enumerated() {
      if let first = steps[..<index].firstIndex(where: { $0.id == step.id }) {
        return Problem("steps[\(index)].id", "\"\(step.id)\" is the id of steps[\(first)] already")
      }
      if let token = step.head.token, !tokens.contains(where: { $0.id == token }) {
        return Problem("steps[\(index)].token", "there is no token \"\(token)\"")
      }
      if let problem = step.referenceProblem(earlier: steps[..<index]) {
        return Problem("steps[\(index)].\(problem.path)", problem.message)
      }
      if kind != .root, step is RootCertificate {
        return Problem("steps[\(index)].verb", "a ceremony of kind \(kind.rawValue) makes no root certificate")
      }
    }
    if kind == .root, !steps.contains(where: { $0 is RootCertificate }) {
      return Problem("ceremony.kind", "root, but no step makes a root certificate")
    }
    return nil
  }

  /// What is wrong with the people: a real ceremony has some, and every quorum can be reached by different people.
  private func peopleProblem() -> Problem? {
    if people.all.isEmpty, !demo {
      return Problem("people", "missing; only a demonstration (ceremony.demo) goes without approvals")
    }
    if let role = Quorum.unreachable(approvals, among: people) {
      return Problem("approvals", "there are not enough different people for \(role.title)")
    }
    for (index, step) in steps.enumerated() {
      if let role = step.head.approvals.flatMap({ Quorum.unreachable($0, among: people) }) {
        return Problem("steps[\(index)].approve", "there are not enough different people for \(role.title)")
      }
    }
    return nil
  }

  /// One token as `token`, or several with ids as `tokens`.
  private static func tokens(_ fields: inout Fields) throws(DocumentError) -> [TokenChoice] {
    let one = try fields.optional(
      "token", as: .object { fields throws(DocumentError) in try TokenChoice(id: "token", &fields) })
    let several = try fields.optional(
      "tokens",
      as: .list(
        of: .object { fields throws(DocumentError) in
          try TokenChoice(id: try fields.required("id", as: .identifier), &fields)
        }, count: 1...8))
    switch (one, several) {
    case (let one?, nil): return [one]
    case (nil, let several?):
      guard Set(several.map(\.id)).count == several.count else { throw fields.error("tokens", "names an id twice") }
      return several
    case (nil, nil): throw fields.error("token", "missing; name a token, or several under 'tokens'")
    case (_?, _?): throw fields.error("tokens", "does not apply beside token")
    }
  }

  private static func people(_ fields: inout Fields) throws(DocumentError) -> People {
    let list = try fields.optional(
      "people",
      as: .list(of: .object { fields throws(DocumentError) in try Person(&fields) }, count: 1...64))
    return try People(list ?? [], &fields)
  }

  /// The token that a step works on.
  func token(of step: any CeremonyStep) -> TokenChoice {
    step.head.token.flatMap { id in tokens.first { $0.id == id } } ?? tokens[0]
  }

  /// Whether a step from here on opens this token, so that it is not there at the start.
  func isOpenedByStep(_ choice: TokenChoice, from first: Int) -> Bool {
    steps.dropFirst(first).contains { ($0 as? any TokenOpeningStep) != nil && token(of: $0).id == choice.id }
  }

  /// Who has to approve a step.
  func approvals(of step: any CeremonyStep) -> [ApprovalRequirement] { step.head.approvals ?? approvals }

  /// Officers know no `$`: the path begins at the first member.
  private static func message(_ error: DocumentError) -> String {
    let text = error.description
    return text.hasPrefix("$.") ? String(text.dropFirst(2)) : text
  }
}
