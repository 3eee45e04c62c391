import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct SubjectIsNamedSomewhereTests {
  @Test func `passes: a critical alternative name`() throws {
    #expect(
      try judge(
        SubjectIsNamedSomewhere(),
        subject(.ncp, as: .device) {
          $0.subject = []
          $0.set(SubjectAlternativeName([.dnsName("device.example")]), critical: true)
        })
        == .passes)
  }

  @Test func `fails: an alternative name that may be overlooked`() throws {
    #expect(
      try judge(
        SubjectIsNamedSomewhere(),
        subject(.ncp, as: .device) {
          $0.subject = []
          $0.set(SubjectAlternativeName([.dnsName("device.example")]))
        })
        == .fails(["subject is empty, must be a name, or a critical subjectAltName"]))
  }

  @Test func `fails: no name at all`() throws {
    #expect(
      try judge(SubjectIsNamedSomewhere(), subject(.lcp) { $0.subject = [] })
        == .fails(["subject is empty, must be a name, or a critical subjectAltName"]))
  }

  @Test func `does not apply: a name`() throws {
    #expect(
      try judge(SubjectIsNamedSomewhere(), subject())
        == .doesNotApply)
  }
}
