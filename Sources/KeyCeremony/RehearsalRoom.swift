internal import Cryptography
internal import Evidence
internal import Synchronization

/// A room without people: keys made for the occasion sign, and questions are answered from a sheet, or as the script
/// hopes they will be. What comes of it is marked as a rehearsal.
struct RehearsalRoom: Conductor {
  /// Private keys by person.
  let keys: [String: SoftwareKey]
  /// Answers by step and member; `*` as the step holds for all.
  let answers: [String: [String: String]]
  /// Secrets by step and member, such as PINs and shares.
  let secrets: [String: [String: String]]
  /// What was shown to people, who enter it again where the sheet says nothing else.
  private let shown = ShownSecrets()

  /// Makes a P-256 key for each person, and gives the people back with them.
  static func prepare(
    _ people: People, answers: [String: [String: String]] = [:], secrets: [String: [String: String]] = [:]
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
    return (RehearsalRoom(keys: keys, answers: answers, secrets: secrets), People(changed))
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
    guard let secret = secrets[step]?[question.member] ?? secrets["*"]?[question.member] else {
      if let share = shown[question.member] { return share.bytes.copy() }
      throw CeremonyError(
        .usage, "the sheet of answers has no secret \"\(question.member)\" of step \(step): \(question.text)")
    }
    var bytes = Array(secret.utf8)
    return SecretBytes(&bytes)
  }

  func reveal(_ secret: borrowing SecretBytes, to person: Person, _ title: String, step: String) {
    shown.keep("share-\(person.id)", KeptSecret(secret.copy()))
  }

  func signature(over statement: SignedStatement, by person: Person) throws(CeremonyError) -> StatementSignature {
    guard let key = keys[person.id] else { throw CeremonyError(.usage, "no key was made for \(person.id)") }
    do { return .plain(.ecdsa(.sha256), try key.sign(statement.bytes, scheme: .ecdsa(.sha256))) } catch {
      throw CeremonyError(.token, "\(error)")
    }
  }
}

/// Secrets that people were shown, by the question that asks for them again.
private final class ShownSecrets: Sendable {
  private let secrets = Mutex<[String: KeptSecret]>([:])

  subscript(member: String) -> KeptSecret? { secrets.withLock { $0[member] } }

  func keep(_ member: String, _ secret: KeptSecret) { secrets.withLock { $0[member] = secret } }
}
