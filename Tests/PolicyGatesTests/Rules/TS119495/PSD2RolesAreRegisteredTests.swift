import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct PSD2RolesAreRegisteredTests {
  @Test func `passes: two roles, one of them new, and one of a country`() throws {
    #expect(
      try judge(
        PSD2RolesAreRegistered(),
        subject(.qevcpW) {
          $0.statements {
            $0.append(
              .psd2(
                PSD2Statement(
                  roles: [
                    PSD2Statement.Role(id: ObjectIdentifier(0, 4, 0, 19495, 1, 2), name: "PSP_PI"),
                    PSD2Statement.Role(id: ObjectIdentifier(0, 4, 0, 19495, 1, 52), name: "VOP_VS"),
                    PSD2Statement.Role(id: ObjectIdentifier(1, 2, 3), name: "X"),
                  ],
                  authorityName: "BaFin", authorityID: "DE-BAFIN")))
          }
        }) == .passes)
  }

  @Test func `fails: another role's name`() throws {
    #expect(
      try judge(
        PSD2RolesAreRegistered(),
        subject(.qevcpW) {
          $0.psd2(role: 3, name: "PSP_AS")
        })
        == .fails([
          "extensions.qcStatements.psd2 is 0.4.0.19495.1.3 PSP_AS, must be a registered role under its own name"
        ]))
  }

  @Test func `fails: a number without a role`() throws {
    #expect(
      try judge(
        PSD2RolesAreRegistered(),
        subject(.qncpW) {
          $0.psd2(role: 9, name: "PSP_XX")
        })
        == .fails([
          "extensions.qcStatements.psd2 is 0.4.0.19495.1.9 PSP_XX, must be a registered role under its own name"
        ]))
  }

  @Test func `fails: unspecified and more`() throws {
    #expect(
      try judge(
        PSD2RolesAreRegistered(),
        subject(.qncpW) {
          $0.statements {
            $0.append(
              .psd2(
                PSD2Statement(
                  roles: [
                    PSD2Statement.Role(id: ObjectIdentifier(0, 4, 0, 19495, 1, 0), name: "Unspecified"),
                    PSD2Statement.Role(id: ObjectIdentifier(0, 4, 0, 19495, 1, 1), name: "PSP_AS"),
                  ],
                  authorityName: "BaFin", authorityID: "DE-BAFIN")))
          }
        }) == .fails(["extensions.qcStatements.psd2 is Unspecified beside other roles, must be alone"]))
  }

  @Test func `does not apply: no payment service`() throws {
    #expect(try judge(PSD2RolesAreRegistered(), subject(.qevcpW)) == .doesNotApply)
  }
}
