import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct PSD2AuthorityIsIdentifiedTests {
  @Test func `passes: an authority`() throws {
    #expect(
      try judge(
        PSD2AuthorityIsIdentified(),
        subject(.qevcpW) { $0.psd2() }) == .passes)
  }

  @Test func `passes: a central bank of no country`() throws {
    #expect(
      try judge(
        PSD2AuthorityIsIdentified(),
        subject(.qevcpW) { $0.psd2(role: 5, name: "PSP_CB", authority: "NA", id: "NA") }) == .passes)
  }

  @Test func `fails: no hyphen`() throws {
    #expect(
      try judge(
        PSD2AuthorityIsIdentified(),
        subject(.qevcpW) {
          $0.psd2(id: "DEBAFIN")
        })
        == .fails([
          "extensions.qcStatements.psd2.nCAId is DEBAFIN, must be a country, a hyphen and two to eight capital letters"
        ]))
  }

  @Test func `fails: small letters`() throws {
    #expect(
      try judge(
        PSD2AuthorityIsIdentified(),
        subject(.qevcpW) {
          $0.psd2(id: "DE-BaFin")
        })
        == .fails([
          "extensions.qcStatements.psd2.nCAId is DE-BaFin, must be a country, a hyphen and two to eight capital letters"
        ]))
  }

  @Test func `fails: no country`() throws {
    #expect(
      try judge(
        PSD2AuthorityIsIdentified(),
        subject(.qevcpW) {
          $0.psd2(id: "ZZ-BAFIN")
        })
        == .fails([
          "extensions.qcStatements.psd2.nCAId is ZZ-BAFIN, must be a country, a hyphen and two to eight capital letters"
        ]))
  }

  @Test func `fails: one letter`() throws {
    #expect(
      try judge(
        PSD2AuthorityIsIdentified(),
        subject(.qevcpW) {
          $0.psd2(id: "DE-B")
        })
        == .fails([
          "extensions.qcStatements.psd2.nCAId is DE-B, must be a country, a hyphen and two to eight capital letters"
        ]))
  }

  @Test func `fails: nine letters`() throws {
    #expect(
      try judge(
        PSD2AuthorityIsIdentified(),
        subject(.qevcpW) {
          $0.psd2(id: "DE-BAFINBAFI")
        })
        == .fails([
          "extensions.qcStatements.psd2.nCAId is DE-BAFINBAFI, must be a country, a hyphen and two to eight capital letters"
        ]))
  }

  @Test func `fails: none`() throws {
    #expect(
      try judge(
        PSD2AuthorityIsIdentified(),
        subject(.qevcpW) {
          $0.psd2(id: "NA")
        })
        == .fails([
          "extensions.qcStatements.psd2.nCAId is NA, must be a country, a hyphen and two to eight capital letters"
        ]))
  }

  @Test func `fails: a central bank with an authority`() throws {
    #expect(
      try judge(
        PSD2AuthorityIsIdentified(),
        subject(.qevcpW) { $0.psd2(role: 6, name: "PSP_PA", authority: "NA") })
        == .fails(["extensions.qcStatements.psd2.nCAId is DE-BAFIN, must be NA for this role"]))
  }

  @Test func `does not apply: no payment service`() throws {
    #expect(try judge(PSD2AuthorityIsIdentified(), subject(.qevcpW)) == .doesNotApply)
  }
}
