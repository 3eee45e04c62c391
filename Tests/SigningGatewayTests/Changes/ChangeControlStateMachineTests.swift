import Cryptography
import Evidence
import Records
import TestSupport
import Testing

@testable import SigningGateway

@Suite struct ChangeControlStateMachineTests {
  typealias Machine = ChangeControlStateMachine

  static let (anna, berta, carla) = (Bench.operator("anna"), Bench.operator("berta"), Bench.operator("carla"))
  static let (old, new) = (sha("old"), sha("new"))

  /// A machine and the records that it asked for.
  final class Bench {
    var machine: Machine
    private(set) var kinds: [RecordKind] = []
    private var records: [SealedRecord]

    init(_ operators: [Operator] = [anna, berta, carla], demo: Bool = false, after: [SealedRecord] = []) {
      machine = Machine(operators: operators, demo: demo)
      records = after
      for record in after { if !machine.restore(record) { Issue.record("unreadable") } }
    }

    /// The same log under another configuration.
    func restarted(_ operators: [Operator], demo: Bool = false) -> Bench {
      Bench(operators, demo: demo, after: records)
    }

    static func `operator`(_ name: String) -> Operator { Operator(id: name, certificateSHA256: sha(name)) }

    func approve(
      _ digest: Digest, _ who: Operator, _ subject: ChangeSubject = .configuration, key: Digest? = nil
    ) -> Machine.Standing? {
      let result = machine.approve(subject, digest, certificate: who.certificateSHA256, key: key)
      guard case .record(let approver) = result else { return nil }
      let record = write(.changeApproved, Approval.body(subject: subject, digest: digest, approver: approver, key: key))
      return carryOut(machine.approved(record, at: Sample.now))
    }

    func stage(_ digest: Digest, _ subject: ChangeSubject = .configuration) -> Machine.Standing {
      carryOut(machine.stage(subject, digest, at: Sample.now))
    }

    private func carryOut(_ standing: Machine.Standing) -> Machine.Standing {
      guard case .takeEffect(let change) = standing else { return standing }
      return machine.tookEffect(write(.changeInEffect, change.body))
    }

    private func write(_ kind: RecordKind, _ body: JSONValue) -> SealedRecord {
      let record = SealedRecord(
        sequence: Int64(records.count + 1), previous: sha(""), time: Sample.now, kind: kind,
        body: body.canonicalBytes(), hash: sha(""))
      records.append(record)
      kinds.append(kind)
      return record
    }
  }

  private static func effect(_ digest: Digest, _ approvers: [Operator], operators: [Operator] = [anna, berta, carla])
    -> Machine.Standing
  {
    .inEffect(
      ChangeInEffect(
        subject: .configuration, digest: digest, approvers: approvers, since: Sample.now, operators: operators))
  }

  /// `old` in effect under anna, berta and carla.
  private static func running() -> Bench {
    let bench = Bench()
    _ = bench.stage(old)
    _ = bench.approve(old, anna)
    #expect(bench.approve(old, berta) == effect(old, [anna, berta]))
    return bench
  }

  @Test func `the first configuration waits for two of its own operators`() {
    let bench = Bench()
    #expect(bench.stage(Self.old) == .waiting([]))
    #expect(bench.machine.inEffect(.configuration) == nil)
    #expect(bench.approve(Self.old, Self.anna) == .waiting([Self.anna]))
    #expect(bench.approve(Self.old, Self.berta) == Self.effect(Self.old, [Self.anna, Self.berta]))
    #expect(bench.kinds == [.changeApproved, .changeApproved, .changeInEffect])
  }

