internal import PKCS11

/// Why a token did not do what it was asked.
public enum TokenPoolError: Error, Sendable, Hashable {
  /// Every lane is working and the queue is full; nothing was asked of the token.
  case busy
  /// The token is away, or failed in its work.
  case unavailable(String)
  /// No key on the token has this identity.
  case keyNotFound(String)
  /// Several objects answer to one CKA_ID, or the object is another key than the one known.
  case keyIsNotTheOne(String)
  /// A PIN that was given for this one thing is not the right one, or not allowed; the user's login is untouched.
  case pinRefused(String)
  /// The key or the module cannot do this.
  case unsupported(String)
}

extension TokenPoolError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .busy: "all signing lanes are busy and the queue is full; try again later"
    case .unavailable(let reason): "the token is not available: \(reason)"
    case .keyNotFound(let what): "no such key on the token: \(what)"
    case .keyIsNotTheOne(let why): "the key on the token is not the one asked for: \(why)"
    case .pinRefused(let why): "the PIN is refused: \(why)"
    case .unsupported(let what): "not supported: \(what)"
    }
  }
}

/// What goes wrong on a lane: the module's own errors decide whether the token is lost.
enum LaneError: Error {
  case module(PKCS11Error)
  case pool(TokenPoolError)

  /// What the caller learns.
  var reported: TokenPoolError {
    switch self {
    case .module(.missingFunction(let name)): .unsupported(PKCS11Error.missingFunction(name).description)
    case .module(let error):
      error.code.map(ReturnValue.cannotBeDone.contains) == true
        ? .unsupported(error.description) : .unavailable(error.description)
    case .pool(let error): error
    }
  }
}

extension ReturnValue {
  /// The token or its session is gone; only a new session, login or start of the module can help.
  static let tokenIsLost: Set<ReturnValue> = [
    .generalError, .functionFailed, .deviceError, .deviceRemoved, .tokenNotPresent, .tokenNotRecognized,
    .sessionClosed, .sessionHandleInvalid, .userNotLoggedIn, .keyHandleInvalid, .objectHandleInvalid,
    .cryptokiNotInitialized, .slotIDInvalid, .wrappingKeyHandleInvalid, .unwrappingKeyHandleInvalid,
  ]

  /// Asking again would be answered in the same way.
  static let cannotBeDone: Set<ReturnValue> = [
    .mechanismInvalid, .mechanismParamInvalid, .functionNotSupported, .keyFunctionNotPermitted, .keySizeRange,
    .keyTypeInconsistent, .curveNotSupported, .domainParamsInvalid, .attributeTypeInvalid, .attributeValueInvalid,
    .templateInconsistent, .keyNotWrappable, .keyUnextractable,
  ]

  /// Trying again could lock the token.
  static let pinIsRefused: Set<ReturnValue> = [.pinIncorrect, .pinInvalid, .pinLenRange, .pinExpired, .pinLocked]
}
