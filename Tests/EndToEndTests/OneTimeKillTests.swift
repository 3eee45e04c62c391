import Evidence
import Foundation
import TestSupport
import Testing
import WebAuthn

/// `kill -9` between the signature of a key that is made for one session and the end of its destruction: the next start finishes
/// it, and nothing signs a second time.
@Suite(.serialized) struct OneTimeKillTests {
  /// A gateway's signature with a one-time key, killed or not.
  private struct Killed {
    let installation: RemoteInstallation
    let client: RemoteClient
    let place: RemoteInstallation.Place
    let points: KillPoints
    let sad: String
    let answer: RunningGateway.Answer?
    let calls: [KillPoints.Call]

    init(_ place: RemoteInstallation.Place, _ order: KillPoints.Order) async throws {
      self.place = place
      installation = try await RemoteInstallation.copy()
      let credential = try await installation.oneTimeCredential(place)
      #expect(try await installation.keepsKey(credential) == (place == .wrapped))
      points = try await KillPoints(installation.demo)
      let gateway = try await RunningGateway(installation.demo, environment: try await points.environment())
      client = RemoteClient(gateway: gateway, credential: credential)
      var passkey = installation.passkey
      sad = try await client.release(KilledSignature.hashes, with: &passkey)
      try points.give(order)
      answer = try await client.sign(sad, KilledSignature.hashes)
      if gateway.process.isRunning { gateway.process.send(SIGKILL) }
      try await gateway.process.finish(within: .seconds(10)).expect(128 + SIGKILL)
      calls = try points.calls()
    }

    /// On the token, or in the vault.
    private func isKeyThere() async throws -> Bool {
      try await place == .token ? installation.holdsKey(client.credential) : installation.keepsKey(client.credential)
    }

    /// Starts it again and waits for the look that each start takes.
    func verify() async throws {
      try points.startAgain()
      let gateway = try await RunningGateway(installation.demo, environment: try await points.environment())
      var status: String?
      for _ in 0..<50 {
        status = try await gateway.ask("/remote/v1/credentials/\(client.credential.id)")?.json["status"]?.text
        if status == "destroyed", try await !isKeyThere() { break }
        try await Task.sleep(for: .milliseconds(200))
      }
      #expect(status == "destroyed")
      #expect(try await !isKeyThere())
      let again = RemoteClient(gateway: gateway, credential: client.credential)
      let replay = try #require(try await again.sign(sad, KilledSignature.hashes))
      #expect(replay.refusesSAD, "\(replay.text)")
      #expect(try points.calls().count(where: \.tokenEntered) == 0)
      try await gateway.stop().expect()
      let log = try await RecordLog.show(installation.demo)
      #expect(log.kindsOfUses.count == 1, "\(log.kindsOfUses)")
    }
  }

  @Test(arguments: RemoteInstallation.Place.allCases)
  func `killed at any write after the signature, the next start ends the key`(
    _ place: RemoteInstallation.Place
  ) async throws {
    let whole = try await Killed(place, .count)
    #expect(whole.answer?.status == 200)
    try await whole.verify()
    let signed = try #require(whole.calls.firstIndex { $0.tokenReturns }, "\(whole.calls)")
    let writes = whole.calls.indices.filter { $0 > signed && whole.calls[$0].isWriteToLog }
    // The outcome, the destruction, that a key on the token is gone, that nothing is left to do: each in its own commit.
    #expect(whole.calls[signed...].count { $0.isSyncOfLog } >= (place == .token ? 4 : 3), "\(whole.calls)")
    for index in [signed] + writes {
      let killed = try await Killed(place, .kill(ahead: index + 1))
      #expect(killed.answer == nil, "\(index) of \(whole.calls)\n\(killed.calls)")
      try await killed.verify()
    }
  }
}
