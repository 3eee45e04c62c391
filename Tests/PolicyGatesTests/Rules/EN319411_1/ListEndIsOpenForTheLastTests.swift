import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ListEndIsOpenForTheLastTests {
  @Test func `passes: an end, and another list follows`() throws {
    #expect(try judge(ListEndIsOpenForTheLast(), list()) == .passes)
  }

  @Test func `passes: no end, and none follows`() throws {
    #expect(
      try judge(
        ListEndIsOpenForTheLast(),
        list {
          $0.isLast = true; $0.list.nextUpdate = Sample.time("9999-12-31T23:59:59Z")
        }) == .passes)
  }

  @Test func `fails: no end, though another follows`() throws {
    #expect(
      try judge(ListEndIsOpenForTheLast(), list { $0.list.nextUpdate = Sample.time("9999-12-31T23:59:59Z") })
        == .fails(["nextUpdate is 9999-12-31T23:59:59Z, must be an end, as another list follows"]))
  }

  @Test func `fails: an end, though none follows`() throws {
    #expect(
      try judge(ListEndIsOpenForTheLast(), list { $0.isLast = true })
        == .fails(["nextUpdate is 2027-11-20T11:50:00Z, must be 9999-12-31T23:59:59Z, as there is no list after it"]))
  }

  @Test func `does not apply: a list that says nothing of its end`() throws {
    #expect(try judge(ListEndIsOpenForTheLast(), list { $0.list.nextUpdate = nil }) == .doesNotApply)
  }
}
