import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct PSD2SubjectIsIdentifiedTests {
  @Test func `passes: the sample with roles`() throws {
    #expect(
      try judge(
        PSD2SubjectIsIdentified(),
        subject(.qevcpW) { $0.psd2() }) == .passes)
  }

  @Test func `fails: no identifier`() throws {
    #expect(
      try judge(
        PSD2SubjectIsIdentified(),
        subject(.qncpW) { $0.psd2() })
        == .fails(["subject.organizationIdentifier is absent, must be present beside the PSD2 statement"]))
  }

  @Test func `does not apply: no payment service`() throws {
    #expect(try judge(PSD2SubjectIsIdentified(), subject(.qncpW)) == .doesNotApply)
  }
}
