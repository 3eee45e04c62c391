internal import Cryptography
internal import Evidence

/// A room without people: keys made for the occasion sign, and questions are answered from a sheet, or as the script
/// hopes they will be. What comes of it is marked as a rehearsal.
struct RehearsalRoom: Conductor {
  /// Private keys by person.
  let keys: [String: SoftwareKey]
  /// Answers by step and member; `*` as the step holds for all.
  let answers: [String: [String: String]]
  /// Secrets by step and member, such as PINs and shares.
  let secrets: [String: [String: String]]
  /// What was handed out to people, who read it back, or bring it again, where the sheet says nothing else.
  var shares = RehearsalShares()

  /// Makes a P-256 key for each person, and gives the people back with them.
  static func prepare(
    _ people: People, answers: [String: [String: String]] = [:], secrets: [String: [String: String]] = [:],
    shares: RehearsalShares = RehearsalShares()
  ) throws(CeremonyError) -> (room: RehearsalRoom, people: People) {
    var keys: [String: SoftwareKey] = [:]
    var changed: [Person] = []
    for person in people.all {
      do {
        let key = try SoftwareKey(pem: try SoftwareKey.newPEM(on: .p256))
        keys[person.id] = key
        changed.append(person.with(key: key.publicKey, device: .keyFile("made for the rehearsal")))
      } catch {
        throw CeremonyError(.token, "cannot make a key for \(person.id): \(error)")
      }
    }
    return (RehearsalRoom(keys: keys, answers: answers, secrets: secrets, shares: shares), People(changed))
  }

  func turn(to page: StepPage) -> PageAnswer { .goOn }

  func ask(_ question: Question, step: String) throws(CeremonyError) -> String {
    if let answer = answers[step]?[question.member] ?? answers["*"]?[question.member] { return answer }
    if let answer = question.rehearsed { return answer }
    switch question.kind {
    case .word(let word): return word
    case .choice(let choices): if let first = choices.first { return first }
    case .line, .time: break
    }
    throw CeremonyError(
      .usage, "the sheet of answers has none for \"\(question.member)\" of step \(step): \(question.text)")
  }

  func secret(_ question: Question, step: String) throws(CeremonyError) -> SecretBytes {
    let holder = question.shareHolder
    if let given = secrets[step]?[question.member] { return RehearsalRoom.secret(given) }
    if let holder, let share = shares.read(by: holder, in: step) { return share }
    if let given = secrets["*"]?[question.member] { return RehearsalRoom.secret(given) }
    if let holder, let share = try shares.held(by: holder, in: step) { return share }
    throw CeremonyError(
      .usage, "the sheet of answers has no secret \"\(question.member)\" of step \(step): \(question.text)")
  }

  private static func secret(_ text: String) -> SecretBytes {
    var bytes = Array(text.utf8)
    return SecretBytes(&bytes)
  }

  func reveal(_ secret: borrowing SecretBytes, to person: Person, _ title: String, step: String) {
    shares.shown(KeptSecret(secret.copy()), to: person.id, in: step)
  }

  func signature(over statement: SignedStatement, by person: Person) throws(CeremonyError) -> StatementSignature {
    guard let key = keys[person.id] else { throw CeremonyError(.usage, "no key was made for \(person.id)") }
    do { return .plain(.ecdsa(.sha256), try key.sign(statement.bytes, scheme: .ecdsa(.sha256))) } catch {
      throw CeremonyError(.token, "\(error)")
    }
  }
}

extension Question {
  /// Whose share is asked for; nil for other questions.
  var shareHolder: String? {
    member.hasPrefix(ShareCustody.question("")) ? String(member.dropFirst(ShareCustody.question("").count)) : nil
  }
}
