import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct PDSIsSupportedTests {
  @Test func `passes: statement and address`() throws {
    #expect(try judge(PDSIsSupported(), process()) == .passes)
  }

  @Test func `fails: no address`() throws {
    #expect(
      try judge(PDSIsSupported(), process { $0.application.policyDocuments?.pdsURL = nil })
        == .fails([
          "application.policyDocuments.pds is without pdsUrl, must be a PKI disclosure statement and its address"
        ]))
  }

  @Test func `fails: no statement`() throws {
    #expect(
      try judge(PDSIsSupported(), process { $0.application.policyDocuments?.pds = nil })
        == .fails(["application.policyDocuments.pds is absent, must be a PKI disclosure statement and its address"]))
  }

  @Test func `does not apply: no qualified policy`() throws {
    #expect(try judge(PDSIsSupported(), process(.ncp)) == .doesNotApply)
  }
}
