import Cryptography
import DER
import Evidence
import Synchronization
import TestSupport
import Testing
import WebAuthn

@testable import SigningGateway

/// Automated seals: one release of many signatures over documents that it does not name.
@Suite struct UnnamedReleaseTests {
  private static func hash(_ number: Int) -> [UInt8] { Hash.digest(Array("\(number)".utf8)).bytes }

  /// A seal of a legal person, and activation data for so many signatures.
  private static func release(
    _ scene: RemoteScene, signatures: Int
  ) async throws -> (credential: String, sad: String) {
    let credential = try await scene.credential(
      of: "acme",
      more: [
        "name": .string("Acme"), "kind": .string("legal"), "automated": .bool(true),
        "multisign": .integer(Int64(signatures)),
      ], policy: .qcpL)
    var passkey = try await scene.enrolPasskey(of: "acme")
    let asked = try await scene.csc(
      "credentials/authorize",
      [
        "credentialID": .string(credential), "numSignatures": .integer(Int64(signatures)), "authData": .array([]),
      ])
    let handle = try #require(asked.json["handle"]?.text, "\(asked.text)")
    let proven = try await scene.consent(handle, with: &passkey)
    try #require(proven.status == 200, "\(proven.text)")
    let checked = try await scene.csc("credentials/authorizeCheck", ["handle": .string(handle)])
    return (credential, try #require(checked.json["SAD"]?.text, "\(checked.text)"))
  }

  /// The statuses of so many uses at a time.
  private static func sign(
    _ scene: RemoteScene, _ released: (credential: String, sad: String), times: Int, hashes: Int = 1
  ) async throws -> [Int] {
    try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 0..<times {
        let documents = (0..<hashes).map { hash(number * hashes + $0) }
        group.addTask { try await scene.sign(released.credential, released.sad, documents).status }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
  }

  @Test func `of fifty uses at a time of a release of forty signatures exactly forty sign`() async throws {
    let scene = try RemoteScene()
    let released = try await Self.release(scene, signatures: 40)
    let before = scene.token.signatures
    let statuses = try await Self.sign(scene, released, times: 50)
    #expect(statuses.count { $0 == 200 } == 40)
    #expect(statuses.count { $0 == 400 } == 10, "\(statuses)")
    #expect(scene.token.signatures == before + 40)
    #expect(try await scene.sign(released.credential, released.sad, [Self.hash(99)]).status == 400)
  }

  @Test func `what was left out is still to be had, and no more`() async throws {
    let scene = try RemoteScene()
    let released = try await Self.release(scene, signatures: 10)
    #expect(try await Self.sign(scene, released, times: 1, hashes: 2) == [200])
    // As if uses had begun and failed.
    let record = try #require(
      try await scene.store.find(ActivationRecord.self, Hash.digest(Array(released.sad.utf8)).hex))
    let remote = try #require(scene.gateway.remote)
    let left = remote.book.tickets.withLock { $0.take(5, of: record.value.content, used: 2) }
    #expect(left == 2)
    #expect(try await Self.sign(scene, released, times: 8) == [Int](repeating: 200, count: 8))
    #expect(try await Self.sign(scene, released, times: 2) == [400, 400])
    #expect(scene.token.signatures == 11)  // ten, and the proof of possession
  }

  /// Each use of it looked at every occurrence once, so that these took minutes.
  @Test(.timeLimit(.minutes(1))) func `a release of a million signatures is used as quickly as one of ten`()
    async throws
  {
    let scene = try RemoteScene()
    let released = try await Self.release(scene, signatures: 1_000_000)
    for _ in 0..<4 {
      #expect(try await Self.sign(scene, released, times: 32) == [Int](repeating: 200, count: 32))
    }
  }

  @Test func `occurrences that are alike are counted, those of named documents are told apart`() throws {
    let content = ActivationContent(
      session: "s", identityVerification: "v", signatory: "acme", credential: "c", hashes: [], signatures: 5,
      expires: Sample.now.adding(seconds: 300))
    let digest = Hash.digest([1])
    var machine = SignatureSessionStateMachine(authorised: content, used: 3)
    #expect(machine.left == 2)
    var late = machine
    #expect(late.reserve([digest, digest], at: Sample.now, from: 4) == .notAuthorised(index: 1))
    #expect(machine.reserve([digest, digest, digest], at: Sample.now, from: 3) == .tooMany(left: 2))
    #expect(machine.reserve([digest], at: Sample.now, from: 4) == .reserved([4]))
    #expect(machine.left == 1)
    #expect(SignatureSessionStateMachine(authorised: content, used: 5).state == .consumed)
    var tickets = OccurrenceTickets()
    #expect(tickets.take(2, of: content, used: 0) == 0)
    #expect(tickets.take(1, of: content, used: 0) == 2)
    #expect(tickets.take(1, of: content, used: 4) == 4)
    #expect(tickets.take(1, of: content, used: 4) == nil)
  }
}
