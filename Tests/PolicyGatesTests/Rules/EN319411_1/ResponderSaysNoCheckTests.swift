import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ResponderSaysNoCheckTests {
  @Test func `passes: it says so`() throws {
    #expect(try judge(ResponderSaysNoCheck(), responder()) == .passes)
  }

  @Test func `fails: it does not`() throws {
    #expect(
      try judge(ResponderSaysNoCheck(), responder { $0.remove(OCSPNoCheck.self) })
        == .fails(["extensions.ocspNoCheck is absent, must be present"]))
  }

  @Test func `does not apply: a subject`() throws {
    #expect(try judge(ResponderSaysNoCheck(), subject()) == .doesNotApply)
  }
}
