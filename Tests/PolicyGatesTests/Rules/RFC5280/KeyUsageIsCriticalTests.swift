import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct KeyUsageIsCriticalTests {
  @Test func `passes: critical key usage`() throws {
    #expect(try judge(KeyUsageIsCritical(), subject()) == .passes)
  }

  @Test func `fails: key usage that is not critical`() throws {
    #expect(
      try judge(KeyUsageIsCritical(), subject { $0.set(KeyUsage.nonRepudiation) })
        == .fails(["extensions.keyUsage is not critical, must be critical"]))
  }

  @Test func `does not apply: a CA certificate`() throws {
    #expect(try judge(KeyUsageIsCritical(), issuingCA()) == .doesNotApply)
  }
}
