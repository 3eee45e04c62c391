import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct PreviousCertificateIsRegisteredTests {
  @Test func `passes: a certificate that was issued here`() throws {
    #expect(try judge(PreviousCertificateIsRegistered(), event(.renewal)) == .passes)
  }

  @Test func `passes: a number with its name from an inventory`() throws {
    #expect(
      try judge(
        PreviousCertificateIsRegistered(),
        event(.renewal) {
          $0.registers.previousIsImported = true
          $0.registers.knowsPreviousDigest = false
        }) == .passes)
  }

  @Test func `fails: a number that the registers do not know`() throws {
    #expect(
      try judge(PreviousCertificateIsRegistered(), event(.renewal) { $0.registers.knowsPrevious = false })
        == .fails([
          "previousCertificate is none that the registers know, must be a certificate that was issued here or imported"
        ]))
  }

  @Test func `fails: a number whose certificate was not released`() throws {
    #expect(
      try judge(PreviousCertificateIsRegistered(), event(.renewal) { $0.registers.knowsPreviousDigest = false })
        == .fails([
          "previousCertificate is none that the registers know, must be a certificate that was issued here or imported"
        ]))
  }

  @Test func `does not apply: a first issuance`() throws {
    #expect(try judge(PreviousCertificateIsRegistered(), event(.initial)) == .doesNotApply)
  }

  @Test func `does not apply: none shown`() throws {
    #expect(try judge(PreviousCertificateIsRegistered(), event(.renewal) { $0.previous = nil }) == .doesNotApply)
  }
}
