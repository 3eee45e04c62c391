import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct InformationAccessIsPresentTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(InformationAccessIsPresent(), subject(.dvcp)) == .passes)
  }

  @Test func `fails: absent`() throws {
    #expect(
      try judge(InformationAccessIsPresent(), subject(.ivcp) { $0.remove(AuthorityInformationAccess.self) })
        == .fails(["extensions.authorityInfoAccess is absent, must be present"]))
  }

  @Test func `does not apply: QNCP-w-gen`() throws {
    #expect(
      try judge(InformationAccessIsPresent(), subject(.qncpWGen) { $0.remove(AuthorityInformationAccess.self) })
        == .doesNotApply)
  }
}
