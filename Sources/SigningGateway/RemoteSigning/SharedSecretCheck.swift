internal import Cryptography
internal import Documents
internal import Evidence
internal import Records

/// Password and one-time code of a signatory, as the vault keeps them.
struct SharedSecret: Sendable {
  /// As `PasswordHash` writes itself.
  let password: PasswordHash
  let seed: [UInt8]

  var vaultBytes: [UInt8] {
    JSONValue.object(["password": .string(password.text), "seed": .string(Hex.encode(seed))]).canonicalBytes()
  }

  init(password: PasswordHash, seed: [UInt8]) {
    self.password = password
    self.seed = seed
  }

  init?(vaultBytes: [UInt8]) {
    guard let json = JSONValue(canonical: vaultBytes), let text = json["password"]?.text,
      let password = PasswordHash(text), let seed = json["seed"]?.text.flatMap({ Hex.decode($0) })
    else { return nil }
    self.init(password: password, seed: seed)
  }
}

extension SharedSecret {
  /// Whether it is the password, and the time step of the code. Blocks while the password is hashed.
  fileprivate func check(
    _ password: [UInt8], code: String, at now: Instant
  ) throws(CryptographyError) -> (matches: Bool, step: Int64?) {
    var (password, seed) = (password, seed)
    let matches = try self.password.matches(SecretBytes(&password))
    return (matches, try TOTP(secret: &seed).step(of: code, at: now, after: nil))
  }
}

/// One try. Nothing is written here: the caller records the new state before it answers.
struct SharedSecretCheck: Sendable {
  private let state: AuthenticatorRecord.SharedSecretState
  private let secret: SharedSecret
  private let tries: Int64

  struct Outcome: Sendable {
    let factor: SharedSecretFactor
    let state: AuthenticatorRecord.SharedSecretState

    var isRight: Bool {
      factor.passwordMatches && factor.codeMatches && !factor.codeIsReused && !factor.isLocked
    }
  }

  init(
    _ authenticator: Registered<AuthenticatorRecord>, store: any RecordStore, tries: Int64
  ) async throws(GatewayError) {
    guard case .sharedSecret(let state) = authenticator.value.means else {
      throw .incident("authenticator \(authenticator.value.id) has no shared secret", decision: nil)
    }
    let kept: [UInt8]?
    do { kept = try await store.kept(authenticator.value.vaultName) } catch { throw GatewayError(error) }
    guard let kept, let secret = SharedSecret(vaultBytes: kept) else {
      throw .incident("the secret of authenticator \(authenticator.value.id) cannot be read", decision: nil)
    }
    self.state = state
    self.secret = secret
    self.tries = tries
  }

  /// Hashing takes its time on purpose, so it runs on a thread of its own.
  func `try`(password: String, code: String, at now: Instant) async throws(GatewayError) -> Outcome {
    let isLocked = state.failures >= tries
    let (secret, bytes) = (secret, Array(password.utf8))
    let checked = await onThreadOfItsOwn { Result { try secret.check(bytes, code: code, at: now) } }
    guard case .success(let (matches, step)) = checked else {
      throw .unavailable("password and code could not be checked", decision: nil)
    }
    let isReused = step.map { $0 <= state.lastStep } ?? false
    let factor = SharedSecretFactor(
      passwordMatches: matches, codeMatches: step != nil, codeIsReused: isReused, isLocked: isLocked)
    var next = state
    if matches, let step, !isReused, !isLocked {
      next.failures = 0
      next.lastStep = step
    } else {
      let (sum, overflow) = next.failures.addingReportingOverflow(1)
      next.failures = overflow ? .max : sum
    }
    return Outcome(factor: factor, state: next)
  }
}
