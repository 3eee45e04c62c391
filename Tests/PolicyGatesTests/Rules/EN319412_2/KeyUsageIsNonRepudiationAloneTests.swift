import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct KeyUsageIsNonRepudiationAloneTests {
  @Test func `passes: type A`() throws {
    #expect(try judge(KeyUsageIsNonRepudiationAlone(), subject()) == .passes)
  }

  @Test func `fails: type B`() throws {
    #expect(
      try judge(
        KeyUsageIsNonRepudiationAlone(),
        subject { $0.set([.nonRepudiation, .digitalSignature] as KeyUsage, critical: true) })
        == .fails(["extensions.keyUsage is digitalSignature, nonRepudiation, must be type A, nonRepudiation alone"]))
  }

  @Test func `does not apply: a CA certificate`() throws {
    #expect(try judge(KeyUsageIsNonRepudiationAlone(), issuingCA()) == .doesNotApply)
  }
}
