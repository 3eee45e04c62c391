import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct CASerialHoldsRandomBitsTests {
  @Test func `passes: sixteen octets`() throws {
    #expect(try judge(CASerialHoldsRandomBits(), planned(.issuing)) == .passes)
  }

  @Test func `passes: eight`() throws {
    #expect(
      try judge(CASerialHoldsRandomBits(), planned(.issuing) { $0.certificate.serial = [1, 2, 3, 4, 5, 6, 7, 8] })
        == .passes)
  }

  @Test func `fails: seven octets`() throws {
    #expect(
      try judge(CASerialHoldsRandomBits(), planned(.issuing) { $0.certificate.serial = [1, 2, 3, 4, 5, 6, 7] })
        == .fails(["serialNumber is 01020304050607, must be at least 8 octets, with 64 random bits"]))
  }

  @Test func `does not apply: a subject's certificate, which has rules of its own`() {
    #expect(CASerialHoldsRandomBits.metadata.scope == RuleScope.cas.union(.statusSigners))
    #expect(CASerialHoldsRandomBits.metadata.scope.isDisjoint(with: .subjects))
  }
}
