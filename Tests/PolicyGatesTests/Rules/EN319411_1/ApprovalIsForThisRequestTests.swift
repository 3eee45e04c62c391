import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct ApprovalIsForThisRequestTests {
  @Test func `passes: the same policy, event, registration and key`() throws {
    #expect(try judge(ApprovalIsForThisRequest(), process()) == .passes)
  }

  @Test func `fails: another policy and event`() throws {
    #expect(
      try judge(
        ApprovalIsForThisRequest(),
        process {
          $0.application.processing?.approvals[0].policy = .ncp
          $0.application.processing?.approvals[0].event = .rekey
        })
        == .fails([
          "application.processing.approvals[0].policy is ncp, must be qcp-n-qscd, as requested",
          "application.processing.approvals[0].event is re-key, must be initial, as requested",
        ]))
  }

  @Test func `fails: another registration, no key`() throws {
    #expect(
      try judge(
        ApprovalIsForThisRequest(),
        process {
          $0.application.processing?.approvals[0].registrationSHA256 = Sample.termsSHA256
          $0.application.processing?.approvals[0].subjectKeySHA256 = nil
        })
        == .fails([
          "application.processing.approvals[0].registrationSha256 is \(Sample.termsSHA256.hex), must be \(SampleProcess.registrationSHA256.hex), as requested",
          "application.processing.approvals[0].subjectKeySha256 is absent, must be \(SampleKey.subject.facts.spkiSHA256.hex), as requested",
        ]))
  }

  @Test func `does not apply: no approval, which another rule refuses`() throws {
    #expect(
      try judge(ApprovalIsForThisRequest(), process { $0.application.processing?.approvals = [] }) == .doesNotApply)
  }
}
