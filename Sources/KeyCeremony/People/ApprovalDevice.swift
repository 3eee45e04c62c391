internal import Cryptography
internal import Evidence
internal import PKCS11
internal import Synchronization
internal import TokenPool
internal import WebAuthn

/// What a person signs statements with. A signature is made with a secret that the conductor asks the person for, and
/// that is wiped after; it counts once `StatementSignature.isGood` says so.
protocol ApprovalDevice: Sendable {
  /// Signs the bytes of a statement. `step` is where an answer sheet has the secret.
  func sign(_ statement: [UInt8], asking room: any Conductor, step: String) async throws(CeremonyError)
    -> StatementSignature
}

extension Person {
  /// The device that the script names for the person. Relative paths begin at the folder.
  func approvalDevice(folder: String) -> any ApprovalDevice {
    switch device {
    case .keyFile(let name): KeyFileDevice(person: self, path: FilePath.resolve(name, in: folder))
    case .pkcs11(let module, let uri): CardDevice(person: self, modulePath: module, uri: uri)
    case .fido2(let credential): AuthenticatorDevice(person: self, credential: credential)
    }
  }

  /// The member of an answer sheet with the person's secret, such as `sofia-pin`.
  fileprivate func secretMember(_ what: String) -> String { "\(id)-\(what)" }

  /// The scheme that the person's key signs with; nil for kinds that sign nothing here.
  var scheme: SignatureScheme? {
    switch key.facts.kind {
    case .rsa: .rsaPKCS1(.sha256)
    case .ec(let curve):
      switch curve.bits {
      case ...256: .ecdsa(.sha256)
      case ...384: .ecdsa(.sha384)
      default: .ecdsa(.sha512)
      }
    case .ed25519: .ed25519
    default: nil
    }
  }

  fileprivate func requiredScheme() throws(CeremonyError) -> SignatureScheme {
    guard let scheme else { throw CeremonyError(.refused, "\(name)'s key is of a kind that signs no approvals") }
    return scheme
  }
}

/// How often a person is asked for a passphrase or a PIN that was wrong.
private let mostTries = 3

/// An encrypted private key in a file.
private struct KeyFileDevice: ApprovalDevice {
  let person: Person
  let path: String

  func sign(
    _ statement: [UInt8], asking room: any Conductor, step: String
  ) async throws(CeremonyError) -> StatementSignature {
    let scheme = try person.requiredScheme()
    let file = try FilePath.read(path)
    for attempt in 1...mostTries {
      let question = Question(
        person.secretMember("passphrase"),
        "\(attempt == 1 ? "" : "That did not open it. ")Passphrase of \(person.name)'s key file \(path)", .line)
      let passphrase = try await room.secret(question, step: step)
      do throws(CryptographyError) {
        let key = try SoftwareKey(encryptedPEM: file, passphrase: passphrase)
        return .plain(scheme, try key.sign(statement, scheme: scheme))
      } catch .library {
        continue
      } catch {
        throw CeremonyError(
          .refused, "\(path) cannot sign: \(error)", hint: "'key-ceremony people make-key' makes such files")
      }
    }
    throw CeremonyError(.refused, "\(path) was not opened in \(mostTries) tries", hint: "carry on with 'resume'")
  }
}

/// A card or token of the person's own, logged in to for one signature.
private struct CardDevice: ApprovalDevice {
  let person: Person
  let modulePath: String
  let uri: String

  func sign(
    _ statement: [UInt8], asking room: any Conductor, step: String
  ) async throws(CeremonyError) -> StatementSignature {
    let scheme = try person.requiredScheme()
    let pool = try await open(asking: room, step: step)
    // The card is logged out of with the last session: the next signature takes the PIN again.
    defer { pool.stop() }
    let identity: KeyIdentity?
    do { identity = try await pool.keyIdentity(spki: person.key.facts.spki) } catch { throw CeremonyError(error) }
    guard let identity else {
      throw CeremonyError(
        .refused, "\(pool.token.name) does not hold the key of \(person.name) that the script names",
        hint: "somebody else's card?")
    }
    do {
      return .plain(scheme, try await pool.sign(key: identity, scheme: scheme, message: statement))
    } catch { throw CeremonyError(error) }
  }

