import Evidence
import Foundation
import TestSupport
import Testing

/// `kill -9` on the way of `credential enrol`: the same command again carries on to one key, one certificate and a live
/// credential, and nothing is left on the token but that key.
@Suite(.serialized) struct EnrolmentKillTests {
  /// An enrolment whose gateway was killed on the way, or not.
  private struct Killed {
    let installation: RemoteInstallation
    let desk: EnrolmentDesk
    let points: KillPoints
    let place: RemoteInstallation.Place
    let result: ChildProcess.Result
    let calls: [KillPoints.Call]
    /// False where the order's call never came.
    let wasKilled: Bool

    init(_ place: RemoteInstallation.Place, _ order: KillPoints.Order) async throws {
      self.place = place
      installation = try await RemoteInstallation.copy()
      desk = EnrolmentDesk(installation.demo, place: place)
      try await desk.sign()
      points = try await KillPoints(installation.demo)
      let gateway = try await RunningGateway(
        installation.demo, environment: try await points.environment(countingKeys: true))
      try points.give(order)
      result = try await desk.enrol(at: gateway)
      wasKilled = result.code != 0 || !gateway.process.isRunning
      if gateway.process.isRunning { gateway.process.send(SIGKILL) }
      try await gateway.process.finish(within: .seconds(10)).expect(128 + SIGKILL)
      calls = try points.calls()
    }

    /// Starts it again, gives the same command, and holds the gateway to what must be true then.
    func carryOn() async throws {
      try points.startAgain()
      let gateway = try await RunningGateway(
        installation.demo, environment: try await points.environment(countingKeys: true))
      // The certificate's file is never overwritten: there is one where the first answer arrived.
      try? FileManager.default.removeItem(atPath: installation.demo.path(desk.certificate))
      let again = try await desk.enrol(at: gateway)
      try #require(again.code == 0, "\(self)\n\(again)")
      let credential = try EnrolmentDesk.credential(again)
      let client = RemoteClient(gateway: gateway, credential: credential)
      var passkey = installation.passkey
      let sad = try await client.release(KilledSignature.hashes, with: &passkey)
      let answer = try #require(try await client.sign(sad, KilledSignature.hashes))
      #expect(try client.verifies(answer, KilledSignature.hashes), "\(answer.text)")
      try await gateway.stop().expect()
      let log = try await RecordLog.show(installation.demo)
      #expect(log.acts("made", of: credential.id) == 1, "\(calls)")
      // As many certificates as outcomes; a decision that the crash left open ends without one.
      #expect(log.certificates(policy: desk.policy) == 1, "\(calls)")
      let keys = try await installation.credentialKeys()
      #expect(keys.filter { $0.contains(credential.id) }.count == (place == .token ? 2 : 0), "\(keys)")
      #expect(keys.count == (place == .token ? 4 : 2), "objects of one other credential, and of this one: \(keys)")
    }
  }

  private static let onToken = Task { try await Killed(.token, .count) }
  private static let wrapped = Task { try await Killed(.wrapped, .count) }

  /// Ahead of each sync of the log, of what leaves after it, and of each end of a call to the token.
  private static func points(_ calls: [KillPoints.Call]) -> [Int] {
    calls.indices.filter { index in
      calls[index].isToken || calls[index].isSyncOfLog || (index > 0 && calls[index - 1].isSyncOfLog)
    }
  }

  /// All of these places where `SEALGATE_KILL_SWEEP` is `all` (`scripts/kill-sweep enrolments`), else every fourth and each
  /// call to the token.
  @Test(arguments: RemoteInstallation.Place.allCases)
  func `killed ahead of any call that makes something lasting, an enrolment is carried on`(
    _ place: RemoteInstallation.Place
  ) async throws {
    let whole = try await (place == .token ? Self.onToken : Self.wrapped).value
    #expect(whole.result.code == 0 && !whole.wasKilled, "\(whole.result)")
    #expect(whole.calls.contains { $0.name == "C_GenerateKeyPair" }, "\(whole.calls)")
    #expect(whole.calls.contains { $0.name == "C_WrapKey" } == (place == .wrapped))
    // The enrolment, the key, the intent and the outcome of the proof, the serial, the asking, intent and outcome of the
    // certificate, the live credential: each in its own commit.
    #expect(whole.calls.count(where: \.isSyncOfLog) >= 8, "\(whole.calls)")
    let isWhole = ProcessInfo.processInfo.environment["SEALGATE_KILL_SWEEP"] == "all"
    let indices = Self.points(whole.calls)
    let chosen =
      isWhole
      ? indices : indices.enumerated().filter { $0.offset % 4 == 1 || whole.calls[$0.element].isToken }.map(\.element)
    var killed = 0
    for index in chosen {
      let enrolment = try await Killed(place, .kill(ahead: index + 1))
      guard enrolment.wasKilled else { continue }
      killed += 1
      try await enrolment.carryOn()
      if isWhole {
        print("kill-sweep\tenrolment\tkill \(index + 1)\t\(enrolment.calls.last.map { "\($0)" } ?? "-")\tcarried on")
      }
    }
    #expect(killed * 2 > chosen.count, "\(killed) of \(chosen.count)")
  }
}

extension RecordLog {
  fileprivate func acts(_ act: String, of credential: String) -> Int {
    records.count { record in
      record["body"]?["note"]?["act"]?.text == act
        && (record["body"]?["documents"]?.elements ?? []).contains { $0["key"]?.text == credential }
    }
  }

  /// Decisions under a policy that ended with a certificate.
  fileprivate func certificates(policy: String) -> Int {
    let decisions = Set(
      records.filter { $0["kind"]?.text == "intent" && $0["body"]?["policy"]?.text == policy }.compactMap(\.decision))
    return records.count { $0["kind"]?.text == "outcome" && $0.decision.map(decisions.contains) == true }
  }
}
