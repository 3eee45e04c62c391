import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct SubjectAttributesAreBoundedTests {
  @Test func `passes: 64 characters`() throws {
    #expect(
      try judge(
        SubjectAttributesAreBounded(),
        subject(.ovcp) { $0.subject(.organizationName, String(repeating: "ü", count: 64)) }) == .passes)
  }

  @Test func `fails: 65 characters`() throws {
    #expect(
      try judge(
        SubjectAttributesAreBounded(),
        subject(.ovcp) { $0.subject(.organizationName, String(repeating: "ü", count: 65)) })
        == .fails(["subject.organizationName is 65 characters, must be at most 64"]))
  }

  @Test func `does not apply: QNCP-w-gen`() throws {
    #expect(try judge(SubjectAttributesAreBounded(), subject(.qncpWGen)) == .doesNotApply)
  }
}
