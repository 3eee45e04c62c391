import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct KeyManagerIsTrustedTests {
  @Test func `passes: named and proven`() throws {
    #expect(
      try judge(
        KeyManagerIsTrusted(),
        process {
          $0.application.keyManager = KeyManager(
            provider: "RQSCD AG", qualifiedStatus: "TL entry 12", checkedAt: Sample.now)
        }) == .passes)
  }

  @Test func `fails: no proof, no time`() throws {
    #expect(
      try judge(KeyManagerIsTrusted(), process { $0.application.keyManager = KeyManager(provider: "RQSCD AG") })
        == .fails([
          "application.keyManager.qualifiedStatus is absent, must be who manages the key, and its status",
          "application.keyManager.checkedAt is absent, must be a time that the practices limit (listCheckDays)",
        ]))
  }

  @Test func `does not apply: nobody else manages it`() throws {
    #expect(try judge(KeyManagerIsTrusted(), process()) == .doesNotApply)
  }
}
