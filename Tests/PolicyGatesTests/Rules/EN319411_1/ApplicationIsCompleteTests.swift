import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct ApplicationIsCompleteTests {
  @Test func `passes: complete`() throws {
    #expect(try judge(ApplicationIsComplete(), process()) == .passes)
  }

  @Test func `fails: found incomplete`() throws {
    #expect(
      try judge(ApplicationIsComplete(), process { $0.application.processing?.complete = false })
        == .fails(["application.processing.complete is false, must be true"]))
  }

  @Test func `fails: not processed at all`() throws {
    #expect(
      try judge(ApplicationIsComplete(), process { $0.application.processing = nil })
        == .fails(["application.processing.complete is absent, must be true"]))
  }

  @Test func `does not apply: no application, which another rule refuses`() throws {
    #expect(try judge(ApplicationIsComplete(), process { $0.isThere = false }) == .doesNotApply)
  }
}
