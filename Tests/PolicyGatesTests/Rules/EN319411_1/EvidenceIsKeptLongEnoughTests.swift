import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct EvidenceIsKeptLongEnoughTests {
  @Test func `passes: seven years and more`() throws {
    #expect(try judge(EvidenceIsKeptLongEnough(), process()) == .passes)
  }

  @Test func `passes: to the second`() throws {
    #expect(
      try judge(
        EvidenceIsKeptLongEnough(), process { $0.application.retention?.retainUntil = Sample.instant("2035-12-31") })
        == .passes)
  }

  @Test func `fails: too short`() throws {
    #expect(
      try judge(
        EvidenceIsKeptLongEnough(),
        process {
          $0.application.retention?.retainUntil = Sample.instant("2035-11-20T11:59:58Z")
          $0.application.retention?.termsUntil = nil
        })
        == .fails(["application.retention.retainUntil is 2035-11-20T11:59:58Z, must be 2035-11-20T11:59:59Z or later"]))
  }

  @Test func `fails: the terms promise more`() throws {
    #expect(
      try judge(
        EvidenceIsKeptLongEnough(), process { $0.application.retention?.termsUntil = Sample.instant("2040-01-01") })
        == .fails(["application.retention.retainUntil is 2036-12-31T00:00:00Z, must be 2040-01-01T00:00:00Z or later"]))
  }

  @Test func `fails: not said`() throws {
    #expect(
      try judge(EvidenceIsKeptLongEnough(), process { $0.application.retention = nil })
        == .fails(["application.retention.retainUntil is absent, must be 2035-11-20T11:59:59Z or later"]))
  }

  @Test func `does not apply: no application, which another rule refuses`() throws {
    #expect(try judge(EvidenceIsKeptLongEnough(), process { $0.isThere = false }) == .doesNotApply)
  }
}