  @Test func `the same operator twice is one, and leaves one record`() {
    let bench = Bench()
    _ = bench.stage(Self.old)
    _ = bench.approve(Self.old, Self.anna)
    #expect(
      bench.machine.approve(.configuration, Self.old, certificate: Self.anna.certificateSHA256, key: nil)
        == .alreadyApproved(Self.anna))
    #expect(bench.machine.standing(.configuration, Self.old) == .waiting([Self.anna]))
  }

  @Test func `two certificates over one key are one hand`() {
    let bench = Bench()
    _ = bench.stage(Self.old)
    let key = sha("key")
    _ = bench.approve(Self.old, Self.anna, key: key)
    #expect(
      bench.machine.approve(.configuration, Self.old, certificate: Self.berta.certificateSHA256, key: key)
        == .keyOfAnother(Self.anna))
    #expect(bench.approve(Self.new, Self.berta, key: key) == .waiting([Self.berta]))
    #expect(
      bench.approve(Self.old, Self.carla, key: sha("another"))
        == Self.effect(Self.old, [Self.anna, Self.carla]))
  }

  @Test func `two records of one key count once`() {
    let bench = Bench()
    for (index, who) in [Self.anna, Self.berta].enumerated() {
      let body = Approval.body(subject: .configuration, digest: Self.old, approver: who, key: sha("key"))
      let record = SealedRecord(
        sequence: Int64(index + 1), previous: sha(""), time: Sample.now, kind: .changeApproved,
        body: body.canonicalBytes(), hash: sha(""))
      let isRead = bench.machine.restore(record)
      #expect(isRead)
    }
    #expect(bench.stage(Self.old) == .waiting([Self.anna]))
  }

  @Test func `two records of one operator count once`() {
    let bench = Bench()
    let body = Approval.body(subject: .configuration, digest: Self.old, approver: Self.anna, key: nil)
    for sequence in 1...2 as ClosedRange<Int64> {
      let record = SealedRecord(
        sequence: sequence, previous: sha(""), time: Sample.now, kind: .changeApproved, body: body.canonicalBytes(),
        hash: sha(""))
      let isRead = bench.machine.restore(record)
      #expect(isRead)
    }
    #expect(bench.stage(Self.old) == .waiting([Self.anna]))
  }

  @Test func `approvals of two digests do not add up`() {
    let bench = Bench()
    _ = bench.stage(Self.old)
    #expect(bench.approve(Self.old, Self.anna) == .waiting([Self.anna]))
    #expect(bench.approve(Self.new, Self.berta) == .waiting([Self.berta]))
    #expect(bench.machine.book.openDigests(.configuration) == [Self.old, Self.new])
    #expect(bench.machine.inEffect(.configuration) == nil)
  }

  @Test func `approvals of two subjects do not add up`() {
    let bench = Bench()
    _ = bench.stage(Self.old)
    _ = bench.approve(Self.old, Self.anna)
    #expect(bench.approve(Self.old, Self.berta, .devices) == .waiting([Self.berta]))
    #expect(bench.machine.inEffect(.configuration) == nil)
  }

  @Test func `a certificate of nobody approves nothing`() {
    let machine = Bench().machine
    #expect(machine.approve(.configuration, Self.old, certificate: sha("mallory"), key: nil) == .notAnOperator)
  }

  @Test func `what two approved before the restart takes effect with it, and not earlier`() {
    let bench = Self.running()
    _ = bench.approve(Self.new, Self.carla)
    #expect(bench.approve(Self.new, Self.anna) == .approved([Self.carla, Self.anna]))
    #expect(bench.machine.inEffect(.configuration)?.digest == Self.old)
    let next = bench.restarted([Self.anna, Self.berta])
    #expect(
      next.stage(Self.new)
        == Self.effect(Self.new, [Self.carla, Self.anna], operators: [Self.anna, Self.berta]))
  }

  @Test func `operators whom only the new configuration names cannot approve it`() {
    let (mallory, mate) = (Bench.operator("mallory"), Bench.operator("mate"))
    let bench = Self.running().restarted([mallory, mate])
    #expect(bench.stage(Self.new) == .waiting([]))
    for intruder in [mallory, mate] {
      #expect(
        bench.machine.approve(.configuration, Self.new, certificate: intruder.certificateSHA256, key: nil)
          == .notAnOperator)
    }
    _ = bench.approve(Self.new, Self.anna)
    #expect(
      bench.approve(Self.new, Self.carla)
        == Self.effect(Self.new, [Self.anna, Self.carla], operators: [mallory, mate]))
    #expect(
      bench.machine.approve(.configuration, Self.old, certificate: Self.anna.certificateSHA256, key: nil)
        == .notAnOperator)
  }

  @Test func `a restart with the configuration in effect keeps it, with its approvers`() {
    let bench = Self.running().restarted([Self.anna, Self.berta, Self.carla])
    #expect(bench.stage(Self.old) == Self.effect(Self.old, [Self.anna, Self.berta]))
    #expect(bench.kinds == [])
  }

  @Test func `the way back to an older configuration needs new approvals, and open ones are used up`() {
    let (third, all) = (sha("third"), [Self.anna, Self.berta, Self.carla])
    var bench = Self.running()
    for digest in [Self.new, third] { for who in [Self.anna, Self.berta] { _ = bench.approve(digest, who) } }
    bench = bench.restarted(all)
    #expect(bench.stage(Self.new) == Self.effect(Self.new, [Self.anna, Self.berta]))
    bench = bench.restarted(all)
    #expect(bench.stage(third) == .waiting([]))
    bench = bench.restarted(all)
    #expect(bench.stage(Self.old) == .waiting([]))
  }

  @Test func `a demo without operators takes its configuration at once, and leaves no record of it`() {
    let bench = Bench([], demo: true)
    #expect(!bench.machine.needsApproval)
    #expect(bench.stage(Self.old) == Self.effect(Self.old, [], operators: []))
    #expect(bench.machine.inEffect(.configuration)?.approvers == [])
    #expect(bench.kinds == [])
    let real = bench.restarted([Self.anna, Self.berta])
    #expect(real.stage(Self.new) == .waiting([]))
  }

  @Test func `a demo without operators cannot replace a configuration that has some`() {
    let bench = Self.running().restarted([], demo: true)
    #expect(bench.machine.needsApproval)
    #expect(bench.stage(Self.new) == .waiting([]))
  }

  @Test func `an import takes effect with the second approval, and approvals may come first`() throws {
    let bench = Self.running()
    #expect(bench.stage(Self.new, .devices) == .waiting([]))
    _ = bench.approve(Self.new, Self.anna, .devices)
    guard case .inEffect(let change) = bench.approve(Self.new, Self.berta, .devices) else {
      throw Scene.Unusable(text: "not in effect")
    }
    #expect(change.approvers == [Self.anna, Self.berta] && change.operators == [])
    let later = sha("later")
    for who in [Self.berta, Self.carla] { _ = bench.approve(later, who, .devices) }
    #expect(bench.machine.inEffect(.devices)?.digest == Self.new)
    _ = bench.stage(later, .devices)
    #expect(bench.machine.inEffect(.devices)?.digest == later)
    #expect(bench.machine.inEffect(.configuration)?.digest == Self.old)
  }

  @Test func `what is about to be recorded as in effect is not recorded twice`() {
    var machine = Machine(operators: [Self.anna, Self.berta, Self.carla], demo: false)
    _ = machine.stage(.configuration, Self.old, at: Sample.now)
    let standings = [Self.anna, Self.berta, Self.carla].enumerated().map { index, who in
      let body = Approval.body(subject: .configuration, digest: Self.old, approver: who, key: nil)
      return machine.approved(
        SealedRecord(
          sequence: Int64(index + 1), previous: sha(""), time: Sample.now, kind: .changeApproved,
          body: body.canonicalBytes(), hash: sha("")), at: Sample.now)
    }
    #expect(standings.first == .waiting([Self.anna]))
    if case .takeEffect = standings[1] {} else { Issue.record("\(standings[1])") }
    #expect(standings.last == .approved([Self.anna, Self.berta, Self.carla]))
  }

  @Test func `an operator who left does not count, and whoever is new does`() {
    var bench = Self.running()
    _ = bench.approve(sha("import"), Self.carla, .devices)
    for who in [Self.anna, Self.berta] { _ = bench.approve(Self.new, who) }
    let dora = Bench.operator("dora")
    bench = bench.restarted([Self.anna, dora])
    _ = bench.stage(Self.new)
    #expect(bench.stage(sha("import"), .devices) == .waiting([]))
    #expect(bench.approve(sha("import"), dora, .devices) == .waiting([dora]))
  }

  @Test func `a record of these kinds that cannot be read stops the start`() {
    for kind in [RecordKind.changeApproved, .changeInEffect] {
      var machine = Bench().machine
      let record = SealedRecord(
        sequence: 1, previous: sha(""), time: Sample.now, kind: kind,
        body: JSONValue.object(["subject": .string("configuration")]).canonicalBytes(), hash: sha(""))
      let isRead = machine.restore(record)
      #expect(!isRead)
    }
  }
}

private func sha(_ text: String) -> Digest { Hash.digest(Array(text.utf8)) }
