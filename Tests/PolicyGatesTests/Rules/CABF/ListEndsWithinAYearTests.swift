import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ListEndsWithinAYearTests {
  @Test func `passes: twelve months to the second`() throws {
    #expect(try judge(ListEndsWithinAYear(), list()) == .passes)
  }

  @Test func `passes: twelve months over a leap day`() throws {
    #expect(
      try judge(
        ListEndsWithinAYear(),
        list {
          $0.list.thisUpdate = Sample.time("2027-06-01T00:00:00Z");
          $0.list.nextUpdate = Sample.time("2028-06-01T00:00:00Z")
        }) == .passes)
  }

  @Test func `passes: twelve months from a leap day`() throws {
    #expect(
      try judge(
        ListEndsWithinAYear(),
        list {
          $0.list.thisUpdate = Sample.time("2028-02-29T00:00:00Z");
          $0.list.nextUpdate = Sample.time("2029-02-28T00:00:00Z")
        }) == .passes)
  }

  @Test func `fails: a second more`() throws {
    #expect(
      try judge(ListEndsWithinAYear(), list { $0.list.nextUpdate = Sample.time("2027-11-20T11:50:01Z") })
        == .fails(["nextUpdate is 2027-11-20T11:50:01Z, must be after thisUpdate, and until 2027-11-20T11:50:00Z"]))
  }

  @Test func `fails: an end before the beginning`() throws {
    #expect(
      try judge(ListEndsWithinAYear(), list { $0.list.nextUpdate = $0.list.thisUpdate })
        == .fails(["nextUpdate is 2026-11-20T11:50:00Z, must be after thisUpdate, and until 2027-11-20T11:50:00Z"]))
  }

  @Test func `does not apply: the last list, which has no end`() throws {
    #expect(
      try judge(
        ListEndsWithinAYear(),
        list {
          $0.isLast = true; $0.list.nextUpdate = Sample.time("9999-12-31T23:59:59Z")
        }) == .doesNotApply)
  }
}
