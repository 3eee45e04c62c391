internal import CommandLineTools
internal import Cryptography
internal import DER
internal import Evidence
internal import PKCS11
internal import WebAuthn

extension Verb {
  private static let entryOptions = [
    Option("--id", "ID", "how the script refers to the person"),
    Option("--name", "NAME", "the person's name"),
    Option("--role", "ROLE…", "a role of the person; may be repeated"),
  ]

  static let peopleMakeKey = Verb(
    name: "people make-key", summary: "make an encrypted key file for a person, for rehearsals",
    options: entryOptions + [
      Option("--out", "FILE", "where the key goes; refused where something is there"),
      Option("--passphrase-file", "FILE", "the passphrase, mode 0600 (default: ask, twice)"),
    ],
    description: """
      Makes a P-256 key that approvals are signed with, in a file under a passphrase
      (PKCS#8, mode 0600), and prints the person's entry for 'people:' in a script.
      For ceremonies that count, let people bring cards or FIDO2 authenticators.
      """)

  static let peopleEnrolFIDO2 = Verb(
    name: "people enrol-fido2", summary: "enrol the FIDO2 authenticator of a person",
    options: entryOptions + [
      Option("--device", "PATH", "the authenticator (default: the only one plugged in)"),
      Option("--pin-file", "FILE", "its PIN, mode 0600 (default: ask)"),
    ],
    description: """
      Makes a credential for ceremonies on the authenticator (PIN and touch) and
      prints the person's entry for 'people:' in a script. Not tried with a device.
      """)
}

/// `key-ceremony people make-key` and `people enrol-fido2`.
struct PeopleCommand {
  let screen: Screen

  func makeKey(_ arguments: Arguments) throws(CeremonyError) {
    let entry = try PersonEntry(arguments)
    let out: String
    do { out = try arguments.required("--out") } catch { throw CeremonyError(error) }
    guard !FilePath.exists(out) else {
      throw CeremonyError(.refused, "\(out) exists, and nothing is overwritten", hint: "name another file")
    }
    var line =
      if let file = arguments["--passphrase-file"] { try SecretFile.line(file) } else {
        try PINPrompt.askNew("new passphrase of \(entry.name)").copy()
      }
    let passphrase = SecretBytes(&line)
    guard passphrase.count >= PeopleCommand.shortestPassphrase else {
      throw CeremonyError(
        .refused,
        "the passphrase has \(passphrase.count) bytes, at least \(PeopleCommand.shortestPassphrase) are required")
    }
    do {
      let (pem, key) = try SoftwareKey.newEncryptedPEM(on: .p256, passphrase: passphrase)
      try DurableFile.create(out, pem, mode: 0o600)
      screen.print(entry.yaml(key: key.facts.spki, device: "{ key-file: \(PersonEntry.quoted(out)) }"))
    } catch let error as CeremonyError {
      throw error
    } catch {
      throw CeremonyError(.token, "the key cannot be made: \(error)")
    }
  }

  func enrolFIDO2(_ arguments: Arguments) throws(CeremonyError) {
    let entry = try PersonEntry(arguments)
    do throws(WebAuthnError) {
      let key = try authenticator(arguments["--device"])
      let room = PromptRoom(secretFile: arguments["--pin-file"])
      let question = Question("pin", "PIN of the authenticator; touch it when it blinks", .line)
      let pin: SecretBytes
      do throws(CeremonyError) { pin = try room.secret(question, step: "enrol") } catch {
        throw WebAuthnError.library(function: "the PIN", reason: error.message)
      }
      let credential = try key.enrol(
        relyingPartyID: AuthenticatorDevice.relyingPartyID, userName: entry.id, challenge: Array(entry.id.utf8),
        pin: pin)
      screen.print(
        entry.yaml(
          key: credential.spki, device: "{ fido2: { credential: \(Base64URL.encode(credential.id)) } }"))
    } catch {
      throw CeremonyError(.token, "the authenticator cannot be enrolled: \(error)")
    }
  }

  private func authenticator(_ path: String?) throws(WebAuthnError) -> SecurityKey {
    if let path { return SecurityKey(path: path) }
    let keys = try SecurityKey.attached()
    guard let key = keys.first, keys.count == 1 else {
      throw .malformed(path: "authenticators", found: "\(keys.count) plugged in", required: "one, or --device PATH")
    }
    return key
  }

  private static let shortestPassphrase = 12
}

/// A person's entry for a script, as far as a command line knows it.
private struct PersonEntry {
  let id: String
  let name: String
  let roles: [Role]

  init(_ arguments: Arguments) throws(CeremonyError) {
    do throws(UsageError) {
      id = try arguments.required("--id")
      name = try arguments.required("--name")
      let names = arguments.all("--role")
      roles = names.compactMap(Role.init(rawValue:))
      guard !roles.isEmpty, roles.count == names.count else {
        throw arguments.misuse("--role must be one of \(Role.allCases.map(\.rawValue).joined(separator: ", "))")
      }
    } catch { throw CeremonyError(error) }
  }

  func yaml(key spki: [UInt8], device: String) -> String {
    let pem = PEM(label: "PUBLIC KEY", bytes: spki).text.split(separator: "\n").map { "      \($0)" }
    return """
        - id: \(id)
          name: \(PersonEntry.quoted(name))
          roles: [\(roles.map(\.rawValue).joined(separator: ", "))]
          public-key: |
      \(pem.joined(separator: "\n"))
          signs-with: \(device)
      """
  }

  /// JSON's spelling of a text is YAML's too.
  static func quoted(_ text: String) -> String {
    String(decoding: JSONValue.string(text).canonicalBytes(), as: UTF8.self)
  }
}
