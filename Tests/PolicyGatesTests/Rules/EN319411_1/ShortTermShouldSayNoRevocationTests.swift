import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ShortTermShouldSayNoRevocationTests {
  @Test func `passes: a short-term certificate that says so`() throws {
    #expect(
      try judge(ShortTermShouldSayNoRevocation(), shortTerm())
        == .passes)
  }

  @Test func `fails: one that does not`() throws {
    #expect(
      try judge(ShortTermShouldSayNoRevocation(), shortTerm { $0.remove(NoRevAvail.self) })
        == .fails(["extensions.noRevAvail is absent, must be present"]))
  }

  @Test func `does not apply: a certificate with pointers`() throws {
    #expect(
      try judge(ShortTermShouldSayNoRevocation(), subject())
        == .doesNotApply)
  }
}
