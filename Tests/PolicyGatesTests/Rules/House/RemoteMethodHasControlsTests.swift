import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct RemoteMethodHasControlsTests {
  @Test func `passes: it says so`() throws {
    #expect(
      try judge(
        RemoteMethodHasControls(),
        process {
          $0.application.registration?.method = "video"
          $0.application.registration?.impersonationControls = "liveness test"
        }) == .passes)
  }

  @Test func `fails: it does not`() throws {
    #expect(
      try judge(RemoteMethodHasControls(), process { $0.application.registration?.method = "video" })
        == .fails([
          "application.registration.impersonationControls is absent, must be what is done against impersonation"
        ]))
  }

  @Test func `does not apply: no remote method`() throws {
    #expect(try judge(RemoteMethodHasControls(), process()) == .doesNotApply)
  }
}
