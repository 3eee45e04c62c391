import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct PerspectivesCorroborateTests {
  @Test func `passes: five`() throws {
    #expect(try judge(PerspectivesCorroborate(), process(.evcp)) == .passes)
  }

  @Test func `passes: four are enough in November 2026`() throws {
    #expect(
      try judge(PerspectivesCorroborate(), process(.evcp) { $0.application.domains[0].perspectives = 4 }) == .passes)
  }

  @Test func `fails: three`() throws {
    #expect(
      try judge(PerspectivesCorroborate(), process(.evcp) { $0.application.domains[0].perspectives = 3 })
        == .fails(["application.domains[0].perspectives is 3, must be at least 4"]))
  }

  @Test func `fails: four from 2026-12-15`() throws {
    #expect(
      try judge(
        PerspectivesCorroborate(),
        process(.evcp) {
          $0.application.domains[0].perspectives = 4
          $0.now = Sample.instant("2026-12-15")
        }) == .fails(["application.domains[0].perspectives is 4, must be at least 5"]))
  }

  @Test func `fails: not said`() throws {
    #expect(
      try judge(PerspectivesCorroborate(), process(.evcp) { $0.application.domains[0].perspectives = nil })
        == .fails(["application.domains[0].perspectives is absent, must be at least 4"]))
  }

  @Test func `does not apply: no policy of browsers`() throws {
    #expect(try judge(PerspectivesCorroborate(), process(.qcpL)) == .doesNotApply)
  }
}
