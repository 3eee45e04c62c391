import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ServerAuthIsAllowedTests {
  @Test func `passes: with clientAuth`() throws {
    #expect(
      try judge(ServerAuthIsAllowed(), subject(.dvcp) { $0.set(ExtendedKeyUsage([.clientAuth, .serverAuth])) })
        == .passes)
  }

  @Test func `fails: clientAuth alone`() throws {
    #expect(
      try judge(ServerAuthIsAllowed(), subject(.qncpWGen) { $0.set(ExtendedKeyUsage([.clientAuth])) })
        == .fails([
          "extensions.extKeyUsage is 1.3.6.1.5.5.7.3.2, must be serverAuth (1.3.6.1.5.5.7.3.1) among its purposes"
        ]))
  }

  @Test func `fails: absent`() throws {
    #expect(
      try judge(ServerAuthIsAllowed(), subject(.ovcp) { $0.remove(ExtendedKeyUsage.self) })
        == .fails(["extensions.extKeyUsage is absent, must be serverAuth (1.3.6.1.5.5.7.3.1) among its purposes"]))
  }

  @Test func `does not apply: a person`() throws {
    #expect(try judge(ServerAuthIsAllowed(), subject()) == .doesNotApply)
  }
}
