import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct CAAIsCheckedTests {
  @Test func `passes: an hour ago`() throws {
    #expect(try judge(CAAIsChecked(), process(.evcp)) == .passes)
  }

  @Test func `fails: yesterday`() throws {
    #expect(
      try judge(
        CAAIsChecked(),
        process(.ovcp) { $0.application.domains[0].caaCheckedAt = Sample.instant("2026-11-20T03:59:59Z") })
        == .fails([
          "application.domains[0].caaCheckedAt is 2026-11-20T03:59:59Z, must be at most 8 hours before 2026-11-20T12:00:00Z"
        ]))
  }

  @Test func `fails: never`() throws {
    #expect(
      try judge(CAAIsChecked(), process(.evcp) { $0.application.domains[0].caaCheckedAt = nil })
        == .fails(["application.domains[0].caaCheckedAt is absent, must be the time of the CAA check"]))
  }

  @Test func `does not apply: QNCP-w-gen, which is not built on the Baseline Requirements`() throws {
    #expect(
      try judge(CAAIsChecked(), process(.qncpWGen) { $0.application.domains[0].caaCheckedAt = nil }) == .doesNotApply)
  }
}
