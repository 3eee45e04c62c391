import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct PossessionIsProvenOnceBeforeTests {
  @Test func `passes: a new key without a certificate`() throws {
    #expect(try judge(PossessionIsProvenOnceBefore(), possession()) == .passes)
  }

  @Test func `fails: there is a certificate`() throws {
    #expect(
      try judge(PossessionIsProvenOnceBefore(), possession(status: .enabled))
        == .fails(["credential.status is enabled, must be pending"]))
  }

  @Test func `does not apply to nothing: every proof of possession is judged, and never another act`() throws {
    #expect(PossessionIsProvenOnceBefore().applies(to: try possession()))
    #expect(PossessionIsProvenOnceBefore.metadata.scope == .soleControl)
  }
}
