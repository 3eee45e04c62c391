import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ListSignerMaySignListsTests {
  @Test func `passes: the CA`() throws {
    #expect(try judge(ListSignerMaySignLists(), list()) == .passes)
  }

  @Test func `passes: whom it designated`() throws {
    #expect(try judge(ListSignerMaySignLists(), list { $0.designate() }) == .passes)
  }

  @Test func `fails: certificates alone`() throws {
    #expect(
      try judge(ListSignerMaySignLists(), list { $0.ca.set(KeyUsage.keyCertSign, critical: true) })
        == .fails(["signer.extensions.keyUsage is keyCertSign, must be cRLSign"]))
  }

  @Test func `fails: no key usage`() throws {
    #expect(
      try judge(ListSignerMaySignLists(), list { $0.ca.remove(KeyUsage.self) })
        == .fails(["signer.extensions.keyUsage is absent, must be cRLSign"]))
  }

  @Test func `does not apply to nothing: every list is judged, and no certificate`() throws {
    #expect(ListSignerMaySignLists().applies(to: try list()))
    #expect(ListSignerMaySignLists.metadata.scope == .certificateList)
    #expect(RuleScope.everything.isDisjoint(with: .certificateList))
  }
}
