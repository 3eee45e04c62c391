import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct CAExtensionsAreAbsentTests {
  @Test func `passes: none of them`() throws {
    #expect(try judge(CAExtensionsAreAbsent(), subject()) == .passes)
  }

  @Test func `fails: inhibitAnyPolicy`() throws {
    #expect(
      try judge(CAExtensionsAreAbsent(), subject { $0.set(InhibitAnyPolicy(skipCertificates: 0), critical: true) })
        == .fails(["extensions.inhibitAnyPolicy is present, must be absent"]))
  }

  @Test func `does not apply: a CA certificate`() throws {
    #expect(try judge(CAExtensionsAreAbsent(), issuingCA()) == .doesNotApply)
  }
}
