import Evidence
import Records
import Testing

/// The registers of certificates, names, keys, revocations, inventories and acceptances, in every store.
@Suite struct RegisterContract {
  private let folder = try? TemporaryFolder()

  private func journal(_ kind: StoreKind) throws -> Journal { Journal(try kind.open(try #require(folder))) }

  private func intend(
    _ number: UInt8, in journal: Journal, _ certification: Certification, serial: SerialNumber? = nil,
    key: String = "key", reserve: Bool = true
  ) async throws {
    let own = try Sample.serial(number)
    let number16 = serial ?? own
    if reserve { try await Sample.reserve([number16], in: journal) }
    _ = try await journal.intend(
      try Sample.intent(
        number, serial: number16, subjectKey: Sample.hash(key), certification: certification))
  }

  private func question(
    _ journal: Journal, name: String = "name", key: String = "key", previous: SerialNumber? = nil,
    inventory: Bool = false
  ) async throws -> RegisterAnswers {
    try await journal.store.report(
      RegisterQuestion(
        request: Sample.hash("none"), issuer: "issuing", serial: previous, nameForm: Sample.hash(name),
        subjectKey: Sample.hash(key), previous: previous, requiresInventory: inventory)
    ).answers
  }

  @Test(arguments: StoreKind.allCases)
  func `an intent enters certificate, name and key, and its outcome the certificate's digest`(kind: StoreKind)
    async throws
  {
    let journal = try journal(kind)
    let serial = try Sample.serial(1)
    #expect(try await question(journal) == RegisterAnswers(serial: .unknown))
    try await intend(1, in: journal, Sample.certification(terms: Sample.hash("terms")))
    let entry = CertificateEntry(
      issuer: "issuing", serial: serial, subjectName: Sample.hash("der of name"), nameForm: Sample.hash("name"),
      subjectID: "S-1", subjectKey: Sample.hash("key"), notBefore: Sample.now,
      notAfter: Sample.now.adding(seconds: 60), policy: .qcpNQSCD, event: .initial, terms: Sample.hash("terms"),
      decision: try Sample.decision(1))
    var answers = try await question(journal, previous: serial)
    #expect(answers.previous == entry)
    #expect(answers.nameHolders == Holders(["S-1"]) && answers.keyHolders == Holders(["S-1"]))
    try await journal.conclude(Outcome(decision: try Sample.decision(1), signedObject: [7]))
    answers = try await question(journal, previous: serial)
    #expect(answers.previous?.certificate == Blob([7]).address)
    #expect(RegisterAnswers(answers.json) == answers)
  }

  @Test(arguments: StoreKind.allCases)
  func `one name or key is not two subjects', whatever the gates saw before`(kind: StoreKind) async throws {
    let journal = try journal(kind)
    try await intend(1, in: journal, Sample.certification())
    await expectConflict(.nameOfAnother(try Sample.serial(2))) {
      try await intend(2, in: journal, Sample.certification(subject: "S-2"), key: "other")
    }
    await expectConflict(.keyOfAnother(try Sample.serial(3))) {
      try await intend(3, in: journal, Sample.certification(subject: "S-2", name: "other"))
    }
    #expect(try await question(journal, name: "other", key: "other") == RegisterAnswers(serial: .unknown))
    // What failed left nothing behind: its serial is free for the right subject.
    try await intend(2, in: journal, Sample.certification(), reserve: false)
  }

  @Test(arguments: StoreKind.allCases)
  func `of two subjects who ask for one name at once, one gets it`(kind: StoreKind) async throws {
    let journal = try journal(kind)
    for number in 1...8 { try await Sample.reserve([try Sample.serial(UInt8(number))], in: journal) }
    let taken = await withTaskGroup(of: Bool.self) { group in
      for number in 1...8 {
        group.addTask {
          await Sample.succeeds {
            try await intend(
              UInt8(number), in: journal, Sample.certification(subject: "S-\(number)"), key: "key \(number)",
              reserve: false)
          }
        }
      }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(taken == 1)
    #expect(try await question(journal).nameHolders.subjects.count == 1)
  }

  @Test(arguments: StoreKind.allCases)
  func `under DVCP a name is nobody's`(kind: StoreKind) async throws {
    let journal = try journal(kind)
    for (number, subject) in [(UInt8(1), "S-1"), (2, "S-2")] {
      try await Sample.reserve([try Sample.serial(number)], in: journal)
      _ = try await journal.intend(
        try Sample.intent(
          number, serial: try Sample.serial(number), subjectKey: Sample.hash(subject), policy: "dvcp",
          certification: Sample.certification(subject: subject)))
    }
    #expect(try await question(journal).nameHolders == Holders())
  }

  @Test(arguments: StoreKind.allCases)
  func `a precertificate and its certificate share a serial, each once`(kind: StoreKind) async throws {
    let journal = try journal(kind)
    let serial = try Sample.serial(1)
    let pair = Blob([7]).address
    try await intend(1, in: journal, Sample.certification(isPrecertificate: true))
    await expectConflict(.precertificateUnknown(serial)) {
      try await intend(2, in: journal, Sample.certification(precertificate: pair), serial: serial, reserve: false)
    }
    try await journal.conclude(Outcome(decision: try Sample.decision(1), signedObject: [7]))
    guard case .precertified(let found) = try await journal.store.status(of: serial) else {
      Issue.record("not precertified")
      return
    }
    #expect(try found.decision == Sample.decision(1) && found.certificate == pair)
    for (number, wrong) in [
      (UInt8(3), Sample.certification()), (4, Sample.certification(isPrecertificate: true)),
    ] {
      await expectConflict(.serialSpent(serial, by: found.decision)) {
        try await intend(number, in: journal, wrong, serial: serial, reserve: false)
      }
    }
    await expectConflict(.precertificateUnknown(serial)) {
      try await intend(
        5, in: journal, Sample.certification(precertificate: Sample.hash("x")), serial: serial, reserve: false)
    }
    try await intend(6, in: journal, Sample.certification(precertificate: pair), serial: serial, reserve: false)
    await expectConflict(.serialSpent(serial, by: try! Sample.decision(6))) {
      try await intend(7, in: journal, Sample.certification(precertificate: pair), serial: serial, reserve: false)
    }
    #expect(try await journal.store.certificate(serial, isPrecertificate: true)?.entry.isPrecertificate == true)
    #expect(try await journal.store.certificate(serial, isPrecertificate: false)?.entry.decision == Sample.decision(6))
  }

  @Test(arguments: StoreKind.allCases)
  func `an inventory takes numbers, names and keys, and stands against what it meets`(kind: StoreKind) async throws {
    let journal = try journal(kind)
    let file = Sample.hash("file")
    try await Sample.reserve([try Sample.serial(9)], in: journal)
    try await journal.enlist(
      [
        try Sample.entry(1, name: "name", subject: nil), try Sample.entry(2, name: "other", subject: "S-1"),
        try Sample.entry(1, name: "name", subject: nil, isPrecertificate: true),
      ], from: file)
    #expect(try await journal.store.status(of: try Sample.serial(1)) == .imported(issuer: "issuing"))
    #expect(try await question(journal).nameHolders == Holders([nil]))
    await expectConflict(.serialTaken(try Sample.serial(1))) {
      try await Sample.reserve([try Sample.serial(1)], in: journal)
    }
    let refused: [(Conflict, [CertificateEntry])] = [
      (.serialTaken(try Sample.serial(1)), [try Sample.entry(1, name: "a", subject: nil)]),
      (.serialTaken(try Sample.serial(9)), [try Sample.entry(9, name: "a", subject: nil)]),
      (.nameOfAnother(try Sample.serial(3)), [try Sample.entry(3, name: "other", subject: "S-2")]),
      (
        .nameOfAnother(try Sample.serial(4)),
        [try Sample.entry(3, name: "new", subject: "S-1"), try Sample.entry(4, name: "new", subject: "S-2")]
      ),
      (
        .serialTaken(try Sample.serial(2)),
        [try Sample.entry(2, name: "a", subject: nil, issuer: "x", isPrecertificate: true)]
      ),
    ]
    for (conflict, entries) in refused {
      await expectConflict(conflict) { try await journal.enlist(entries, from: file) }
    }
    #expect(try await !journal.store.hasInventory(of: "issuing"))
    #expect(try await question(journal, inventory: true).inventoryIsMissing)
    try await journal.closeInventory(
      Inventory(issuer: "issuing", file: file), certificates: 3, revocations: 0, at: Sample.now)
    #expect(try await journal.store.hasInventory(of: "issuing"))
    #expect(try await !question(journal, inventory: true).inventoryIsMissing)
  }

  @Test(arguments: StoreKind.allCases)
  func `who shows the certificate of an unnamed bearer of a name gets it, and nobody else`(kind: StoreKind)
    async throws
  {
    let journal = try journal(kind)
    try await journal.enlist([try Sample.entry(1, name: "name", subject: nil)], from: Sample.hash("file"))
    await expectConflict(.nameOfAnother(try Sample.serial(2))) {
      try await intend(2, in: journal, Sample.certification())
    }
    try await intend(2, in: journal, Sample.certification(previous: try Sample.serial(1)), reserve: false)
    await expectConflict(.nameOfAnother(try Sample.serial(3))) {
      try await intend(
        3, in: journal, Sample.certification(subject: "S-2", previous: try Sample.serial(1)), key: "other")
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `a revocation stands once, and a compromised key is certified no more`(kind: StoreKind) async throws {
    let journal = try journal(kind)
    let serial = try Sample.serial(1)
    try await intend(1, in: journal, Sample.certification())
    let revocation = Revocation(serial: serial, reason: .keyCompromise, at: Sample.now)
    func revoke() async throws {
      try await journal.revoke(
        revocation, issuer: "issuing", subjectKey: Sample.hash("key"), reportedBy: "ra-1", at: Sample.now)
    }
    try await revoke()
    await expectConflict(.alreadyRevoked(serial)) { try await revoke() }
    let answers = try await question(journal, previous: serial)
    #expect(answers.previousRevocation == revocation && answers.keyCompromised == Sample.now)
    #expect(try await journal.store.certificate(serial, isPrecertificate: false)?.revocation == revocation)
    #expect(RegisterAnswers(answers.json) == answers)
    await expectConflict(.keyCompromised(try Sample.serial(2))) {
      try await intend(2, in: journal, Sample.certification())
    }
    try await journal.reportCompromise(
      of: Sample.hash("found"), since: Sample.now, reportedBy: "operator", at: Sample.now)
    #expect(try await question(journal, key: "found").keyCompromised == Sample.now)
    // The same news again changes nothing.
    try await journal.reportCompromise(
      of: Sample.hash("found"), since: Sample.now.adding(seconds: 5), reportedBy: "operator", at: Sample.now)
    #expect(try await question(journal, key: "found").keyCompromised == Sample.now)
  }

  private func serials(
    _ journal: Journal, of device: String = "hsm-1", at now: Instant = Sample.now, after: UInt8? = nil,
    limit: Int = 10
  ) async throws -> [UInt8] {
    let serial = try after.map { try Sample.serial($0) }
    return try await journal.store.certificates(ofDevice: device, at: now, after: serial, limit: limit)
      .compactMap(\.serial.magnitude.last)
  }

  @Test(arguments: StoreKind.allCases)
  func `every certificate remembers its device while it is in use, and no longer`(kind: StoreKind) async throws {
    let journal = try journal(kind)
    for number: UInt8 in 1...6 {
      let device = [3: "hsm-2", 4: nil][number] ?? "hsm-1"
      try await intend(number, in: journal, Sample.certification(name: "n\(number)", device: device), key: "k\(number)")
    }
    #expect(try await serials(journal) == [1, 2, 5, 6])
    #expect(try await serials(journal, after: 1, limit: 2) == [2, 5])
    #expect(try await serials(journal, after: 6).isEmpty)
    #expect(try await serials(journal, of: "hsm-2") == [3])
    #expect(try await journal.store.certifiedDevices(at: Sample.now) == ["hsm-1": 4, "hsm-2": 1])
    let first = try await journal.store.certificates(ofDevice: "hsm-1", at: Sample.now, after: nil, limit: 1).first
    #expect(try first == (await journal.store.certificate(Sample.serial(1), isPrecertificate: false)?.entry))
    #expect(first?.device == "hsm-1" && first.flatMap { CertificateEntry($0.json) } == first)

    try await journal.revoke(
      Revocation(serial: try Sample.serial(1), reason: .superseded, at: Sample.now), issuer: "issuing",
      subjectKey: nil, reportedBy: "ra-1", at: Sample.now)
    try await journal.concludeNotSigned(try Sample.decision(2), reason: "the token is away")
    try await journal.concludeUnknown(try Sample.decision(5), reason: "the service ended")
    #expect(try await serials(journal) == [5, 6])
    // The last second of a certificate is one of its life.
    let end = Sample.now.adding(seconds: 60)
    #expect(try await serials(journal, at: Instant(seconds: end.seconds, nanoseconds: 5)) == [5, 6])
    #expect(try await serials(journal, at: end.adding(seconds: 1)).isEmpty)
    #expect(try await journal.store.certifiedDevices(at: end.adding(seconds: 1)).isEmpty)
  }

  @Test(arguments: StoreKind.allCases)
  func `of a pair the certificate stands for both, unless it was never signed`(kind: StoreKind) async throws {
    let journal = try journal(kind)
    let serial = try Sample.serial(1)
    let pair = Blob([7]).address
    try await intend(1, in: journal, Sample.certification(isPrecertificate: true, device: "hsm-1"))
    try await journal.conclude(Outcome(decision: try Sample.decision(1), signedObject: [7]))
    func found() async throws -> [Bool] {
      try await journal.store.certificates(ofDevice: "hsm-1", at: Sample.now, after: nil, limit: 10)
        .map(\.isPrecertificate)
    }
    #expect(try await found() == [true])
    try await intend(
      2, in: journal, Sample.certification(precertificate: pair, device: "hsm-1"), serial: serial, reserve: false)
    #expect(try await found() == [false])
    try await journal.concludeNotSigned(try Sample.decision(2), reason: "the token is away")
    #expect(try await found() == [true])
    #expect(try await journal.store.certifiedDevices(at: Sample.now) == ["hsm-1": 1])
  }

  @Test(arguments: StoreKind.allCases)
  func `an acceptance that is due is open from the outcome on until it is on record`(kind: StoreKind) async throws {
    let journal = try journal(kind)
    let decision = try Sample.decision(1)
    let due = Sample.now.adding(seconds: 60)
    let accepted = Acceptance(act: "signed paper", at: Sample.now, by: "S-1", record: "R-1")
    try await intend(1, in: journal, Sample.certification(acceptanceDue: due))
    #expect(try await journal.store.openAcceptances().isEmpty)
    await expectConflict(.noAcceptanceDue(decision)) {
      try await journal.accept(decision, accepted, reportedBy: "ra-1")
    }
    try await journal.conclude(Outcome(decision: decision, signedObject: [7]))
    #expect(try await journal.store.openAcceptances() == [OpenAcceptance(decision: decision, due: due)])
    try await journal.accept(decision, accepted, reportedBy: "ra-1")
    #expect(try await journal.store.openAcceptances().isEmpty)
    await expectConflict(.noAcceptanceDue(decision)) {
      try await journal.accept(decision, accepted, reportedBy: "ra-1")
    }
  }
}
