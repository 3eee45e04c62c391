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
        subject(.qevcpW) {
          $0.statements {
            $0.append(
              .psd2(
                PSD2Statement(
                  roles: [PSD2Statement.Role(id: ObjectIdentifier(0, 4, 0, 19495, 1, 1), name: "PSP_AS")],
                  authorityName: "BaFin", authorityID: "DE-BAFIN")))
          }
        }) == .passes)
  }

  @Test func `passes: a central bank of no country`() throws {
    #expect(
      try judge(
        PSD2AuthorityIsIdentified(),
        subject(.qevcpW) {
          $0.statements {
            $0.append(
              .psd2(
                PSD2Statement(
                  roles: [PSD2Statement.Role(id: ObjectIdentifier(0, 4, 0, 19495, 1, 5), name: "PSP_CB")],
                  authorityName: "NA", authorityID: "NA")))
          }
        }) == .passes)
  }

  @Test func `fails: no hyphen`() throws {
    #expect(
      try judge(
        PSD2AuthorityIsIdentified(),
        subject(.qevcpW) {
          $0.statements {
            $0.append(
              .psd2(
                PSD2Statement(
                  roles: [PSD2Statement.Role(id: ObjectIdentifier(0, 4, 0, 19495, 1, 1), name: "PSP_AS")],
                  authorityName: "BaFin", authorityID: "DEBAFIN")))
          }
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
          $0.statements {
            $0.append(
              .psd2(
                PSD2Statement(
                  roles: [PSD2Statement.Role(id: ObjectIdentifier(0, 4, 0, 19495, 1, 1), name: "PSP_AS")],
                  authorityName: "BaFin", authorityID: "DE-BaFin")))
          }
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
          $0.statements {
            $0.append(
              .psd2(
                PSD2Statement(
                  roles: [PSD2Statement.Role(id: ObjectIdentifier(0, 4, 0, 19495, 1, 1), name: "PSP_AS")],
                  authorityName: "BaFin", authorityID: "ZZ-BAFIN")))
          }
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
          $0.statements {
            $0.append(
              .psd2(
                PSD2Statement(
                  roles: [PSD2Statement.Role(id: ObjectIdentifier(0, 4, 0, 19495, 1, 1), name: "PSP_AS")],
                  authorityName: "BaFin", authorityID: "DE-B")))
          }
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
          $0.statements {
            $0.append(
              .psd2(
                PSD2Statement(
                  roles: [PSD2Statement.Role(id: ObjectIdentifier(0, 4, 0, 19495, 1, 1), name: "PSP_AS")],
                  authorityName: "BaFin", authorityID: "DE-BAFINBAFI")))
          }
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
          $0.statements {
            $0.append(
              .psd2(
                PSD2Statement(
                  roles: [PSD2Statement.Role(id: ObjectIdentifier(0, 4, 0, 19495, 1, 1), name: "PSP_AS")],
                  authorityName: "BaFin", authorityID: "NA")))
          }
        })
        == .fails([
          "extensions.qcStatements.psd2.nCAId is NA, must be a country, a hyphen and two to eight capital letters"
        ]))
  }

  @Test func `fails: a central bank with an authority`() throws {
    #expect(
      try judge(
        PSD2AuthorityIsIdentified(),
        subject(.qevcpW) {
          $0.statements {
            $0.append(
              .psd2(
                PSD2Statement(
                  roles: [PSD2Statement.Role(id: ObjectIdentifier(0, 4, 0, 19495, 1, 6), name: "PSP_PA")],
                  authorityName: "NA", authorityID: "DE-BAFIN")))
          }
        }) == .fails(["extensions.qcStatements.psd2.nCAId is DE-BAFIN, must be NA for this role"]))
  }

  @Test func `does not apply: no payment service`() throws {
    #expect(try judge(PSD2AuthorityIsIdentified(), subject(.qevcpW)) == .doesNotApply)
  }
}
