import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct KeyUsageIsForSignaturesTests {
  @Test func `passes: type B`() throws {
    #expect(
      try judge(
        KeyUsageIsForSignatures(), subject { $0.set([.nonRepudiation, .digitalSignature] as KeyUsage, critical: true) })
        == .passes)
  }

  @Test func `fails: type C`() throws {
    #expect(
      try judge(KeyUsageIsForSignatures(), subject { $0.set(KeyUsage.digitalSignature, critical: true) })
        == .fails(["extensions.keyUsage is digitalSignature, must be type A, B or F"]))
  }

  @Test func `does not apply: no key usage, which another rule refuses`() throws {
    #expect(try judge(KeyUsageIsForSignatures(), subject { $0.remove(KeyUsage.self) }) == .doesNotApply)
  }
}
