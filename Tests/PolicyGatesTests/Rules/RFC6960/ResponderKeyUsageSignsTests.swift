import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ResponderKeyUsageSignsTests {
  @Test func `passes: signing`() throws {
    #expect(try judge(ResponderKeyUsageSigns(), responder()) == .passes)
  }

  @Test func `fails: signing certificates`() throws {
    #expect(
      try judge(
        ResponderKeyUsageSigns(), responder { $0.set([.digitalSignature, .keyCertSign] as KeyUsage, critical: true) })
        == .fails(["extensions.keyUsage is digitalSignature, keyCertSign, must be digitalSignature"]))
  }

  @Test func `fails: none`() throws {
    #expect(
      try judge(ResponderKeyUsageSigns(), responder { $0.remove(KeyUsage.self) })
        == .fails(["extensions.keyUsage is absent, must be digitalSignature"]))
  }

  @Test func `does not apply: a subject`() throws {
    #expect(try judge(ResponderKeyUsageSigns(), subject()) == .doesNotApply)
  }
}
