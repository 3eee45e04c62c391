import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct EquivalenceIsProvenTests {
  @Test func `passes: a proof`() throws {
    #expect(
      try judge(
        EquivalenceIsProven(),
        process {
          $0.application.registration?.method = "video"
          $0.application.registration?.methodEquivalence = "conformity assessment 12"
        }) == .passes)
  }

  @Test func `fails: none`() throws {
    #expect(
      try judge(EquivalenceIsProven(), process { $0.application.registration?.method = "video" })
        == .fails([
          "application.registration.methodEquivalence is absent, must be the proof that video is equivalent to presence"
        ]))
  }

  @Test func `does not apply: physical presence`() throws {
    #expect(try judge(EquivalenceIsProven(), process()) == .doesNotApply)
  }

  @Test func `does not apply: no qualified policy`() throws {
    #expect(
      try judge(EquivalenceIsProven(), process(.ncp) { $0.application.registration?.method = "video" }) == .doesNotApply
    )
  }
}
