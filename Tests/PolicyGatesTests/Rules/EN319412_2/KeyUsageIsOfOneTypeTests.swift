import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct KeyUsageIsOfOneTypeTests {
  @Test func `passes: type A`() throws {
    #expect(try judge(KeyUsageIsOfOneType(), subject()) == .passes)
  }

  @Test func `fails: nonRepudiation with dataEncipherment`() throws {
    #expect(
      try judge(
        KeyUsageIsOfOneType(), subject { $0.set([.nonRepudiation, .dataEncipherment] as KeyUsage, critical: true) })
        == .fails(["extensions.keyUsage is nonRepudiation, dataEncipherment, must be one of the types A to F"]))
  }

  @Test func `does not apply: a CA certificate`() throws {
    #expect(try judge(KeyUsageIsOfOneType(), issuingCA()) == .doesNotApply)
  }
}
