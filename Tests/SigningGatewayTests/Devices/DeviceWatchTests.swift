import Cryptography
import Evidence
import RecordStores
import Records
import TestSupport
import Testing

@testable import SigningGateway

/// What the watch decides, by tables: no store, no clock.
@Suite struct DeviceWatchTests {
  private static let day: Int64 = 86_400

  private static func device(
    _ id: String = "hsm-1", _ status: DeviceCertificate.Status = .certified, daysLeft: Int64 = 1000
  ) -> DeviceRecord {
    DeviceRecord(
      id: id, kind: .qscd, vendor: "Example", model: "HSM 1", hardware: ["1.0"], firmware: ["7.1"], purpose: .both,
      management: .user,
      certificate: DeviceCertificate(
        reference: "EXAMPLE-1", body: "Example", issued: Sample.now.adding(seconds: -day),
        expires: Sample.now.adding(seconds: daysLeft * day), status: status),
      source: "https://example.test", reviewedBy: "anna", reviewedAt: Sample.now)
  }

  private static func record(_ kind: RecordKind, _ body: JSONValue, at time: Instant = Sample.now) async throws
    -> SealedRecord
  {
    try await Journal(MemoryStore { time }).note(kind, body)
  }

  private static func lost(_ id: String, _ loss: DeviceLoss = .cancelled, at time: Instant = Sample.now) async throws
    -> SealedRecord
  {
    let body = LostDevice.body(id, loss, certificates: 1, register: Hash.digest([]))
    return try await record(.deviceLost, body, at: time)
  }

