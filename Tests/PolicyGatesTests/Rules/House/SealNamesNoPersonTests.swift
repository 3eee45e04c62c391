import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct SealNamesNoPersonTests {
  @Test func `passes: an organisation's names`() throws {
    #expect(
      try judge(SealNamesNoPerson(), subject(.qcpL))
        == .passes)
  }

  @Test func `fails: a person's names beside them`() throws {
    #expect(
      try judge(
        SealNamesNoPerson(),
        subject(.qcpL) {
          $0.subject(.givenName, "Erika")
          $0.subject(.surname, "Mustermann")
        })
        == .fails([
          "subject.givenName is present, must be absent from a legal person's name",
          "subject.surname is present, must be absent from a legal person's name",
        ]))
  }

  @Test func `does not apply: a natural person`() throws {
    #expect(
      try judge(SealNamesNoPerson(), subject(.qcpN))
        == .doesNotApply)
  }
}