  /// Logs in, with a bounded number of tries; the last one that a card has is left to its owner.
  private func open(asking room: any Conductor, step: String) async throws(CeremonyError) -> TokenPool {
    for attempt in 1...mostTries {
      let (host, state) = try card()
      guard !state.isLocked, attempt == 1 || !state.isFinalTry else {
        throw CeremonyError(.token, "\(person.name)'s card \(uri): \(state)", hint: "no try was made with it")
      }
      let question = Question(
        person.secretMember("pin"),
        "\(attempt == 1 ? "" : "That was not its PIN. ")PIN of \(person.name)'s card \(uri) (\(state))", .line)
      let pin = OnePIN(try await room.secret(question, step: step))
      do throws(PKCS11Error) {
        return try TokenPool(
          host: host,
          settings: TokenPool.Settings(
            uri: try PKCS11URI(uri), pin: { () throws(PKCS11Error) in try pin.take() }, lanes: 1, queue: 1))
      } catch {
        guard error.code == .pinIncorrect else { throw CeremonyError(error) }
      }
    }
    throw CeremonyError(
      .token, "\(person.name)'s card \(uri) refused \(mostTries) PINs", hint: "carry on with 'resume'")
  }

  /// The card's module, and what it tells of its PIN. A token that this process is logged in to would sign without the
  /// person's PIN, as the ceremony's own would.
  private func card() throws(CeremonyError) -> (ModuleHost, PINState) {
    do throws(PKCS11Error) {
      let host = try ModuleHost.shared(modulePath: modulePath)
      let token = try host.module.token(try PKCS11URI(uri))
      let session = try Session(host.module, slot: token.slot, readWrite: false)
      guard try !session.isLoggedIn() else {
        throw PKCS11Error.token(
          wanted: uri, problem: "is logged in to already: it is no card of the person's own", seen: [token.name])
      }
      return (host, token.userPIN)
    } catch { throw CeremonyError(error) }
  }
}

/// A PIN that is handed over once.
private final class OnePIN: Sendable {
  private let bytes: Mutex<[UInt8]>

  init(_ secret: borrowing SecretBytes) { bytes = Mutex(secret.withBytes { Array($0) }) }

  deinit { bytes.withLock { taken in _ = PIN(&taken) } }

  func take() throws(PKCS11Error) -> PIN {
    var taken = bytes.withLock { held in
      defer { held = [] }
      return held
    }
    guard (1...PIN.longest).contains(taken.count) else {
      throw .pin(file: "the terminal", problem: "must have 1 to \(PIN.longest) bytes")
    }
    return PIN(&taken)
  }
}

/// A FIDO2 authenticator. The challenge is the SHA-256 of the statement's bytes.
struct AuthenticatorDevice: ApprovalDevice {
  static let relyingPartyID = "sealgate-ceremony"

  let person: Person
  let credential: [UInt8]

  static func challenge(_ statement: [UInt8]) -> [UInt8] { Hash.digest(statement).bytes }

  func sign(
    _ statement: [UInt8], asking room: any Conductor, step: String
  ) async throws(CeremonyError) -> StatementSignature {
    let question = Question(
      person.secretMember("pin"), "PIN of \(person.name)'s authenticator; touch it when it blinks", .line)
    let pin = try await room.secret(question, step: step)
    do throws(WebAuthnError) {
      let keys = try SecurityKey.attached()
      guard let key = keys.first, keys.count == 1 else {
        throw WebAuthnError.malformed(
          path: "authenticators", found: "\(keys.count) plugged in", required: "\(person.name)'s alone")
      }
      let answer = try key.answer(
        challenge: AuthenticatorDevice.challenge(statement), relyingPartyID: AuthenticatorDevice.relyingPartyID,
        credential: credential, pin: pin)
      return .fido2(
        authenticatorData: answer.authenticatorData, clientData: answer.clientData, signature: answer.signature)
    } catch {
      throw CeremonyError(.token, "\(error)", hint: "plug in the authenticator of \(person.name), and no other")
    }
  }
}
