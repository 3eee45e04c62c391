import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ControlFitsSubjectTests {
  @Test func `passes: sole control`() throws {
    #expect(try judge(ControlFitsSubject(), process()) == .passes)
  }

  @Test func `passes: control of a legal person`() throws {
    #expect(try judge(ControlFitsSubject(), process(.qcpL)) == .passes)
  }

  @Test func `passes: sole control is control too`() throws {
    #expect(try judge(ControlFitsSubject(), process(.qcpL) { $0.application.control?.kind = .soleControl }) == .passes)
  }

  @Test func `fails: control alone`() throws {
    #expect(
      try judge(ControlFitsSubject(), process { $0.application.control?.kind = .control })
        == .fails(["application.control.kind is control, must be sole control"]))
  }

  @Test func `fails: not said`() throws {
    #expect(
      try judge(ControlFitsSubject(), process(.qcpN) { $0.application.control = nil })
        == .fails(["application.control.kind is absent, must be sole control"]))
  }

  @Test func `does not apply: an encryption key under NCP`() throws {
    #expect(
      try judge(ControlFitsSubject(), process(.ncp) { $0.certificate.set([.keyAgreement] as KeyUsage, critical: true) })
        == .doesNotApply)
  }

  @Test func `does not apply: a device`() throws {
    #expect(
      try judge(ControlFitsSubject(), process(.ncp) { $0.application.registration?.subjectKind = .device })
        == .doesNotApply)
  }
}
