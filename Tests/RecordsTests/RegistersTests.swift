import Evidence
import Testing

@testable import Records

@Suite struct RegistersTests {
  private let serial = Sample.serial(7)
  private let key = Sample.hash("subject key")

  private func reserved(_ subjectKey: Digest? = nil, expires: Instant? = nil) -> SerialStatus {
    .reserved(
      SerialReservation(
        serial: serial, issuer: "issuing", requester: "ra-1", subjectKey: subjectKey, reservedAt: Sample.now,
        expires: expires))
  }

  private func claim(issuer: String = "issuing", requester: String = "ra-1", subjectKey: Digest? = nil) -> SerialClaim {
    SerialClaim(serial: serial, issuer: issuer, requester: requester, subjectKey: subjectKey, at: Sample.now)
  }

  @Test func `a claim must fit the reservation in issuer, requester, subject key and time`() {
    #expect(claim().conflict(with: reserved()) == nil)
    #expect(claim(subjectKey: key).conflict(with: reserved()) == nil)
    #expect(claim(subjectKey: key).conflict(with: reserved(key)) == nil)
    #expect(claim().conflict(with: .unknown) == .serialNotReserved(serial))
    #expect(
      claim().conflict(with: .spent(decision: Sample.decision(1))) == .serialSpent(serial, by: Sample.decision(1)))
    #expect(claim(issuer: "x").conflict(with: reserved()) == .serialReservedForAnother(serial, field: "issuer"))
    #expect(claim(requester: "x").conflict(with: reserved()) == .serialReservedForAnother(serial, field: "requester"))
    #expect(claim().conflict(with: reserved(key)) == .serialReservedForAnother(serial, field: "subject key"))
    #expect(
      claim(subjectKey: Sample.hash("x")).conflict(with: reserved(key))
        == .serialReservedForAnother(serial, field: "subject key"))
    #expect(
      claim().conflict(with: reserved(expires: Sample.now)) == .reservationExpired(serial, at: Sample.now))
    #expect(claim().conflict(with: reserved(expires: Sample.now.adding(seconds: 1))) == nil)
  }

  @Test func `a conflict in one change leaves the others undone`() throws {
    var registers = Registers()
    try registers.apply(Sample.intent(1, request: "a").entry.changes, of: 1)
    let second = Sample.intent(2, request: "b", consumes: [Consumption(register: "sad", value: "x")]).entry.changes
    let bad = second + Sample.intent(1, request: "c").entry.changes
    #expect(throws: JournalError.conflict(.duplicateDecision(Sample.decision(1)))) {
      try registers.apply(bad, of: 2)
    }
    #expect(registers.decision(.id(Sample.decision(2))) == nil)
    try registers.apply(second, of: 2)
    #expect(registers.pending == [Sample.decision(1), Sample.decision(2)])
  }

  @Test func `a refusal occupies nothing and hides no intent`() throws {
    var registers = Registers()
    try registers.apply(Journal.refusal(Sample.judgement(1, serial: serial, request: "a")).changes, of: 1)
    #expect(registers.decision(.request(Sample.hash("a")))?.id == Sample.decision(1))
    try registers.apply(Sample.reservation([serial]).changes, of: 2)
    try registers.apply(Sample.intent(2, serial: serial, request: "a").entry.changes, of: 3)
    try registers.apply(Journal.refusal(Sample.judgement(3, serial: serial, request: "a")).changes, of: 4)
    #expect(registers.decision(.request(Sample.hash("a")))?.id == Sample.decision(2))
    #expect(registers.decision(.serial(serial))?.id == Sample.decision(2))
    #expect(registers.decision(.id(Sample.decision(3)))?.state == .refused)
  }

  @Test func `every conflict says what stands in the way`() {
    let texts = [
      Conflict.serialTaken(serial), .serialNotReserved(serial), .serialSpent(serial, by: Sample.decision(1)),
      .serialReservedForAnother(serial, field: "issuer"), .reservationExpired(serial, at: Sample.now),
    ].map(\.description)
    #expect(texts.allSatisfy { $0.contains("serial 0107") })
    #expect(
      JournalError.conflict(.duplicateRequest(Sample.decision(1))).description
        == "the same request was taken before, as decision 01010101010101010101010101010101")
  }
}
