import Foundation
import TestSupport
import Testing

/// `kill -9` between all steps of remote signing: asked, released by the signatory's passkey, intent durable, sign, verify,
/// outcome durable, answer. Over the whole no activation data gives two signatures, and none leaves without its records.
@Suite(.serialized) struct RemoteKillTests {
  typealias Fate = KilledSignature.Fate
  typealias Calls = [KillPoints.Call]

  /// Where to kill, found in the calls of a signature that nothing happened to.
  struct Point: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let fate: Fate
    let place: RemoteInstallation.Place
    let order: @Sendable (Calls) -> KillPoints.Order?

    init(
      _ description: String, leaves fate: Fate, _ place: RemoteInstallation.Place = .token,
      _ order: @escaping @Sendable (Calls) -> KillPoints.Order?
    ) {
      testDescription = "\(description) (\(place.testDescription))"
      self.fate = fate
      self.place = place
      self.order = order
    }

    /// True where the killed run was at this point too: its own calls, and what would have followed, give the same order.
    func isMet(by killed: KilledSignature, _ order: KillPoints.Order, _ calls: Calls) -> Bool {
      self.order(killed.calls + calls.dropFirst(killed.calls.count)) == order
    }
  }

  static let points = [
    Point("the release is proven, nothing of it is written", leaves: .nothing) { calls in
      calls.firstIndex(where: \.isWriteToLog).map { .kill(ahead: $0 + 1) }
    },
    Point("the release is half written", leaves: .nothing) { calls in
      calls.endOfRelease.flatMap { end in calls[..<end].lastIndex(where: \.isWriteToLog) }.map { .tear($0 + 1) }
    },
    Point("the release is durable, and nobody was told", leaves: .released) { calls in
      calls.endOfRelease.flatMap { end in calls[end...].firstIndex(where: \.isSocket) }.map { .kill(ahead: $0 + 1) }
    },
    Point("before 6: nothing of the intent is written", leaves: .released) { calls in
      calls.endOfRelease.flatMap { end in calls[end...].firstIndex(where: \.isWriteToLog) }.map { .kill(ahead: $0 + 1) }
    },
    Point("in 6: the intent's last page is half written", leaves: .released) { calls in
      calls.beforeToken.lastIndex(where: \.isWriteToLog).map { .tear($0 + 1) }
    },
    Point("between 6 and 7: the intent is durable, the token was not asked", leaves: .unknown) { calls in
      calls.firstIndex(where: \.isToken).map { .kill(ahead: $0 + 1) }
    },
    Point("between 6 and 7: the intent is durable, the key is wrapped", leaves: .unknown, .wrapped) { calls in
      calls.firstIndex { $0.name == "C_UnwrapKey" }.map { .kill(ahead: $0 + 1) }
    },
    Point("in 7: the key is unwrapped, and did not sign", leaves: .unknown, .wrapped) { calls in
      calls.firstIndex(where: \.tokenEntered).map { .kill(ahead: $0 + 1) }
    },
    Point("in 7: signed, and the unwrapped key is still there", leaves: .unknown, .wrapped) { calls in
      calls.firstIndex { $0.name == "C_DestroyObject" }.map { .kill(ahead: $0 + 1) }
    },
    Point("between 7 and 8: signed, not verified", leaves: .unknown) { calls in
      calls.firstIndex(where: \.tokenReturns).map { .kill(ahead: $0 + 1) }
    },
    Point("between 8 and 9: verified, nothing of the outcome is written", leaves: .unknown) { calls in
      calls.afterToken.firstIndex(where: \.isWriteToLog).map { .kill(ahead: $0 + 1) }
    },
    Point("in 9: the outcome's last page is half written", leaves: .unknown, .wrapped) { calls in
      calls.afterToken.lastIndex(where: \.isWriteToLog).map { .tear($0 + 1) }
    },
    Point("between 9 and 10: the outcome is durable, the answer has not left", leaves: .signed) { calls in
      calls.afterToken.firstIndex(where: \.isSyncOfLog).flatMap { synced in
        calls[synced...].firstIndex(where: \.isSocket).map { .kill(ahead: $0 + 1) }
      }
    },
  ]

  /// The calls of signatures that nothing happened to.
  private static let onToken = Task { try await KilledSignature(.token, .count) }
  private static let wrapped = Task { try await KilledSignature(.wrapped, .count) }

  private static func undisturbed(_ place: RemoteInstallation.Place) async throws -> KilledSignature {
    try await (place == .token ? onToken : wrapped).value
  }

  @Test(arguments: RemoteInstallation.Place.allCases)
  func `release and intent are synced before anything follows from them`(
    _ place: RemoteInstallation.Place
  ) async throws {
    let signature = try await RemoteKillTests.undisturbed(place)
    let calls = signature.calls
    #expect(signature.answer?.status == 200)
    #expect(calls.count(where: \.tokenEntered) == 1)
    #expect(calls.beforeToken.last { $0.isWriteToLog || $0.isSyncOfLog }?.isSyncOfLog == true, "\(calls)")
    #expect(calls.count { $0.name == "C_UnwrapKey" } == (place == .wrapped ? 1 : 0))
    let lastWrite = try #require(calls.lastIndex { $0.isWriteToLog })
    let sync = try #require(calls[lastWrite...].firstIndex { $0.isSyncOfLog }, "\(calls)")
    let entered = try #require(calls.firstIndex { $0.tokenEntered })
    #expect(calls[entered...sync].allSatisfy { !$0.isSocket }, "\(calls)")
    #expect(calls[sync...].contains { $0.isSocket }, "\(calls)")
  }

  @Test(arguments: points) func `no activation data signs twice, and none without records`(_ point: Point) async throws
  {
    let calls = try await RemoteKillTests.undisturbed(point.place).calls
    let order = try #require(point.order(calls), "no such call in \(calls)")
    var killed = try await KilledSignature(point.place, order)
    // A time or a signature of other length can fill one page more or less, and shift the place.
    for _ in 1...4 where !point.isMet(by: killed, order, calls) {
      killed = try await KilledSignature(point.place, order)
    }
    try #require(killed.wasKilled && point.isMet(by: killed, order, calls), "\(killed.calls)")
    #expect(killed.answer == nil)
    #expect(try await killed.verify() == point.fate, "\(killed)")
  }

  /// All calls where `SEALGATE_KILL_SWEEP` is `all` (`scripts/kill-sweep`), else a sample of them.
  @Test(arguments: RemoteInstallation.Place.allCases) func `killed ahead of any call, and in the middle of any write`(
    _ place: RemoteInstallation.Place
  ) async throws {
    let isWhole = ProcessInfo.processInfo.environment["SEALGATE_KILL_SWEEP"] == "all"
    var number = isWhole ? 1 : place == .token ? 7 : 17
    var fates: Set<Fate> = []
    while true {
      var reached = false
      for order in isWhole ? [KillPoints.Order.kill(ahead: number), .tear(number)] : [.kill(ahead: number)] {
        let killed = try await KilledSignature(place, order)
        guard killed.wasKilled else { continue }
        reached = true
        let fate = try await killed.verify()
        fates.insert(fate)
        let call = killed.calls.last.map { "\($0)" } ?? "-"
        if isWhole { print("kill-sweep\t\(place) key\t\(order.text)\t\(call)\t\(fate.rawValue)") }
      }
      guard reached else { break }
      number += isWhole ? 1 : 20
    }
    #expect(fates.isSuperset(of: isWhole ? [.nothing, .released, .unknown, .signed] : [.released]), "\(fates)")
  }
}

extension [KillPoints.Call] {
  fileprivate var beforeToken: ArraySlice<KillPoints.Call> { self[..<(firstIndex(where: \.isToken) ?? startIndex)] }
  fileprivate var afterToken: ArraySlice<KillPoints.Call> { self[(lastIndex(where: \.isToken) ?? endIndex)...] }
  /// Where the release is durable: the first sync of the log.
  fileprivate var endOfRelease: Int? { firstIndex(where: \.isSyncOfLog) }
}
