import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct PasskeyIsBoundToADeviceTests {
  @Test func `passes: of one device`() throws {
    #expect(
      try judge(PasskeyIsBoundToADevice(), activation())
        == .passes)
  }

  @Test func `fails: may be copied`() throws {
    #expect(
      try judge(PasskeyIsBoundToADevice(), activation { $0.passkey { $0.backupEligible = true } })
        == .fails(["proof.backup is may be synchronised, must be a passkey that stays in one device"]))
  }

  @Test func `fails: copied`() throws {
    #expect(
      try judge(
        PasskeyIsBoundToADevice(),
        activation {
          $0.passkey {
            $0.backupEligible = true; $0.backupState = true
          }
        })
        == .fails(["proof.backup is synchronised, must be a passkey that stays in one device"]))
  }

  @Test func `does not apply: the credential takes them`() throws {
    #expect(
      try judge(PasskeyIsBoundToADevice(), activation { $0.takesSynced = true })
        == .doesNotApply)
  }
}
