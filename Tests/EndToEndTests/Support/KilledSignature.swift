import Cryptography
import DER
import Evidence
import Foundation
import TestSupport
import Testing
import WebAuthn

/// A release and the signature that it is for, whose gateway was killed on the way; and what can be seen of it from outside.
struct KilledSignature {
  let place: RemoteInstallation.Place
  private let demo: DemoInstallation
  private let points: KillPoints
  private let credential: RemoteInstallation.Credential
  private let passkey: SoftwarePasskey
  private let release: Release
  /// What the client received of `signHash`, if anything.
  let answer: RunningGateway.Answer?
  /// What the gateway did before it died; the last call was not made, or half made.
  let calls: [KillPoints.Call]
  /// False where the order's call never came.
  let wasKilled: Bool

  static let hashes = [Hash.digest(Array("a document".utf8)).bytes]

  init(_ place: RemoteInstallation.Place, _ order: KillPoints.Order) async throws {
    let installation = try await RemoteInstallation.copy()
    self.place = place
    demo = installation.demo
    credential = try installation.credential(place)
    points = try await KillPoints(demo)
    let gateway = try await RunningGateway(demo, environment: try await points.environment())
    let client = RemoteClient(gateway: gateway, credential: credential)
    var passkey = installation.passkey
    var release = Release()
    try points.give(order)
    try await release.drive(client, KilledSignature.hashes, with: &passkey)
    answer = release.sad == nil ? nil : try await client.sign(release.sad ?? "", KilledSignature.hashes)
    self.release = release
    self.passkey = passkey
    // A gateway that died after its answer left may take a moment to be gone.
    if answer != nil { try await Task.sleep(for: .milliseconds(100)) }
    wasKilled = answer == nil || !gateway.process.isRunning
    if !wasKilled { gateway.process.send(SIGKILL) }
    try await gateway.process.finish(within: .seconds(10)).expect(128 + SIGKILL)
    calls = try points.calls()
  }

  /// What the records say of it; `verify` holds them to it.
  enum Fate: String {
    /// The signatory released nothing.
    case nothing = "nothing released"
    /// Activation data is on record, and was not used.
    case released
    case unknown = "outcome unknown"
    case signed

    /// Nil for records that must never stand together.
    init?(releases: Int, uses: [[String]]) {
      switch (releases, uses) {
      case (0, []): self = .nothing
      case (1, []): self = .released
      case (1, [["intent", "outcome-unknown"]]): self = .unknown
      case (1, [["intent", "outcome"]]): self = .signed
      default: return nil
      }
    }
  }

  /// Starts the gateway again on the same state, tries the same activation data again, and holds the gateway to all that a
  /// crash must leave true.
  func verify() async throws -> Fate {
    let crashed = try await RecordLog.show(demo).kindsOfUses
    try points.startAgain()
    let gateway = try await RunningGateway(demo, environment: try await points.environment())
    let log = try await RecordLog.show(demo)
    let fate = try #require(
      Fate(releases: log.releases, uses: log.kindsOfUses), "\(self): \(log.kindsOfUses)")
    #expect(crashed == log.kindsOfUses.map { $0.filter { $0 != "outcome-unknown" } }, "\(self)")
    verifyRecords(log, fate)
    let client = RemoteClient(gateway: gateway, credential: credential)
    try await verifyRepetition(client, fate)
    try await verifyNewRelease(client)
    try await gateway.stop().expect()
    let end = try await RecordLog.show(demo)
    #expect(end.kindsOfUses.allSatisfy { $0.count == 2 }, "\(self): \(end.kindsOfUses)")
    return fate
  }

  /// Nothing was told, and the token was not asked, ahead of its record; what was durable is there.
  private func verifyRecords(_ log: RecordLog, _ fate: Fate) {
    let made = calls.dropLast()
    if release.isTaken || release.sad != nil { #expect(fate != .nothing, "\(self): a release without its record") }
    if made.contains(where: \.isToken) {
      #expect(fate == .unknown || fate == .signed, "\(self): the token was asked, and the log has no intent")
    }
    if let signed = made.firstIndex(where: \.tokenReturns), made[signed...].contains(where: \.isSyncOfLog) {
      #expect(fate == .signed, "\(self): a durable outcome is gone")
    }
    guard let answer else { return }
    #expect(answer.status == 200 && fate == .signed, "\(self): \(answer.text)")
    let object = JSONValue.object(["signatures": answer.json["signatures"] ?? .null]).canonicalBytes()
    #expect(log.signedObjects == [Hash.digest(object).hex], "\(self): answered another signature than recorded")
  }

  /// The same activation data gives what was not given before, and over the whole one signature at most.
  private func verifyRepetition(_ client: RemoteClient, _ fate: Fate) async throws {
    if let handle = release.handle, let proof = release.proof {
      let again = try #require(try await client.prove(handle, proof))
      #expect(again.status == 404, "\(self): a proof was taken again: \(again.text)")
    }
    if let answer { #expect(try client.verifies(answer, KilledSignature.hashes), "\(self)") }
    var answered = answer == nil ? 0 : 1
    if let sad = release.sad {
      for attempt in 1...2 {
        let again = try #require(try await client.sign(sad, KilledSignature.hashes))
        if fate == .released, attempt == 1 {
          #expect(try client.verifies(again, KilledSignature.hashes), "\(self): \(again.text)")
        } else {
          #expect(again.refusesSAD, "\(self), attempt \(attempt): \(again.text)")
        }
        if again.status == 200 { answered += 1 }
      }
    }
    let asked = try (calls.dropLast() + points.calls()).count(where: \.tokenEntered)
    #expect(asked <= 1, "\(self): the token was asked for \(asked) signatures")
    #expect(answered <= asked, "\(self)")
    let outcomes = try await RecordLog.show(demo).kindsOfUses.count { $0 == ["intent", "outcome"] }
    #expect(answered <= outcomes && outcomes <= asked, "\(self): \(answered) answered, \(outcomes) on record")
  }

  /// The signatory goes on with the same passkey and the same key.
  private func verifyNewRelease(_ client: RemoteClient) async throws {
    var passkey = passkey
    let sad = try await client.release(KilledSignature.hashes, with: &passkey)
    let signed = try #require(try await client.sign(sad, KilledSignature.hashes))
    #expect(try client.verifies(signed, KilledSignature.hashes), "\(self): \(signed.text)")
  }
}

extension KilledSignature: CustomStringConvertible {
  var description: String { "\(place) killed at call \(calls.count), \(calls.last.map { "\($0)" } ?? "none")" }
}
