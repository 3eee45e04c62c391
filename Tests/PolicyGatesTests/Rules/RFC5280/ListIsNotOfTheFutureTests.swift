import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ListIsNotOfTheFutureTests {
  @Test func `passes: ten minutes ago`() throws {
    #expect(try judge(ListIsNotOfTheFuture(), list()) == .passes)
  }

  @Test func `passes: this very second`() throws {
    #expect(
      try judge(ListIsNotOfTheFuture(), list { $0.list.thisUpdate = Sample.time("2026-11-20T12:00:00Z") }) == .passes)
  }

  @Test func `fails: a second ahead`() throws {
    guard
      case .fails(let found) = try judge(
        ListIsNotOfTheFuture(), list { $0.list.thisUpdate = Sample.time("2026-11-20T12:00:01Z") })
    else {
      Issue.record("it passes")
      return
    }
    #expect(found.count == 1)
  }

  @Test func `fails: before the CA began`() throws {
    guard
      case .fails(let found) = try judge(
        ListIsNotOfTheFuture(), list { $0.list.thisUpdate = Sample.time("2025-12-31T23:59:59Z") })
    else {
      Issue.record("it passes")
      return
    }
    #expect(found.count == 1)
  }

  @Test func `fails: a CA that has ended`() throws {
    guard
      case .fails(let found) = try judge(
        ListIsNotOfTheFuture(), list { $0.ca.notAfter = Sample.time("2026-11-20T11:59:59Z") })
    else {
      Issue.record("it passes")
      return
    }
    #expect(found.count == 1)
  }

  @Test func `does not apply to nothing: every list is judged, and no certificate`() throws {
    #expect(ListIsNotOfTheFuture().applies(to: try list()))
    #expect(ListIsNotOfTheFuture.metadata.scope == .certificateList)
    #expect(RuleScope.everything.isDisjoint(with: .certificateList))
  }
}
