import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ValidityIsLimitedTests {
  @Test func `passes: 398 days from 2026-03-14T23-59-59Z`() throws {
    #expect(
      try judge(
        ValidityIsLimited(),
        subject(.dvcp, at: Sample.instant("2026-03-14T23:59:59Z")) {
          $0.notBefore = Sample.time("2026-03-14T23:59:59Z")
          $0.notAfter = Sample.time("2027-04-16T23:59:58Z")
        }) == .passes)
  }

  @Test func `fails: a second over 398 days from 2026-03-14T23-59-59Z`() throws {
    #expect(
      try judge(
        ValidityIsLimited(),
        subject(.dvcp, at: Sample.instant("2026-03-14T23:59:59Z")) {
          $0.notBefore = Sample.time("2026-03-14T23:59:59Z")
          $0.notAfter = Sample.time("2027-04-16T23:59:59Z")
        })
        == .fails([
          "validity is 34387201 seconds, must be at most 398 days, 34387200 seconds, when issued 2026-03-14T23:59:59Z"
        ]))
  }

  @Test func `passes: 200 days from 2026-03-15T00-00-00Z`() throws {
    #expect(
      try judge(
        ValidityIsLimited(),
        subject(.dvcp, at: Sample.instant("2026-03-15T00:00:00Z")) {
          $0.notBefore = Sample.time("2026-03-15T00:00:00Z")
          $0.notAfter = Sample.time("2026-09-30T23:59:59Z")
        }) == .passes)
  }

  @Test func `fails: a second over 200 days from 2026-03-15T00-00-00Z`() throws {
    #expect(
      try judge(
        ValidityIsLimited(),
        subject(.dvcp, at: Sample.instant("2026-03-15T00:00:00Z")) {
          $0.notBefore = Sample.time("2026-03-15T00:00:00Z")
          $0.notAfter = Sample.time("2026-10-01T00:00:00Z")
        })
        == .fails([
          "validity is 17280001 seconds, must be at most 200 days, 17280000 seconds, when issued 2026-03-15T00:00:00Z"
        ]))
  }

  @Test func `passes: 200 days from 2027-03-14T23-59-59Z`() throws {
    #expect(
      try judge(
        ValidityIsLimited(),
        subject(.dvcp, at: Sample.instant("2027-03-14T23:59:59Z")) {
          $0.notBefore = Sample.time("2027-03-14T23:59:59Z")
          $0.notAfter = Sample.time("2027-09-30T23:59:58Z")
        }) == .passes)
  }

  @Test func `fails: a second over 200 days from 2027-03-14T23-59-59Z`() throws {
    #expect(
      try judge(
        ValidityIsLimited(),
        subject(.dvcp, at: Sample.instant("2027-03-14T23:59:59Z")) {
          $0.notBefore = Sample.time("2027-03-14T23:59:59Z")
          $0.notAfter = Sample.time("2027-09-30T23:59:59Z")
        })
        == .fails([
          "validity is 17280001 seconds, must be at most 200 days, 17280000 seconds, when issued 2027-03-14T23:59:59Z"
        ]))
  }

  @Test func `passes: 100 days from 2027-03-15T00-00-00Z`() throws {
    #expect(
      try judge(
        ValidityIsLimited(),
        subject(.dvcp, at: Sample.instant("2027-03-15T00:00:00Z")) {
          $0.notBefore = Sample.time("2027-03-15T00:00:00Z")
          $0.notAfter = Sample.time("2027-06-22T23:59:59Z")
        }) == .passes)
  }

  @Test func `fails: a second over 100 days from 2027-03-15T00-00-00Z`() throws {
    #expect(
      try judge(
        ValidityIsLimited(),
        subject(.dvcp, at: Sample.instant("2027-03-15T00:00:00Z")) {
          $0.notBefore = Sample.time("2027-03-15T00:00:00Z")
          $0.notAfter = Sample.time("2027-06-23T00:00:00Z")
        })
        == .fails([
          "validity is 8640001 seconds, must be at most 100 days, 8640000 seconds, when issued 2027-03-15T00:00:00Z"
        ]))
  }

  @Test func `passes: 100 days from 2029-03-14T23-59-59Z`() throws {
    #expect(
      try judge(
        ValidityIsLimited(),
        subject(.dvcp, at: Sample.instant("2029-03-14T23:59:59Z")) {
          $0.notBefore = Sample.time("2029-03-14T23:59:59Z")
          $0.notAfter = Sample.time("2029-06-22T23:59:58Z")
        }) == .passes)
  }

  @Test func `fails: a second over 100 days from 2029-03-14T23-59-59Z`() throws {
    #expect(
      try judge(
        ValidityIsLimited(),
        subject(.dvcp, at: Sample.instant("2029-03-14T23:59:59Z")) {
          $0.notBefore = Sample.time("2029-03-14T23:59:59Z")
          $0.notAfter = Sample.time("2029-06-22T23:59:59Z")
        })
        == .fails([
          "validity is 8640001 seconds, must be at most 100 days, 8640000 seconds, when issued 2029-03-14T23:59:59Z"
        ]))
  }

  @Test func `passes: 47 days from 2029-03-15T00-00-00Z`() throws {
    #expect(
      try judge(
        ValidityIsLimited(),
        subject(.dvcp, at: Sample.instant("2029-03-15T00:00:00Z")) {
          $0.notBefore = Sample.time("2029-03-15T00:00:00Z")
          $0.notAfter = Sample.time("2029-04-30T23:59:59Z")
        }) == .passes)
  }

  @Test func `fails: a second over 47 days from 2029-03-15T00-00-00Z`() throws {
    #expect(
      try judge(
        ValidityIsLimited(),
        subject(.dvcp, at: Sample.instant("2029-03-15T00:00:00Z")) {
          $0.notBefore = Sample.time("2029-03-15T00:00:00Z")
          $0.notAfter = Sample.time("2029-05-01T00:00:00Z")
        })
        == .fails([
          "validity is 4060801 seconds, must be at most 47 days, 4060800 seconds, when issued 2029-03-15T00:00:00Z"
        ]))
  }

  @Test func `does not apply: QNCP-w-gen`() throws {
    #expect(try judge(ValidityIsLimited(), subject(.qncpWGen)) == .doesNotApply)
  }
}
