import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ResponderNamesNoOCSPTests {
  @Test func `passes: none`() throws {
    #expect(try judge(ResponderNamesNoOCSP(), responder()) == .passes)
  }

  @Test func `fails: one`() throws {
    #expect(
      try judge(ResponderNamesNoOCSP(), responder { $0.set(Sample.access) })
        == .fails([
          "extensions.authorityInfoAccess is http://demo.example/ocsp, must be no address of an OCSP responder"
        ]))
  }

  @Test func `does not apply: a subject`() throws {
    #expect(try judge(ResponderNamesNoOCSP(), subject()) == .doesNotApply)
  }
}
