import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct OrganizationIdentifierHasASchemeTests {
  @Test func `passes: a state's register`() throws {
    #expect(
      try judge(
        OrganizationIdentifierHasAScheme(), subject(.evcp) { $0.subject(.organizationIdentifier, "NTRUS+CA-12345678") })
        == .passes)
  }

  @Test func `fails: another scheme`() throws {
    #expect(
      try judge(
        OrganizationIdentifierHasAScheme(),
        subject(.evcp) { $0.subject(.organizationIdentifier, "LEIXG-529900T8BM49AURSDO55") })
        == .fails([
          "subject.organizationIdentifier is LEIXG-529900T8BM49AURSDO55, must be NTR, VAT or PSD, then country, hyphen and reference"
        ]))
  }

  @Test func `fails: no hyphen`() throws {
    #expect(
      try judge(
        OrganizationIdentifierHasAScheme(), subject(.qevcpW) { $0.subject(.organizationIdentifier, "NTRDE123456") })
        == .fails([
          "subject.organizationIdentifier is NTRDE123456, must be NTR, VAT or PSD, then country, hyphen and reference"
        ]))
  }

  @Test func `does not apply: an organisation validated the plain way`() throws {
    #expect(
      try judge(OrganizationIdentifierHasAScheme(), subject(.ovcp) { $0.subject(.organizationIdentifier, "x") })
        == .doesNotApply)
  }
}
