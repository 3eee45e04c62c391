import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ShortTermSaysNoRevocationTests {
  @Test func `passes: noRevAvail`() throws {
    #expect(try judge(ShortTermSaysNoRevocation(), shortTerm()) == .passes)
  }

  @Test func `fails: no word of it`() throws {
    #expect(
      try judge(ShortTermSaysNoRevocation(), shortTerm { $0.remove(NoRevAvail.self) })
        == .fails(["extensions.noRevAvail is absent, must be present"]))
  }

  @Test func `does not apply: a certificate with a pointer`() throws {
    #expect(try judge(ShortTermSaysNoRevocation(), subject()) == .doesNotApply)
  }
}
