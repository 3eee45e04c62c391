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
        subject(.qevcpW) {
          $0.statements {
            $0.append(
              .psd2(
                PSD2Statement(
                  roles: [PSD2Statement.Role(id: ObjectIdentifier(0, 4, 0, 19495, 1, 1), name: "PSP_AS")],
                  authorityName: "Autorité de contrôle", authorityID: "DE-BAFIN")))
          }
        }) == .passes)
  }

  @Test func `fails: Greek`() throws {
    #expect(
      try judge(
        PSD2AuthorityIsNamed(),
        subject(.qevcpW) {
          $0.statements {
            $0.append(
              .psd2(
                PSD2Statement(
                  roles: [PSD2Statement.Role(id: ObjectIdentifier(0, 4, 0, 19495, 1, 1), name: "PSP_AS")],
                  authorityName: "Τράπεζα", authorityID: "DE-BAFIN")))
          }
        }) == .fails(["extensions.qcStatements.psd2.nCAName is Τράπεζα, must be a name in Latin letters"]))
  }

  @Test func `fails: empty`() throws {
    #expect(
      try judge(
        PSD2AuthorityIsNamed(),
        subject(.qevcpW) {
          $0.statements {
            $0.append(
              .psd2(
                PSD2Statement(
                  roles: [PSD2Statement.Role(id: ObjectIdentifier(0, 4, 0, 19495, 1, 1), name: "PSP_AS")],
                  authorityName: "", authorityID: "DE-BAFIN")))
          }
        }) == .fails(["extensions.qcStatements.psd2.nCAName is empty, must be a name in Latin letters"]))
  }

  @Test func `fails: none`() throws {
    #expect(
      try judge(
        PSD2AuthorityIsNamed(),
        subject(.qevcpW) {
          $0.statements {
            $0.append(
              .psd2(
                PSD2Statement(
                  roles: [PSD2Statement.Role(id: ObjectIdentifier(0, 4, 0, 19495, 1, 1), name: "PSP_AS")],
                  authorityName: "NA", authorityID: "DE-BAFIN")))
          }
        }) == .fails(["extensions.qcStatements.psd2.nCAName is NA, must be a name in Latin letters"]))
  }

  @Test func `fails: a central bank with an authority`() throws {
    #expect(
      try judge(
        PSD2AuthorityIsNamed(),
        subject(.qevcpW) {
          $0.statements {
            $0.append(
              .psd2(
                PSD2Statement(
                  roles: [PSD2Statement.Role(id: ObjectIdentifier(0, 4, 0, 19495, 1, 5), name: "PSP_CB")],
                  authorityName: "BaFin", authorityID: "NA")))
          }
        }) == .fails(["extensions.qcStatements.psd2.nCAName is BaFin, must be NA for this role"]))
  }

  @Test func `does not apply: no payment service`() throws {
    #expect(try judge(PSD2AuthorityIsNamed(), subject(.qevcpW)) == .doesNotApply)
  }
}
