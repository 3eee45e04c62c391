import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct KeyIsNotEscrowedTests {
  @Test func `passes: no copy`() throws {
    #expect(try judge(KeyIsNotEscrowed(), process()) == .passes)
  }

  @Test func `fails: a copy`() throws {
    #expect(
      try judge(KeyIsNotEscrowed(), process { $0.application.control?.escrowed = true })
        == .fails(["application.control.escrowed is true, must be false"]))
  }

  @Test func `fails: not said`() throws {
    #expect(
      try judge(KeyIsNotEscrowed(), process { $0.application.control?.escrowed = nil })
        == .fails(["application.control.escrowed is absent, must be false"]))
  }

  @Test func `does not apply: an encryption key`() throws {
    #expect(
      try judge(KeyIsNotEscrowed(), process(.ncp) { $0.certificate.set([.keyAgreement] as KeyUsage, critical: true) })
        == .doesNotApply)
  }
}
