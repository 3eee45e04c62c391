import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct FirstIssuanceHasNoPreviousTests {
  @Test func `passes: a first issuance that shows none`() throws {
    #expect(try judge(FirstIssuanceHasNoPrevious(), event(.initial).change) == .passes)
  }

  @Test func `fails: a first issuance that shows one`() throws {
    #expect(
      try judge(FirstIssuanceHasNoPrevious(), event(.initial) { $0.previous = .subject() }.change)
        == .fails([
          "previousCertificate is present, must be absent, as the event is initial; or a renewal, re-key or modification"
        ]))
  }

  @Test func `does not apply: a renewal`() throws {
    #expect(try judge(FirstIssuanceHasNoPrevious(), event(.renewal).change) == .doesNotApply)
  }
}
