internal import Evidence
internal import PKCS11

/// What a lane's thread keeps between jobs: one session, and the handles that are good for it. Never shared.
final class Lane {
  private var generation: UInt64 = 0
  private var session: Session?
  private var keys: [KeyIdentity: TokenKey] = [:]

  /// Makes sure of a session of this start of the module; one of an earlier start is dead.
  func open(_ module: Module, login: TokenLogin, generation: UInt64) throws(PKCS11Error) {
    if self.generation != generation { close() }
    guard session == nil else { return }
    let slot = try login.ensure(generation)
    session = try Session(module, slot: slot, readWrite: true)
    self.generation = generation
  }

  /// After an error: the session may have an operation that never ends, and the handles may be another key's.
  func close() {
    session = nil
    keys = [:]
  }

  /// Works with the session.
  func use<Value>(_ body: (borrowing Session) throws(PKCS11Error) -> Value) throws(LaneError) -> Value {
    guard session != nil else { throw .pool(.unavailable("no session")) }
    do { return try lend(body) } catch { throw .module(error) }
  }

  /// The handle of a key, looked up once and compared with the public key that it must have.
  func key(_ identity: KeyIdentity) throws(LaneError) -> TokenKey {
    if let key = keys[identity] { return key }
    let key = try TokenKey.find(identity, on: self)
    keys[identity] = key
    return key
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
