import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ListKeepsItsEntriesTests {
  @Test func `passes: all are there`() throws {
    #expect(try judge(ListKeepsItsEntries(), list()) == .passes)
  }

  @Test func `passes: one is gone that had ended before the list before`() throws {
    #expect(
      try judge(
        ListKeepsItsEntries(),
        list {
          $0.list.entries.removeFirst(); $0.certificates[0].serial = [0x0A, 0x0B];
          $0.certificates[0].notAfter = Sample.time("2026-05-31T23:59:59Z")
        }) == .passes)
  }

  @Test func `fails: one is gone`() throws {
    #expect(
      try judge(ListKeepsItsEntries(), list { $0.list.entries.removeFirst() })
        == .fails([
          "revokedCertificates is 0a0b gone, must be all of the previous list's whose certificates are not known to have ended before it"
        ]))
  }

  @Test func `fails: one is gone that ended since`() throws {
    #expect(
      try judge(
        ListKeepsItsEntries(),
        list {
          $0.list.entries.removeFirst(); $0.certificates[0].serial = [0x0A, 0x0B];
          $0.certificates[0].notAfter = Sample.time("2026-06-01T00:00:00Z")
        })
        == .fails([
          "revokedCertificates is 0a0b gone, must be all of the previous list's whose certificates are not known to have ended before it"
        ]))
  }

  @Test func `fails: one is gone that had ended, and the list says that it keeps such`() throws {
    #expect(
      try judge(
        ListKeepsItsEntries(),
        list {
          $0.list.entries.removeFirst(); $0.certificates[0].serial = [0x0A, 0x0B];
          $0.certificates[0].notAfter = Sample.time("2026-05-31T23:59:59Z");
          $0.list.set(ExpiredCertificatesOnCRL(Sample.time("2026-01-01T00:00:00Z")))
        })
        == .fails(["revokedCertificates is 0a0b gone, must be all that ended since 2026-01-01T00:00:00Z"]))
  }

  @Test func `does not apply: a first list`() throws {
    #expect(try judge(ListKeepsItsEntries(), list { $0.previous = nil }) == .doesNotApply)
  }
}
