internal import Cryptography
internal import PKCS11

/// A room of one person at a terminal, who is asked for a secret and nothing else: for signatures outside a ceremony.
struct PromptRoom: Conductor {
  /// A file of mode 0600 that holds the secret; nil where it is asked for at the terminal.
  let secretFile: String?

  func secret(_ question: Question, step: String) throws(CeremonyError) -> SecretBytes {
    var line: [UInt8]
    if let secretFile { line = try SecretFile.line(secretFile) } else { line = try PINPrompt.ask(question.text).copy() }
    return SecretBytes(&line)
  }

  func turn(to page: StepPage) -> PageAnswer { .goOn }

  func ask(_ question: Question, step: String) throws(CeremonyError) -> String {
    throw CeremonyError(.usage, "nobody is asked here: \(question.text)")
  }

  func reveal(_ secret: borrowing SecretBytes, to person: Person, _ title: String, step: String) throws(CeremonyError) {
    throw CeremonyError(.usage, "nothing is shown here")
  }

  func signature(over statement: SignedStatement, by person: Person) throws(CeremonyError) -> StatementSignature {
    throw CeremonyError(.usage, "nobody signs here")
  }
}

/// Passphrases in files that nobody but their owner may read.
enum SecretFile {
  static func line(_ path: String) throws(CeremonyError) -> [UInt8] {
    do { return try PIN(file: path).copy() } catch {
      throw CeremonyError(.refused, "the passphrase's \(error.description)")
    }
  }
}
