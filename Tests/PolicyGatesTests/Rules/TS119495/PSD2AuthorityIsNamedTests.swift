import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct PSD2AuthorityIsNamedTests {
  @Test func `passes: letters with accents`() throws {
    #expect(
      try judge(
        PSD2AuthorityIsNamed(),
        subject(.qevcpW) { $0.psd2(authority: "Autorité de contrôle") }) == .passes)
  }

  @Test func `fails: Greek`() throws {
    #expect(
      try judge(
        PSD2AuthorityIsNamed(),
        subject(.qevcpW) { $0.psd2(authority: "Τράπεζα") })
        == .fails(["extensions.qcStatements.psd2.nCAName is Τράπεζα, must be a name in Latin letters"]))
  }

  @Test func `fails: empty`() throws {
    #expect(
      try judge(
        PSD2AuthorityIsNamed(),
        subject(.qevcpW) { $0.psd2(authority: "") })
        == .fails(["extensions.qcStatements.psd2.nCAName is empty, must be a name in Latin letters"]))
  }

  @Test func `fails: none`() throws {
    #expect(
      try judge(
        PSD2AuthorityIsNamed(),
        subject(.qevcpW) { $0.psd2(authority: "NA") })
        == .fails(["extensions.qcStatements.psd2.nCAName is NA, must be a name in Latin letters"]))
  }

  @Test func `fails: a central bank with an authority`() throws {
    #expect(
      try judge(
        PSD2AuthorityIsNamed(),
        subject(.qevcpW) { $0.psd2(role: 5, name: "PSP_CB", id: "NA") })
        == .fails(["extensions.qcStatements.psd2.nCAName is BaFin, must be NA for this role"]))
  }

  @Test func `does not apply: no payment service`() throws {
    #expect(try judge(PSD2AuthorityIsNamed(), subject(.qevcpW)) == .doesNotApply)
  }
}
