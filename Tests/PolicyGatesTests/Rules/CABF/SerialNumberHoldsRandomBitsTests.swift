import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct SerialNumberHoldsRandomBitsTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(SerialNumberHoldsRandomBits(), subject(.dvcp)) == .passes)
  }

  @Test func `fails: seven octets`() throws {
    #expect(
      try judge(SerialNumberHoldsRandomBits(), subject(.dvcp) { $0.serial = [1, 2, 3, 4, 5, 6, 7] })
        == .fails(["serialNumber is 01020304050607, must be at least 8 octets, with 64 random bits"]))
  }

  @Test func `does not apply: QNCP-w-gen`() throws {
    #expect(try judge(SerialNumberHoldsRandomBits(), subject(.qncpWGen)) == .doesNotApply)
  }
}
