import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct KeyPurposesAreFewTests {
  @Test func `passes: with clientAuth`() throws {
    #expect(
      try judge(KeyPurposesAreFew(), subject(.dvcp) { $0.set(ExtendedKeyUsage([.serverAuth, .clientAuth])) }) == .passes
    )
  }

  @Test func `fails: signing documents`() throws {
    #expect(
      try judge(KeyPurposesAreFew(), subject(.dvcp) { $0.set(ExtendedKeyUsage([.serverAuth, .documentSigning])) })
        == .fails(["extensions.extKeyUsage is 1.3.6.1.5.5.7.3.36, must be serverAuth and clientAuth alone"]))
  }

  @Test func `does not apply: none`() throws {
    #expect(try judge(KeyPurposesAreFew(), subject(.evcp) { $0.remove(ExtendedKeyUsage.self) }) == .doesNotApply)
  }
}
