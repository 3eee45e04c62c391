import Cryptography
import Evidence
import PolicyGates
import Synchronization
import TestSupport
import TokenPool

@testable import SigningGateway

/// A token of software keys, until told to do something else.
final class FakeToken: GatewayToken {
  enum Behaviour: Sendable {
    case sign
    /// Signs another message than asked.
    case signAnother
    case fail(TokenPoolError)
  }

  private struct State {
    var behaviour = Behaviour.sign
    var health = TokenHealth(available: true, queued: 0, queueLimit: 8)
    var attributes: [[UInt8]: KeyAttributes] = [:]
    var signatures = 0
    var draws: UInt8 = 0
  }

  private let key: TestKey
  private let state = Mutex(State())

  init(key: TestKey) { self.key = key }

  var signatures: Int { state.withLock { $0.signatures } }

  func set(_ behaviour: Behaviour) { state.withLock { $0.behaviour = behaviour } }
  func set(_ health: TokenHealth) { state.withLock { $0.health = health } }
  func hold(_ attributes: KeyAttributes) { state.withLock { $0.attributes[attributes.spki] = attributes } }

  func sign(
    key _: KeyIdentity, scheme: SignatureScheme, message: [UInt8], form: MessageForm
  ) async throws(TokenPoolError) -> [UInt8] {
    let behaviour = state.withLock { state in
      state.signatures += 1
      return state.behaviour
    }
    do {
      switch behaviour {
      case .sign: return try key.sign(message, scheme: scheme, form: form)
      case .signAnother: return try key.sign(message + [0], scheme: scheme)
      case .fail(let error): throw error
      }
    } catch let error as TokenPoolError {
      throw error
    } catch {
      throw .unavailable("\(error)")
    }
  }

  func random(count: Int) async throws(TokenPoolError) -> [UInt8] {
    if case .fail(let error) = state.withLock({ $0.behaviour }) { throw error }
    let draw = state.withLock { state in
      state.draws += 1
      return state.draws
    }
    return [0xFF] + Array(repeating: draw, count: count - 1)
  }

  func attributes(ofKey spki: [UInt8], at now: Instant) async throws(TokenPoolError) -> KeyAttributes? {
    if case .fail(let error) = state.withLock({ $0.behaviour }) { throw error }
    return state.withLock { $0.attributes[spki] }
  }

  func pairs(_: IssuerSettings.Key) async throws(TokenPoolError) -> [TokenKeyPair] { [] }

  func health() -> TokenHealth { state.withLock { $0.health } }
}
