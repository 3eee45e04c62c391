internal import PKCS11
internal import Synchronization

/// The login of one token: a session that does nothing but keep it, for a login ends with the last session.
final class TokenLogin: Sendable {
  private struct Held: ~Copyable {
    var generation: UInt64 = 0
    var session: Session?
    /// The token of the first login.
    var token: TokenInfo?
    /// Why the PIN is not tried any more.
    var refusal: PKCS11Error?
  }

  private let module: Module
  private let uri: PKCS11URI
  private let pin: TokenPool.PINSource
  private let held: Mutex<SendableHeld>

  /// `@unchecked Sendable`: it lives inside a mutex and is touched by nobody but its owner.
  private struct SendableHeld: ~Copyable, @unchecked Sendable {
    var value = Held()
  }

  init(module: Module, uri: PKCS11URI, pin: @escaping TokenPool.PINSource) {
    self.module = module
    self.uri = uri
    self.pin = pin
    held = Mutex(SendableHeld())
  }

  /// Finds the token and logs in, once for each start of the module. The PIN is read anew and tried once; after it was
  /// refused it is not tried again, whichever lane asks.
  ///
  /// - Returns: the token, and where it is now.
  func ensure(_ generation: UInt64) throws(PKCS11Error) -> TokenInfo {
    try held.withLock { held throws(PKCS11Error) in
      if let refusal = held.value.refusal { throw refusal }
      if held.value.generation == generation, held.value.session != nil, let token = held.value.token { return token }
      held.value.session = nil
      let token = try module.token(uri)
      // Before the PIN goes out: what is said of keys is said of this device.
      if let before = held.value.token { try token.requireSameDevice(as: before, wanted: uri.text) }
      let session = try Session(module, slot: token.slot, readWrite: true)
      let pin = try self.pin()
      do throws(PKCS11Error) { try session.login(.user, pin: pin) } catch {
        // Another pool of this process may have logged in on the same token.
        guard error.code == .userAlreadyLoggedIn else {
          if let code = error.code, ReturnValue.pinIsRefused.contains(code) { held.value.refusal = error }
          throw error
        }
      }
      held.value.session = consume session
      held.value.generation = generation
      held.value.token = token
      return token
    }
  }

  func release() {
    held.withLock { $0.value.session = nil }
  }
}

extension TokenInfo {
  /// A token with the same label in the place of another is not the token that was there.
  func requireSameDevice(as other: TokenInfo, wanted: String) throws(PKCS11Error) {
    guard (serial, model, manufacturer) == (other.serial, other.model, other.manufacturer) else {
      throw .token(wanted: wanted, problem: "is not the one it was, \(other.name)", seen: [name])
    }
  }
}
