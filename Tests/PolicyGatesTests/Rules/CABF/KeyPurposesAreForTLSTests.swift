import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct KeyPurposesAreForTLSTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(KeyPurposesAreForTLS(), subject(.dvcp)) == .passes)
  }

  @Test func `fails: any purpose`() throws {
    #expect(
      try judge(
        KeyPurposesAreForTLS(), subject(.evcp) { $0.set(ExtendedKeyUsage([.serverAuth, .anyExtendedKeyUsage])) })
        == .fails(["extensions.extKeyUsage is 2.5.29.37.0, must be serverAuth, and clientAuth if anything"]))
  }

  @Test func `does not apply: none`() throws {
    #expect(try judge(KeyPurposesAreForTLS(), subject(.evcp) { $0.remove(ExtendedKeyUsage.self) }) == .doesNotApply)
  }
}
