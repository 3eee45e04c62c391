import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct NamelessSubjectIsCriticalTests {
  @Test func `passes: no name, and critical`() throws {
    #expect(
      try judge(
        NamelessSubjectIsCritical(),
        subject(.dvcp) {
          $0.subject = []
          $0.set(SubjectAlternativeName([.dnsName("www.example.com")]), critical: true)
        }) == .passes)
  }

  @Test func `passes: a name, and not critical`() throws {
    #expect(try judge(NamelessSubjectIsCritical(), subject(.dvcp)) == .passes)
  }

  @Test func `fails: no name, and not critical`() throws {
    #expect(
      try judge(NamelessSubjectIsCritical(), subject(.dvcp) { $0.subject = [] })
        == .fails(["extensions.subjectAltName is not critical, must be critical, as the subject is empty"]))
  }

  @Test func `fails: a name, and critical`() throws {
    #expect(
      try judge(
        NamelessSubjectIsCritical(),
        subject(.dvcp) { $0.set(SubjectAlternativeName([.dnsName("www.example.com")]), critical: true) })
        == .fails(["extensions.subjectAltName is critical, must be not critical, as the subject is named"]))
  }

  @Test func `does not apply: no alternative names`() throws {
    #expect(
      try judge(NamelessSubjectIsCritical(), subject(.dvcp) { $0.remove(SubjectAlternativeName.self) }) == .doesNotApply
    )
  }
}
