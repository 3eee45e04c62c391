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

  private static func named(
    _ approved: Digest?, made: Digest?, key: Digest? = nil
  ) throws -> Outcome {
    try judge(
      ApprovalIsForThisRequest(),
      process {
        $0.application.processing?.approvals[0].subjectKeySHA256 = key
        $0.application.processing?.approvals[0].enrolmentSHA256 = approved
        $0.enrolment = made
      })
  }

  @Test func `passes: no key, and the order by which this gateway made it`() throws {
    #expect(try Self.named(Sample.termsSHA256, made: Sample.termsSHA256) == .passes)
  }

  @Test func `fails: another order, and one for a key that no order made`() throws {
    let path = "application.processing.approvals[0].enrolmentSha256"
    let (approved, made) = (Sample.termsSHA256, SampleProcess.registrationSHA256)
    #expect(
      try Self.named(approved, made: made)
        == .fails(["\(path) is \(approved.hex), must be \(made.hex), as requested"]))
    #expect(
      try Self.named(approved, made: nil)
        == .fails([
          "\(path) is \(approved.hex), must be absent: this gateway made the key by no order, as requested"
        ]))
  }

  @Test func `fails: the order that made the key, and another key`() throws {
    let key = SampleKey.subject.facts.spkiSHA256
    #expect(
      try Self.named(Sample.termsSHA256, made: Sample.termsSHA256, key: Sample.termsSHA256)
        == .fails([
          "application.processing.approvals[0].subjectKeySha256 is \(Sample.termsSHA256.hex), must be \(key.hex), as requested"
        ]))
  }

  @Test func `does not apply: no approval, which another rule refuses`() throws {
    #expect(
      try judge(ApprovalIsForThisRequest(), process { $0.application.processing?.approvals = [] }) == .doesNotApply)
  }
}
