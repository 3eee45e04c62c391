internal import PKCS11
internal import Synchronization

/// The login of one token: a session that does nothing but keep it, for a login ends with the last session.
final class TokenLogin: Sendable {
  private struct Held: ~Copyable {
    var generation: UInt64 = 0
    var slot = SlotID(rawValue: 0)
    var session: Session?
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

  /// Finds the token and logs in, once for each start of the module. The PIN is read anew and tried once.
  ///
  /// - Returns: where the token is.
  func ensure(_ generation: UInt64) throws(PKCS11Error) -> SlotID {
    try held.withLock { held throws(PKCS11Error) in
      if held.value.generation == generation, held.value.session != nil { return held.value.slot }
      held.value.session = nil
      let slot = try module.token(uri).slot
      let session = try Session(module, slot: slot, readWrite: true)
      let pin = try self.pin()
      do throws(PKCS11Error) { try session.login(.user, pin: pin) } catch  where error.code == .userAlreadyLoggedIn {
        // Another pool of this process on the same token.
      }
      held.value.session = consume session
      held.value.generation = generation
      held.value.slot = slot
      return slot
    }
  }

  func release() {
    held.withLock { $0.value.session = nil }
  }
}
