internal import Evidence
internal import Records
internal import WebAuthn

/// A signatory's means of authentication. What must stay secret of it (password hash, one-time code seed) is in the vault.
struct AuthenticatorRecord: RegisterRecord {
  static let register = "authenticators"
  static let kind = RecordKind.authenticatorChanged

  enum Means: Sendable {
    case passkey(RegisteredPasskey)
    /// SubjectPublicKeyInfo, DER, and the certificate that goes with it.
    case certificate([UInt8])
    /// The seed of the codes and the hash of the password are in the vault under `AuthenticatorRecord.vaultName`.
    case sharedSecret(SharedSecretState)
  }

  struct SharedSecretState: Sendable, Hashable {
    /// Wrong tries since the last good one.
    var failures: Int64
    /// The time step of the last code that was taken.
    var lastStep: Int64
  }

  let id: String
  let signatory: String
  var means: Means
  var isActive: Bool
  let enrolledAt: Instant
  /// How it came to be: `invitation:…`, `authenticator:…`.
  let enrolledBy: String
  /// What its owner calls it; nil while that has no name.
  var name: String?

  var key: String { id }
  var owner: String? { signatory }
  var vaultName: String { "authenticator/\(id)" }
  var facts: AuthenticatorFacts { AuthenticatorFacts(id: id, signatory: signatory, isActive: isActive) }

  var kindName: String {
    switch means {
    case .passkey: "passkey"
    case .certificate: "certificate"
    case .sharedSecret: "shared-secret"
    }
  }

  var json: JSONValue {
    let detail: JSONValue =
      switch means {
      case .passkey(let passkey): passkey.json
      case .certificate(let der): .string(Hex.encode(der))
      case .sharedSecret(let state):
        .object(["failures": .integer(state.failures), "lastStep": .integer(state.lastStep)])
      }
    var members: [String: JSONValue] = [
      "schema": .integer(1), "id": .string(id), "signatory": .string(signatory), "means": .string(kindName),
      "detail": detail, "active": .bool(isActive), "enrolledAt": .string(enrolledAt.description),
      "enrolledBy": .string(enrolledBy),
    ]
    // Older records do not know the member.
    members["name"] = name.map { .string($0) }
    return .object(members)
  }
}

extension AuthenticatorRecord {
  init?(_ json: JSONValue) {
    guard let id = json["id"]?.text, let signatory = json["signatory"]?.text, let detail = json["detail"],
      let name = json["means"]?.text, case .bool(let isActive)? = json["active"],
      let enrolledAt = json["enrolledAt"]?.text.flatMap({ Instant($0) }), let enrolledBy = json["enrolledBy"]?.text,
      let means = Means(name, detail)
    else { return nil }
    self.init(
      id: id, signatory: signatory, means: means, isActive: isActive, enrolledAt: enrolledAt, enrolledBy: enrolledBy,
      name: json["name"]?.text)
  }
}

extension AuthenticatorRecord.Means {
  fileprivate init?(_ name: String, _ detail: JSONValue) {
    switch name {
    case "passkey":
      guard let passkey = RegisteredPasskey(detail) else { return nil }
      self = .passkey(passkey)
    case "certificate":
      guard let der = detail.text.flatMap({ Hex.decode($0) }) else { return nil }
      self = .certificate(der)
    case "shared-secret":
      guard case .integer(let failures)? = detail["failures"], case .integer(let step)? = detail["lastStep"] else {
        return nil
      }
      self = .sharedSecret(AuthenticatorRecord.SharedSecretState(failures: failures, lastStep: step))
    default: return nil
    }
  }
}
