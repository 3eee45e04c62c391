/// Why a passkey's registration or answer is not taken. What a gate judges of an answer is no error but a fact.
public enum WebAuthnError: Error, Sendable, Hashable {
  /// Bytes that are not what WebAuthn says; `path` is like `authenticatorData.counter`.
  case malformed(path: String, found: String, required: String)
  /// A registration that says what it may not. The clause is of WebAuthn Level 2 where none is named.
  case refused(path: String, found: String, required: String, clause: String)
  /// A library failed where it should not.
  case library(function: String, reason: String)
}

extension WebAuthnError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .malformed(let path, let found, let required): "passkey \(path) is \(found), must be \(required)"
    case .refused(let path, let found, let required, let clause):
      "passkey \(path) is \(found), must be \(required) (WebAuthn \(clause))"
    case .library(let function, let reason): "\(function) failed: \(reason)"
    }
  }
}
