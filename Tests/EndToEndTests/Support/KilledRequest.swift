import Foundation
import TestSupport
import Testing

/// One request whose gateway was killed on the way, and what can be seen of it from outside.
struct KilledRequest {
  let demo: DemoInstallation
  let request: CertificateRequest
  let body: [UInt8]
  /// What the client received, if anything.
  let answer: RunningGateway.Answer?
  /// What the gateway did for the request before it died; the last call was not made, or half made.
  let calls: [KillPoints.Call]
  /// False where the order's call never came, so that the request was answered.
  let wasKilled: Bool

  /// An installation that has reserved a serial, and that serial.
  private static let prepared = Task {
    let demo = try await DemoInstallation.copy()
    let gateway = try await RunningGateway(demo)
    let serial = try await gateway.reserveOne()
    try await gateway.stop().expect()
    return (demo, serial)
  }

  init(_ order: KillPoints.Order) async throws {
    let (original, serial) = try await KilledRequest.prepared.value
    demo = try original.copy()
    let points = try await KillPoints(demo)
    let gateway = try await RunningGateway(demo, environment: try await points.environment())
    request = try CertificateRequest(demo, serial: serial)
    body = try request.body()
    try points.give(order)
    answer = try await gateway.ask(RunningGateway.certificates, body)
    // A gateway that died after its answer left may take a moment to be gone.
    if answer != nil { try await Task.sleep(for: .milliseconds(100)) }
    wasKilled = answer == nil || !gateway.process.isRunning
    if !wasKilled { gateway.process.send(SIGKILL) }
    try await gateway.process.finish(within: .seconds(10)).expect(128 + SIGKILL)
    calls = try points.calls()
    try await points.remove()
  }

  /// What the records say of the request; `verify` holds them to it.
  enum Fate: String {
    /// No record of it: nothing was signed, and the serial can still be used.
    case nothing = "no record"
    case unknown = "outcome unknown"
    case granted

    /// Nil for records that must never stand together.
    init?(_ kinds: [String]) {
      switch kinds {
      case []: self = .nothing
      case ["intent", "outcome-unknown"]: self = .unknown
      case ["intent", "outcome"]: self = .granted
      default: return nil
      }
    }
  }

  /// Starts the gateway again on the same state and holds it to all that a crash must leave true.
  func verify() async throws -> Fate {
    let crashed = try await RecordLog.show(demo).kinds(serial: request.serial)
    let gateway = try await RunningGateway(demo)
    let kinds = try await RecordLog.show(demo).kinds(serial: request.serial)
    let fate = try #require(Fate(kinds), "\(self): \(kinds)")
    #expect(crashed == kinds.filter { $0 != "outcome-unknown" }, "\(self)")
    let made = calls.dropLast()
    if made.contains(where: \.tokenEntered) {
      #expect(fate != .nothing, "\(self): the token was asked, and the log has no intent")
    }
    if let signed = made.firstIndex(where: \.tokenReturns), made[signed...].contains(where: \.isSyncOfLog) {
      #expect(fate == .granted, "\(self): a durable outcome is gone")
    }
    try await verifyDecision(gateway, fate)
    try await verifyRepetition(gateway, fate)
    try await verifyNewRequest(gateway)
    try await gateway.stop().expect()
    _ = try await RecordLog.show(demo)
    return fate
  }

  /// No certificate left without its record, and the record has the certificate byte for byte.
  private func verifyDecision(_ gateway: RunningGateway, _ fate: Fate) async throws {
    let decision = try await gateway.decision(serial: request.serial)
    if fate == .nothing {
      #expect(decision.status == 404, "\(self): \(decision.text)")
    } else {
      #expect(decision.state == fate.rawValue, "\(self): \(decision.text)")
    }
    #expect((decision.certificate != nil) == (fate == .granted), "\(self): \(decision.text)")
    if let answer {
      #expect(answer.status == 201 && fate == .granted, "\(self): \(answer.text)")
      #expect(answer.certificate == decision.certificate, "\(self): answered another certificate than recorded")
    }
  }

  /// The same content is never signed twice; its serial never certifies other content.
  private func verifyRepetition(_ gateway: RunningGateway, _ fate: Fate) async throws {
    let recorded = try await gateway.decision(serial: request.serial).certificate
    let again = try await gateway.answer(RunningGateway.certificates, body)
    switch fate {
    case .nothing: #expect(again.status == 201, "\(self): \(again.text)")
    case .unknown: #expect(again.status == 409 && again.certificate == nil, "\(self): \(again.text)")
    case .granted: #expect(again.status == 200 && again.certificate == recorded, "\(self): \(again.text)")
    }
    var other = request
    other.reference = "other content"
    let refused = try await gateway.answer(RunningGateway.certificates, try other.body())
    #expect(refused.status == 409 && refused.certificate == nil, "\(self): \(refused.text)")
  }

  private func verifyNewRequest(_ gateway: RunningGateway) async throws {
    var next = request
    next.serial = try await gateway.reserveOne()
    let granted = try await gateway.answer(RunningGateway.certificates, try next.body())
    #expect(granted.status == 201 && granted.certificate != nil, "\(self): \(granted.text)")
  }
}

extension KilledRequest: CustomStringConvertible {
  var description: String { "killed at call \(calls.count), \(calls.last.map { "\($0)" } ?? "none")" }
}
