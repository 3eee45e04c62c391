import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct SerialIsReservedForThisRequestTests {
  @Test func `passes: a reservation for this key`() throws {
    #expect(
      try judge(
        SerialIsReservedForThisRequest(),
        evidence { $0.reserve(subjectKey: SampleKey.subject.facts.spkiSHA256, expires: Sample.now.adding(seconds: 1)) })
        == .passes)
  }

  @Test func `fails: another CA, requester and key, too late`() throws {
    #expect(
      try judge(
        SerialIsReservedForThisRequest(),
        evidence {
          $0.reserve(
            issuer: "other", requester: "ra-2", subjectKey: SampleKey.root.facts.spkiSHA256, expires: Sample.now)
        })
        == .fails([
          "serialNumber is reserved at other, must be reserved at issuing",
          "serialNumber is reserved for another requester, must be reserved for ra-1",
          "serialNumber is reserved for another key, must be reserved for the key with "
            + "sha-256:f3ce79818388945b2ef3364858dd2652d71ebe615e7be3453ffc8b9f3c76f2c2",
          "serialNumber is reserved until 2026-11-20T12:00:00Z, must be a reservation in force at "
            + "2026-11-20T12:00:00Z",
        ]))
  }

  @Test func `does not apply: a number that is not reserved`() throws {
    #expect(try judge(SerialIsReservedForThisRequest(), evidence { $0.serial = .unknown }) == .doesNotApply)
  }
}