  private static func entry(_ serial: UInt8, device: String? = "hsm-1") throws -> CertificateEntry {
    CertificateEntry(issuer: "issuing", serial: try #require(SerialNumber(magnitude: [serial])), device: device)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let register: [DeviceRecord]
    var inUse: [String: Int] = ["hsm-1": 3]
    var wasLost = false
    let steps: [DeviceWatch.Step]
  }

  private static func loss(_ loss: DeviceLoss) -> DeviceWatch.Step {
    .recordLoss(device: "hsm-1", loss, certificates: 3)
  }

  private static let cases = [
    Case(testDescription: "in force", register: [device()], steps: []),
    Case(testDescription: "cancelled", register: [device("hsm-1", .cancelled)], steps: [loss(.cancelled)]),
    Case(testDescription: "suspended", register: [device("hsm-1", .suspended)], steps: [loss(.suspended)]),
    Case(testDescription: "expired", register: [device("hsm-1", .expired)], steps: [loss(.expired)]),
    Case(testDescription: "at its end this second", register: [device(daysLeft: 0)], steps: [loss(.ended)]),
    Case(testDescription: "gone from the register", register: [device("hsm-2")], steps: [loss(.removed)]),
    Case(testDescription: "transitional keeps its keys", register: [device("hsm-1", .transitional)], steps: []),
    Case(testDescription: "nothing rests on it", register: [device("hsm-1", .cancelled)], inUse: [:], steps: []),
    Case(
      testDescription: "lost before, on record", register: [device("hsm-1", .cancelled)], wasLost: true, steps: []),
    Case(
      testDescription: "back", register: [device()], wasLost: true, steps: [.recordReturn(device: "hsm-1")]),
    Case(
      testDescription: "back, with nothing left on it", register: [device()], inUse: [:], wasLost: true,
      steps: [.recordReturn(device: "hsm-1")]),
    Case(
      testDescription: "several, by id", register: [device("hsm-1", .cancelled), device("hsm-0", .expired)],
      inUse: ["hsm-1": 3, "hsm-0": 1],
      steps: [.recordLoss(device: "hsm-0", .expired, certificates: 1), loss(.cancelled)]),
  ]

  @Test(arguments: cases)
  func `a look says what is to be written`(sample: Case) async throws {
    var watch = DeviceWatch()
    if sample.wasLost { #expect(watch.restore(try await Self.lost("hsm-1"))) }
    #expect(watch.look(sample.register, inUse: sample.inUse, at: Sample.now) == sample.steps)
  }

  @Test func `a loss is not recorded twice, and one after a return is a new one`() async throws {
    var watch = DeviceWatch()
    let later = Sample.now.adding(seconds: 500)
    #expect(watch.restore(try await Self.lost("hsm-1")))
    #expect(watch.look([Self.device("hsm-1", .expired)], inUse: ["hsm-1": 1], at: later).isEmpty)
    #expect(watch.losses["hsm-1"]?.at == Sample.now)
    #expect(watch.restore(try await Self.record(.deviceRegained, .object(["device": .string("hsm-1")]))))
    #expect(watch.losses.isEmpty)
    #expect(watch.restore(try await Self.lost("hsm-1", .expired, at: later)))
    #expect(watch.losses["hsm-1"]?.at == later)
  }

  @Test func `each threshold warns once, and a new certificate begins anew`() {
    var watch = DeviceWatch()
    func warned(daysLeft: Int64, at now: Instant = Sample.now) -> [Int64] {
      watch.look([Self.device(daysLeft: daysLeft)], inUse: [:], at: now).compactMap { step in
        if case .warn(let warning) = step { warning.days } else { nil }
      }
    }
    // The end stays where it is, and the time goes on.
    let end: Int64 = 91
    for (day, days) in [(0, []), (1, [90]), (2, []), (60, []), (61, [30]), (84, [7]), (90, []), (91, [])]
      as [(Int64, [Int64])]
    {
      #expect(warned(daysLeft: end, at: Sample.now.adding(seconds: day * Self.day)) == days, "day \(day)")
    }
    #expect(warned(daysLeft: 20) == [30])
    #expect(warned(daysLeft: 20) == [])
    #expect(warned(daysLeft: 5) == [7])
  }

  @Test func `a device that is lost already is not warned of`() {
    var watch = DeviceWatch()
    #expect(watch.look([Self.device("hsm-1", .cancelled, daysLeft: 5)], inUse: [:], at: Sample.now).isEmpty)
  }

  @Test func `a certificate is due by its device's loss, by its own refusal, or by the earlier of both`() async throws {
    let early = Sample.now.adding(seconds: -7200)
    var watch = DeviceWatch()
    #expect(watch.due(try Self.entry(1), hours: 24) == nil)
    func refuse(_ serials: [UInt8], at time: Instant) async throws {
      let result = ReappraisalResult(
        register: Hash.digest([]), at: time, keys: 2,
        refused: try serials.map {
          ReappraisedKey(entry: try Self.entry($0), findings: [Self.finding])
        }, changed: [])
      let body = ReappraisalRecord.body(
        result, appraisal: Hash.digest([]), reason: "test", report: Blob([]))
      #expect(watch.restore(try await Self.record(.keysReappraised, body, at: time)))
    }
    try await refuse([1], at: early)
    let refused = try #require(watch.due(try Self.entry(1), hours: 24))
    #expect(refused.cause == .refused(["a.rule"]) && refused.since == early)
    #expect(refused.due == early.adding(seconds: 86_400))
    #expect(!refused.isOverdue(at: early.adding(seconds: 86_399)) && refused.isOverdue(at: refused.due))

    #expect(watch.restore(try await Self.lost("hsm-1", .suspended)))
    let both = try #require(watch.due(try Self.entry(1), hours: 1))
    #expect(both.cause == .lost(.suspended) && both.since == early && both.due == early.adding(seconds: 3600))
    #expect(watch.due(try Self.entry(2), hours: 24)?.since == Sample.now)
    #expect(watch.due(try Self.entry(3, device: "hsm-2"), hours: 24) == nil)
    #expect(watch.due(try Self.entry(3, device: nil), hours: 24) == nil)

    // Refused again: the time runs from the first refusal. Admitted in between: from the new one.
    try await refuse([1], at: Sample.now)
    #expect(watch.failures.values.map(\.since) == [early])
    try await refuse([], at: Sample.now)
    #expect(watch.failures.isEmpty)
    try await refuse([1], at: Sample.now)
    #expect(watch.failures.values.map(\.since) == [Sample.now])
  }

  private static let finding = RecordedFinding(
    rule: "a.rule", clause: "c", severity: "error", field: "f", found: "x", required: "y")

  @Test(arguments: [RecordKind.devicesProposed, .deviceLost, .deviceRegained, .keysReappraised])
  func `a record of these kinds that cannot be read stops the start`(kind: RecordKind) async throws {
    var watch = DeviceWatch()
    #expect(!watch.restore(try await Self.record(kind, .object(["device": .integer(1)]))))
    #expect(watch.restore(try await Self.record(RecordKind(rawValue: "another"), .null)))
  }
}
