import Foundation
import TestSupport
import Testing

/// `kill -9` between the steps 6 to 10 of the life of a request: intent durable, sign, verify, outcome durable, answer.
///
/// SIGKILL takes the process and leaves the system's caches: what a power cut takes is not shown here. That the log is
/// synced before the token is asked, and before the answer leaves, is.
@Suite(.serialized) struct KillTests {
  /// Where to kill, found in the calls of a request that nothing happened to.
  struct Place: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let fate: KilledRequest.Fate
    let order: @Sendable ([KillPoints.Call]) -> KillPoints.Order?

    init(
      _ description: String, leaves fate: KilledRequest.Fate,
      _ order: @escaping @Sendable ([KillPoints.Call]) -> KillPoints.Order?
    ) {
      testDescription = description
      self.fate = fate
      self.order = order
    }

    /// True where the killed run was at this place too: its own calls, and what would have followed, give the same order.
    func isMet(by killed: KilledRequest, _ order: KillPoints.Order, _ calls: [KillPoints.Call]) -> Bool {
      self.order(killed.calls + calls.dropFirst(killed.calls.count)) == order
    }
  }

  static let places = [
    Place("before 6: nothing of the intent is written", leaves: .nothing) { calls in
      calls.firstIndex(where: \.isWriteToLog).map { .kill(ahead: $0 + 1) }
    },
    Place("in 6: the intent's last page is half written", leaves: .nothing) { calls in
      calls.beforeToken.lastIndex(where: \.isWriteToLog).map { .tear($0 + 1) }
    },
    Place("in 6: the intent is written and not synced", leaves: .unknown) { calls in
      calls.beforeToken.lastIndex(where: \.isSyncOfLog).map { .kill(ahead: $0 + 1) }
    },
    Place("between 6 and 7: the intent is durable, the token was not asked", leaves: .unknown) { calls in
      calls.firstIndex(where: \.tokenEntered).map { .kill(ahead: $0 + 1) }
    },
    Place("between 7 and 8: signed, not verified", leaves: .unknown) { calls in
      calls.firstIndex(where: \.tokenReturns).map { .kill(ahead: $0 + 1) }
    },
    Place("between 8 and 9: verified, nothing of the outcome is written", leaves: .unknown) { calls in
      calls.afterToken.firstIndex(where: \.isWriteToLog).map { .kill(ahead: $0 + 1) }
    },
    Place("in 9: the outcome's last page is half written", leaves: .unknown) { calls in
      calls.afterToken.lastIndex(where: \.isWriteToLog).map { .tear($0 + 1) }
    },
    Place("in 9: the outcome is written and not synced", leaves: .granted) { calls in
      calls.afterToken.firstIndex(where: \.isSyncOfLog).map { .kill(ahead: $0 + 1) }
    },
    Place("between 9 and 10: the outcome is durable, the answer has not left", leaves: .granted) { calls in
      calls.afterToken.firstIndex(where: \.isSyncOfLog).flatMap { synced in
        calls[synced...].firstIndex(where: \.isSocket).map { .kill(ahead: $0 + 1) }
      }
    },
  ]

  /// The calls of a request that nothing happened to.
  private static let undisturbed = Task { try await KilledRequest(.count) }

  @Test func `the intent is synced before the token is asked, the outcome before the answer leaves`() async throws {
    let request = try await KillTests.undisturbed.value
    let calls = request.calls
    #expect(request.answer?.status == 201)
    #expect(calls.count(where: \.tokenEntered) == 1)
    #expect(calls.beforeToken.last(where: { $0.isWriteToLog || $0.isSyncOfLog })?.isSyncOfLog == true, "\(calls)")
    let lastWrite = try #require(calls.lastIndex { $0.isWriteToLog })
    let sync = try #require(calls[lastWrite...].firstIndex { $0.isSyncOfLog }, "\(calls)")
    let entered = try #require(calls.firstIndex { $0.tokenEntered })
    #expect(calls[entered...sync].allSatisfy { !$0.isSocket }, "\(calls)")
    #expect(calls[sync...].contains { $0.isSocket }, "\(calls)")
  }

  @Test(arguments: places) func `no certificate without its record, no serial twice`(_ place: Place) async throws {
    let calls = try await KillTests.undisturbed.value.calls
    let order = try #require(place.order(calls), "no such call in \(calls)")
    var killed = try await KilledRequest(order)
    // A time or a signature of other length can fill one page more or less, and shift the place.
    for _ in 1...4 where !place.isMet(by: killed, order, calls) { killed = try await KilledRequest(order) }
    try #require(killed.wasKilled && place.isMet(by: killed, order, calls), "\(killed.calls)")
    #expect(killed.answer == nil)
    #expect(try await killed.verify() == place.fate, "\(killed)")
  }

  /// All calls where `SEALGATE_KILL_SWEEP` is `all` (`scripts/kill-sweep`), else a sample of them.
  @Test func `killed ahead of any call, and in the middle of any write`() async throws {
    let isWhole = ProcessInfo.processInfo.environment["SEALGATE_KILL_SWEEP"] == "all"
    var number = isWhole ? 1 : 4
    var fates: Set<KilledRequest.Fate> = []
    while true {
      var reached = false
      for order in isWhole ? [KillPoints.Order.kill(ahead: number), .tear(number)] : [.kill(ahead: number)] {
        let killed = try await KilledRequest(order)
        guard killed.wasKilled else { continue }
        reached = true
        let fate = try await killed.verify()
        fates.insert(fate)
        let call = killed.calls.last.map { "\($0)" } ?? "-"
        if isWhole { print("kill-sweep\tcertificate\t\(order.text)\t\(call)\t\(fate.rawValue)") }
      }
      guard reached else { break }
      number += isWhole ? 1 : 9
    }
    #expect(fates.isSuperset(of: isWhole ? [.nothing, .unknown, .granted] : [.nothing, .unknown]))
  }

  @Test func `a signature that does not verify is an incident, and does not leave`() async throws {
    let demo = try await DemoInstallation.copy()
    let points = try await KillPoints(demo)
    let gateway = try await RunningGateway(demo, environment: try await points.environment())
    let request = try CertificateRequest(demo, serial: try await gateway.reserveOne())
    try points.give(.corrupt)
    let answer = try await gateway.answer(RunningGateway.certificates, try request.body())
    #expect(answer.status == 500 && answer.certificate == nil, "\(answer.text)")
    let decision = try await gateway.decision(serial: request.serial)
    #expect(decision.state == "incident" && decision.certificate == nil, "\(decision.text)")
    #expect(try await RecordLog.show(demo).kinds(serial: request.serial) == ["intent", "incident"])
    try await gateway.stop().expect()
  }

  @Test func `killed under load, every certificate that left is on record`() async throws {
    let demo = try await DemoInstallation.copy()
    for round in 1...3 {
      let gateway = try await RunningGateway(demo)
      let serials = try await gateway.reserve(24)
      let received = try await withThrowingTaskGroup(of: (String, RunningGateway.Answer?).self) { group in
        for serial in serials {
          let body = try CertificateRequest(demo, serial: serial).body()
          group.addTask { (serial, try await gateway.ask(RunningGateway.certificates, body)) }
        }
        var answers: [(String, RunningGateway.Answer?)] = []
        for try await answer in group {
          answers.append(answer)
          if answers.count == 4 * round { gateway.process.send(SIGKILL) }
        }
        return answers
      }
      try await gateway.process.finish().expect(128 + SIGKILL)
      try await verify(received, demo)
    }
  }

  private func verify(_ received: [(String, RunningGateway.Answer?)], _ demo: DemoInstallation) async throws {
    let gateway = try await RunningGateway(demo)
    let log = try await RecordLog.show(demo)
    for (serial, answer) in received {
      let kinds = log.kinds(serial: serial)
      #expect([[], ["intent", "outcome"], ["intent", "outcome-unknown"]].contains(kinds))
      guard let answer else { continue }
      #expect(answer.status == 201, "\(answer.text)")
      #expect(try await gateway.decision(serial: serial).certificate == answer.certificate)
      #expect(kinds == ["intent", "outcome"])
    }
    #expect(received.contains { $0.1 != nil })
    try await gateway.stop().expect()
  }
}

extension [KillPoints.Call] {
  fileprivate var beforeToken: ArraySlice<KillPoints.Call> {
    self[..<(firstIndex(where: \.tokenEntered) ?? startIndex)]
  }
  fileprivate var afterToken: ArraySlice<KillPoints.Call> { self[(firstIndex(where: \.tokenReturns) ?? endIndex)...] }
}
