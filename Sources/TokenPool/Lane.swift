internal import Evidence
internal import PKCS11

/// What a lane's thread keeps between jobs: one session, and the handles that are good for it. Never shared.
final class Lane {
  private var generation: UInt64 = 0
  /// The start of the module that the last session was of.
  var opened: UInt64 { generation }
  private var session: Session?
  private var place: (module: Module, token: TokenInfo)?
  private var keys: [KeyIdentity: TokenKey] = [:]
  private var wrappingKeys: [WrappingKey.Identity: ObjectHandle] = [:]
  /// Up to which the pool's destructions are known here.
  private var destructions: UInt64 = 0
  /// Signatories may have a million keys.
  private static let mostKeys = 4096

  /// Makes sure of a session of this start of the module; one of an earlier start is dead.
  func open(_ module: Module, login: TokenLogin, generation: UInt64) throws(PKCS11Error) {
    if self.generation != generation { close() }
    guard session == nil else { return }
    let token = try login.ensure(generation)
    session = try Session(module, slot: token.slot, readWrite: true)
    place = (module, token)
    self.generation = generation
  }

  /// After an error: the session may have an operation that never ends, and the handles may be another key's.
  func close() {
    session = nil
    keys = [:]
    wrappingKeys = [:]
  }

  /// Works with the session.
  func use<Value>(_ body: (borrowing Session) throws(PKCS11Error) -> Value) throws(LaneError) -> Value {
    guard session != nil else { throw .pool(.unavailable("no session")) }
    do { return try lend(body) } catch { throw .module(error) }
  }

  /// Works with the session where the caller sorts the module's errors itself.
  func useDirectly<Value>(_ body: (borrowing Session) throws(PKCS11Error) -> Value) throws(PKCS11Error) -> Value {
    try lend(body)
  }

  /// All objects that fit. That there are none is believed only while the token is there: SoftHSM searches a token
  /// that was taken away without an error, and finds nothing.
  func find(_ template: [Attribute]) throws(LaneError) -> [ObjectHandle] {
    let found = try use { session throws(PKCS11Error) in try session.find(template) }
    guard found.isEmpty, let place else { return found }
    do throws(PKCS11Error) {
      let now = try place.module.tokenInfo(place.token.slot)
      try now.requireSameDevice(as: place.token, wanted: place.token.name)
    } catch {
      throw .module(error)
    }
    return found
  }

  /// The key, where this lane has looked it up before.
  func knownKey(_ identity: KeyIdentity) -> TokenKey? { keys[identity] }

  /// Looks a key up and compares the public key that it must have.
  func findKey(_ identity: KeyIdentity) throws(LaneError) -> TokenKey {
    let key = try TokenKey.find(identity, on: self)
    if keys.count >= Lane.mostKeys { keys = [:] }
    keys[identity] = key
    return key
  }

  /// The handle of a key that wraps, which is looked up and compared once for each session.
  func wrappingKey(_ identity: WrappingKey.Identity) throws(LaneError) -> ObjectHandle {
    if let handle = wrappingKeys[identity] { return handle }
    let handle = try WrappingKey.find(identity, on: self)
    wrappingKeys[identity] = handle
    return handle
  }

  /// Forgets what was found, once for each time that the pool says so.
  func forgetKeys(before destructions: UInt64) {
    guard self.destructions != destructions else { return }
    self.destructions = destructions
    keys = [:]
  }

  /// Lends session objects and destroys them in the end, whatever happens. Where one cannot be destroyed, the error
  /// that is thrown ends the session, and its objects with it (PKCS#11 2.40, 4.1).
  func lend<Value>(
    _ objects: [ObjectHandle], _ body: () throws(LaneError) -> Value
  ) throws(LaneError) -> Value {
    let result = Result { () throws(LaneError) in try body() }
    var failure: LaneError?
    for object in objects {
      do throws(LaneError) {
        try use { session throws(PKCS11Error) in try session.destroy(object) }
      } catch {
        failure = failure ?? error
      }
    }
    // The first error says more, unless it would leave the session open.
    if case .failure(.module(let cause)) = result { throw .module(cause) }
    if let failure { throw failure }
    return try result.get()
  }

  private func lend<Value>(_ body: (borrowing Session) throws(PKCS11Error) -> Value) throws(PKCS11Error) -> Value {
    guard let taken = session.take() else {
      throw .unusableAnswer(function: "C_OpenSession", problem: "no session")
    }
    let result = Result { () throws(PKCS11Error) in try body(taken) }
    session = consume taken
    return try result.get()
  }
}
