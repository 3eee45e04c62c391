import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct RequestReadingIsWhatIsSignedTests {
  @Test func `passes: the same bytes`() throws {
    #expect(try judge(RequestReadingIsWhatIsSigned(), request()) == .passes)
  }

  @Test func `fails: other bytes`() throws {
    #expect(
      try judge(RequestReadingIsWhatIsSigned(), request { $0.infoBytes = [0x30, 0] })
        == .fails([
          "certificationRequestInfo is a reading of other bytes, must be a reading of exactly the bytes to be signed"
        ]))
  }

  @Test func `does not apply to nothing: every request is judged, and no certificate`() throws {
    #expect(RequestReadingIsWhatIsSigned().applies(to: try request()))
    #expect(RequestReadingIsWhatIsSigned.metadata.scope == .certificationRequest)
    #expect(RuleScope.everything.isDisjoint(with: .certificationRequest))
  }
}
