import Evidence
import TestSupport
import Testing

@testable import SigningGateway

@Suite struct SignatureSessionStateMachineTests {
  private static func hash(_ number: UInt8) throws -> Digest {
    try #require(Digest(algorithm: .sha256, bytes: [UInt8](repeating: number, count: 32)))
  }

  private static func content(_ numbers: [UInt8], signatures: Int? = nil) throws -> ActivationContent {
    ActivationContent(
      session: "s", identityVerification: "v", signatory: "alice", credential: "c", hashes: try numbers.map(hash),
      signatures: signatures ?? numbers.count, expires: Sample.now.adding(seconds: 300))
  }

  @Test func `from the request to the last signature`() throws {
    var machine = SignatureSessionStateMachine(requesting: try Self.content([1, 2]))
    #expect(machine.reserve([try Self.hash(1)], at: Sample.now) == .notOpen(.requested))
    #expect(machine.authenticate(true, at: Sample.now) == .authenticated)
    #expect(machine.reserve([try Self.hash(1)], at: Sample.now) == .notOpen(.authenticated))
    #expect(machine.authorise(at: Sample.now) == .authorised)
    #expect(machine.reserve([try Self.hash(2)], at: Sample.now) == .reserved([1]))
    #expect(machine.state == .reserved)
    #expect(machine.signed([1]) == .signed)
    #expect(machine.concluded([1]) == .authorised)
    #expect(machine.left == 1)
    #expect(machine.reserve([try Self.hash(1)], at: Sample.now) == .reserved([0]))
    #expect(machine.concluded([0]) == .consumed)
    #expect(machine.reserve([try Self.hash(1)], at: Sample.now) == .tooMany(left: 0))
  }

  @Test func `a reservation that never ends stays spent`() throws {
    var machine = SignatureSessionStateMachine(authorised: try Self.content([1, 1]), spent: [])
    #expect(machine.reserve([try Self.hash(1)], at: Sample.now) == .reserved([0]))
    #expect(machine.reserve([try Self.hash(1)], at: Sample.now) == .reserved([1]))
    #expect(machine.concluded([0]) == .reserved)
    #expect(machine.concluded([1]) == .consumed)
  }

  @Test func `hashes are a multiset: each as often as it was released`() throws {
    var machine = SignatureSessionStateMachine(authorised: try Self.content([1, 1, 2]), spent: [])
    #expect(
      machine.reserve([try Self.hash(2), try Self.hash(2)], at: Sample.now) == .notAuthorised(index: 1))
    #expect(machine.left == 3)
    #expect(
      machine.reserve([try Self.hash(1), try Self.hash(2), try Self.hash(1)], at: Sample.now) == .reserved([0, 2, 1]))
    #expect(machine.unused == [])
  }

  @Test func `a digest of another algorithm is another hash, whatever its bytes`() throws {
    var machine = SignatureSessionStateMachine(authorised: try Self.content([1]), spent: [])
    let other = try #require(Digest(algorithm: .sha3_256, bytes: [UInt8](repeating: 1, count: 32)))
    #expect(machine.reserve([other], at: Sample.now) == .notAuthorised(index: 0))
  }

  @Test func `a number of signatures without documents takes any hash, and no more than the number`() throws {
    var machine = SignatureSessionStateMachine(authorised: try Self.content([], signatures: 2), spent: [0])
    #expect(machine.reserve([try Self.hash(7), try Self.hash(8)], at: Sample.now) == .tooMany(left: 1))
    #expect(machine.reserve([try Self.hash(7)], at: Sample.now) == .reserved([1]))
  }

  @Test func `after its time nothing is reserved`() throws {
    var machine = SignatureSessionStateMachine(authorised: try Self.content([1]), spent: [])
    #expect(machine.reserve([try Self.hash(1)], at: Sample.now.adding(seconds: 300)) == .expired)
    #expect(machine.state == .expired)
    var requested = SignatureSessionStateMachine(requesting: try Self.content([1]))
    #expect(requested.authenticate(true, at: Sample.now.adding(seconds: 300)) == .expired)
  }

  @Test func `what was refused is never authorised`() throws {
    var machine = SignatureSessionStateMachine(requesting: try Self.content([1]))
    guard case .refused = machine.authenticate(false, at: Sample.now) else {
      Issue.record("not refused")
      return
    }
    guard case .refused = machine.authorise(at: Sample.now) else {
      Issue.record("authorised after a refusal")
      return
    }
    var open = SignatureSessionStateMachine(authorised: try Self.content([1]), spent: [])
    #expect(open.refuse("asked") == .refused("asked"))
    #expect(open.reserve([try Self.hash(1)], at: Sample.now) == .notOpen(.refused("asked")))
  }

  @Test func `nothing is reserved for nothing`() throws {
    var machine = SignatureSessionStateMachine(authorised: try Self.content([1]), spent: [])
    #expect(machine.reserve([], at: Sample.now) == .tooMany(left: 1))
  }
}
