import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct CAPurposesAreForSubjectsTests {
  @Test func `passes: two purposes of subjects`() throws {
    #expect(
      try judge(CAPurposesAreForSubjects(), issuingCA { $0.set(ExtendedKeyUsage([.serverAuth, .clientAuth])) })
        == .passes)
  }

  @Test func `fails: any purpose`() throws {
    #expect(
      try judge(CAPurposesAreForSubjects(), issuingCA { $0.set(ExtendedKeyUsage([.anyExtendedKeyUsage])) })
        == .fails([
          "extensions.extKeyUsage is 2.5.29.37.0, must be neither any purpose nor status or time-stamps beside others"
        ]))
  }

  @Test func `fails: time-stamps beside websites`() throws {
    #expect(
      try judge(CAPurposesAreForSubjects(), issuingCA { $0.set(ExtendedKeyUsage([.timeStamping, .serverAuth])) })
        == .fails([
          "extensions.extKeyUsage is 1.3.6.1.5.5.7.3.8, 1.3.6.1.5.5.7.3.1, must be neither any purpose nor status or time-stamps beside others"
        ]))
  }

  @Test func `does not apply: no purposes`() throws {
    #expect(try judge(CAPurposesAreForSubjects(), issuingCA()) == .doesNotApply)
  }

  @Test func `does not apply: a subject`() throws {
    #expect(
      try judge(CAPurposesAreForSubjects(), subject { $0.set(ExtendedKeyUsage([.anyExtendedKeyUsage])) })
        == .doesNotApply)
  }
}
