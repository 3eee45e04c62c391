import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct RequestNamesASubjectTests {
  @Test func `passes: a name`() throws {
    #expect(try judge(RequestNamesASubject(), request()) == .passes)
  }

  @Test func `fails: none`() throws {
    #expect(
      try judge(RequestNamesASubject(), request { $0.subject = [] })
        == .fails(["subject is empty, must be the CA's name"]))
  }

  @Test func `does not apply to nothing: every request is judged, and no certificate`() throws {
    #expect(RequestNamesASubject().applies(to: try request()))
    #expect(RequestNamesASubject.metadata.scope == .certificationRequest)
    #expect(RuleScope.everything.isDisjoint(with: .certificationRequest))
  }
}
