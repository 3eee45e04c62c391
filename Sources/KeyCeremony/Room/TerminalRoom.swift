internal import CommandLineTools
internal import Cryptography
internal import Evidence

/// The room at a terminal: one step at a time on a page, what is to be said stands out, and Enter turns the page.
struct TerminalRoom: Conductor {
  /// How a person's device signs; it may ask the room for a passphrase or a PIN.
  typealias Signing =
    @Sendable (SignedStatement, Person, any Conductor) async throws(CeremonyError) -> StatementSignature

  let page: TerminalPage
  private let script: Script
  private let title: String
  private let signing: Signing

  init(_ terminal: Terminal, script: Script, rehearsal: Bool, signing: @escaping Signing) {
    page = TerminalPage(terminal)
    self.script = script
    self.signing = signing
    title = script.name + (rehearsal ? " (REHEARSAL)" : script.demo ? " (DEMONSTRATION)" : "")
  }

  /// The screen of the ceremony: its lines go onto the page.
  func screen(complaining screen: Screen) -> Screen {
    Screen(
      output: { [page] text in
        // The page's header says the step already.
        if !text.hasPrefix("[") { page.say(text.hasSuffix("\n") ? String(text.dropLast()) : text) }
      },
      errors: { screen.complain($0.hasSuffix("\n") ? String($0.dropLast()) : $0) })
  }

  func turn(to step: StepPage) throws(CeremonyError) -> PageAnswer {
    try turnPage("Step \(step.number) of \(step.count)")
    page.put(["\(step.id): \(step.verb)", ""] + TextLayout.aloud(step.aloud, width))
    var rows = step.plan.map { ($0.name, $0.value) }
    if !step.approvals.isEmpty { rows.append(("approval", step.approvals.map(\.text).joined(separator: ", "))) }
    page.put(TextLayout.table(rows, width) + [""])
    while true {
      switch try page.ask("Enter to begin this step, d for a deviation, s to stop: ") {
      case "": return .goOn
      case "d", "D": return try deviation()
      case "s", "S": return .stop(reason: try ask(.init("reason", "Why does the room stop?", .line)))
      default: continue
      }
    }
  }

  func ask(_ question: Question, step: String) throws(CeremonyError) -> String {
    var refused: [String] = []
    while true {
      let lines = ["\(step): a question", ""] + refused + TextLayout.aloud(question.aloud, width)
      try turnPage(place(of: step), for: lines.count + 3)
      page.put(lines)
      let answer = try once(question)
      if question.accepts(answer) { return answer }
      // The page again: what has to be read for the answer is still there.
      refused = ["That is no answer: \(question.wanted). Ctrl-C stops the ceremony.", ""]
    }
  }

  func secret(_ question: Question, step: String) throws(CeremonyError) -> SecretBytes {
    page.put([question.text, "Nothing is shown while it is typed."])
    var line = try page.askSecret("> ")
    return SecretBytes(&line)
  }

  func reveal(
    _ secret: borrowing SecretBytes, to person: Person, _ heading: String, step: String
  ) throws(CeremonyError) {
    try turnPage(place(of: step))
    page.put(
      [
        heading, "", "Only \(person.name) looks at this screen now. Everybody else turns away, and no camera sees it.",
        "",
      ])
    _ = try ask(Question("ready", "Type \(person.id) to see it", .word(person.id)))
    try SecretPage(terminal: page.terminal).show(secret, heading: "\(heading), for \(person.name) alone")
    try turnPage(place(of: step))
  }

  func signature(
    over statement: SignedStatement, by person: Person
  ) async throws(CeremonyError) -> StatementSignature {
    try turnPage(statement.step.map(place) ?? "The end")
    let act =
      switch statement.act {
      case .approve: "approves the step \(statement.step ?? "")"
      case .deviate(let reason): "answers for a deviation: \(reason)"
      case .close(let records): "signs the transcript with its \(records) records"
      case .report: "signs the report"
      }
    page.put(["Signature of \(person.name)", ""])
    page.put(TextLayout.aloud(["\(person.name), as \(statement.role.title), \(act)."], width))
    page.put(["With \(person.device.title). SHA-256 of the statement, and of what it names:"])
    var rows = [("statement", Hash.digest(statement.bytes).hex)]
    if let inputs = statement.inputs { rows.append(("step", inputs.hex)) }
    rows.append(("transcript", statement.transcript.hex))
    page.put(TextLayout.table(rows, width) + [""])
    _ = try ask(Question("sign", "\(person.name): type yes to sign", .word("yes")))
    return try await signing(statement, person, self)
  }

  /// The last page, which stays.
  func finish(with last: Digest?) throws(CeremonyError) {
    // Nothing but this stands on the page that stays.
    try turnPage("The end", for: page.terminal.rows)
    guard let last else { return }
    page.put(["Everybody writes down how the transcript ends:", ""])
    page.put(TextLayout.aloud(last.aloud, width))
  }

  private var width: Int { page.terminal.columns }

  private func place(of step: String) -> String {
    guard let index = script.steps.firstIndex(where: { $0.id == step }) else { return "" }
    return "Step \(index + 1) of \(script.steps.count)"
  }

  private func turnPage(_ place: String, for rows: Int = 0) throws(CeremonyError) {
    try page.turn(to: TextLayout.title(title, place, width), for: rows)
  }

  private func deviation() throws(CeremonyError) -> PageAnswer {
    guard !script.people.all.isEmpty else {
      page.put(["Nobody in this script can sign for a deviation: stop instead (s)."])
      return .stop(reason: try ask(Question("reason", "What is otherwise than the script says?", .line)))
    }
    page.put(["A deviation goes on record with a reason, and somebody signs for it."])
    page.put(TextLayout.table(script.people.all.map { ($0.id, $0.title) }, width))
    let person = try ask(Question("person", "Who answers for it?", .choice(script.people.all.map(\.id))))
    return .deviation(
      person: person, reason: try ask(Question("reason", "What is otherwise than the script says?", .line)))
  }

  /// Asks on the page as it is until an answer fits. A slip of a finger ends no ceremony; Ctrl-C does.
  private func ask(_ question: Question) throws(CeremonyError) -> String {
    while true {
      let answer = try once(question)
      if question.accepts(answer) { return answer }
      page.put(["That is no answer: \(question.wanted). Ctrl-C stops the ceremony."])
    }
  }

  private func once(_ question: Question) throws(CeremonyError) -> String {
    var lines = TextLayout.wrapped(question.text, width)
    if case .choice(let choices) = question.kind { lines.append("  one of: \(choices.joined(separator: ", "))") }
    page.keepTogether(lines.count)
    page.put(lines)
    return try page.ask("> ")
  }
}

extension Person.Device {
  /// What the person takes into their hand.
  fileprivate var title: String {
    switch self {
    case .keyFile(let path): "the key file \(path)"
    case .pkcs11(_, let uri): "the card or token \(uri)"
    case .fido2: "the FIDO2 authenticator that was enrolled"
    }
  }
}
