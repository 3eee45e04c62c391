import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct PreviousCertificateIsTheSubjectsTests {
  @Test func `passes: the same subject`() throws {
    #expect(try judge(PreviousCertificateIsTheSubjects(), event(.renewal)) == .passes)
  }

  @Test func `passes: the same name, where an inventory does not say whose it is`() throws {
    #expect(
      try judge(PreviousCertificateIsTheSubjects(), event(.renewal) { $0.registers.previousSubject = nil }) == .passes)
  }

  @Test func `fails: another subject`() throws {
    #expect(
      try judge(PreviousCertificateIsTheSubjects(), event(.rekey) { $0.registers.previousSubject = "S-2" })
        == .fails(["previousCertificate is another subject's, must be that of S-1"]))
  }

  @Test func `fails: a subject whom no registration names`() throws {
    #expect(
      try judge(PreviousCertificateIsTheSubjects(), event(.rekey) { $0.process { $0.application.registration = nil } })
        == .fails(["previousCertificate is another subject's, must be that of a subject whom the registration names"]))
  }

  @Test func `fails: another name, where an inventory does not say whose it is`() throws {
    #expect(
      try judge(PreviousCertificateIsTheSubjects(), event(.modification) { $0.registers.previousSubject = nil })
        == .fails([
          "previousCertificate is of a subject whom the inventory does not name, with another name, must be that of S-1"
        ]))
  }

  @Test func `does not apply: a first issuance`() throws {
    #expect(
      try judge(PreviousCertificateIsTheSubjects(), event(.initial) { $0.previous = .subject() }) == .doesNotApply)
  }

  @Test func `does not apply: a certificate that nobody knows`() throws {
    #expect(
      try judge(PreviousCertificateIsTheSubjects(), event(.renewal) { $0.registers.knowsPrevious = false })
        == .doesNotApply)
  }
}
