import Evidence
import Testing

@testable import Records

@Suite struct ChainVerifierTests {
  private static let good = Sample.chain([
    ServiceStart(configuration: Sample.hash("c"), demo: true, versions: ["sealgate": "1"]).entry,
    Sample.reservation([Sample.serial(1), Sample.serial(2)]),
    Sample.intent(1, serial: Sample.serial(1), consumes: [Consumption(register: "sad", value: "x")]).entry,
    Outcome(decision: Sample.decision(1), signedObject: [9]).entry,
    Sample.intent(2, serial: Sample.serial(2)).entry,
    Journal.ending(Sample.decision(2), .outcomeUnknown, "stopped"),
  ])

  /// The first fault, or nil.
  private func fault(_ records: [SealedRecord]) -> ChainFault? {
    var verifier = ChainVerifier()
    for record in records {
      if let fault = verifier.check(record) { return fault }
    }
    return nil
  }

  @Test func `a good chain has no fault and leaves its registers`() {
    var verifier = ChainVerifier()
    #expect(Self.good.allSatisfy { verifier.check($0) == nil })
    #expect(verifier.state == ChainState(after: Self.good[5]))
    #expect(verifier.registers.status(of: Sample.serial(1)) == .spent(decision: Sample.decision(1)))
    let object = Blob([9]).address
    #expect(verifier.registers.decision(.id(Sample.decision(1)))?.state == .concluded(.signed(object: object)))
    #expect(verifier.registers.pending.isEmpty)
  }

  @Test(arguments: good.indices)
  func `a change in any member of any record is found there`(index: Int) {
    let record = Self.good[index]
    let other = Sample.hash("other")
    var flipped = record.body
    flipped[flipped.count - 3] ^= 1
    let changed = [
      record.altered(sequence: record.sequence + 1), record.altered(previous: other),
      record.altered(time: record.time.adding(seconds: 1)), record.altered(kind: RecordKind(rawValue: "other")),
      record.altered(body: flipped), record.altered(hash: other),
    ]
    for change in changed {
      var records = Self.good
      records[index] = change
      #expect(fault(records)?.record == change.sequence, "\(change)")
    }
  }

  @Test func `a missing record is a gap`() {
    var records = Self.good
    records.remove(at: 2)
    #expect(fault(records)?.description == "record 4: the record before it is 2, must be no gap")
  }

  @Test func `a sequence at the end of its range does not trap`() {
    var state = ChainState(before: Self.good[0].altered(sequence: .min))
    #expect(state.check(Self.good[0])?.record == 1)
  }

  /// Chains that hash well and tell what cannot be.
  private static let impossible: [(String, [Entry])] = [
    ("an outcome without an intent", [Outcome(decision: Sample.decision(1), signedObject: []).entry]),
    (
      "two outcomes",
      [
        Sample.intent(1).entry, Outcome(decision: Sample.decision(1), signedObject: []).entry,
        Journal.ending(Sample.decision(1), .incident, "x"),
      ]
    ),
    (
      "an outcome of a refusal",
      [
        Journal.refusal(Sample.judgement(1)), Outcome(decision: Sample.decision(1), signedObject: []).entry,
      ]
    ),
    ("a decision taken twice", [Sample.intent(1).entry, Sample.intent(1, request: "other").entry]),
    ("a request taken twice", [Sample.intent(1, request: "a").entry, Sample.intent(2, request: "a").entry]),
    ("a serial nobody reserved", [Sample.intent(1, serial: Sample.serial(1)).entry]),
    ("a serial reserved twice", [Sample.reservation([Sample.serial(1)]), Sample.reservation([Sample.serial(1)])]),
    ("a serial reserved twice at once", [Sample.reservation([Sample.serial(1), Sample.serial(1)])]),
    (
      "a serial spent twice",
      [
        Sample.reservation([Sample.serial(1)]), Sample.intent(1, serial: Sample.serial(1)).entry,
        Sample.intent(2, serial: Sample.serial(1)).entry,
      ]
    ),
    (
      "an authorisation used twice",
      [
        Sample.intent(1, consumes: [Consumption(register: "sad", value: "x")]).entry,
        Sample.intent(2, consumes: [Consumption(register: "sad", value: "x")]).entry,
      ]
    ),
    (
      "an authorisation used twice at once",
      [Sample.intent(1, consumes: Array(repeating: Consumption(register: "sad", value: "x"), count: 2)).entry]
    ),
  ]

  @Test(arguments: impossible)
  func `what cannot have happened is a fault of the record that says so`(name: String, entries: [Entry]) {
    #expect(fault(Sample.chain(entries))?.record == Int64(entries.count), "\(name)")
  }

  @Test func `a body without its kind's members is a fault`() {
    for kind in [
      RecordKind.intent, .outcome, .serialsReserved, .requestRefused, .notSigned, .outcomeUnknown, .incident,
    ] {
      let record = SealedRecord(
        sequence: 1, previous: ChainState.empty.hash, time: Sample.now, kind: kind, body: Array("{}".utf8),
        hash: Sample.hash("x"))
      #expect(fault([record])?.found == "its body is not one of kind '\(kind.rawValue)'")
    }
  }

  @Test func `null is a serial that is not there, a missing member is a fault`() throws {
    let entry = Sample.intent(1).entry
    guard case .object(var members) = JSONValue(canonical: entry.body) else { return #expect(Bool(false)) }
    #expect(RegisterChange.changes(of: .intent, body: .object(members)) == entry.changes)
    for name in ["decision", "request", "serial", "subjectKey", "issuer", "requester", "decidedAt", "consumes"] {
      let kept = members.removeValue(forKey: name)
      #expect(RegisterChange.changes(of: .intent, body: .object(members)) == nil, "\(name)")
      members[name] = kept
    }
  }

  @Test func `an intent of before there were digests still reads, an unknown form is a fault`() throws {
    let entry = Sample.intent(1).entry
    guard case .object(var members) = JSONValue(canonical: entry.body) else { return #expect(Bool(false)) }
    #expect(members.removeValue(forKey: "form") == .string("whole"))
    #expect(RegisterChange.changes(of: .intent, body: .object(members)) == entry.changes)
    #expect(MessageForm(intent: .object(members)) == .whole)
    for name in ["", "digest-salt-", "digest-salt-+2", "digest-salt-032", "Whole"] {
      members["form"] = .string(name)
      #expect(RegisterChange.changes(of: .intent, body: .object(members)) == nil, "\(name)")
    }
  }
}
