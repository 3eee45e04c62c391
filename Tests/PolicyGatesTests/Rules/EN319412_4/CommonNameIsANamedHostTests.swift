import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct CommonNameIsANamedHostTests {
  @Test func `passes: the host`() throws {
    #expect(try judge(CommonNameIsANamedHost(), subject(.qncpWGen)) == .passes)
  }

  @Test func `passes: the name of a person`() throws {
    #expect(
      try judge(
        CommonNameIsANamedHost(),
        subject(.qncpWGen) {
          $0.subject = Sample.personName
          $0.subject(.commonName, "Erika Mustermann")
        }) == .passes)
  }

  @Test func `fails: another host`() throws {
    #expect(
      try judge(CommonNameIsANamedHost(), subject(.qncpWGen) { $0.subject(.commonName, "www.example.org") })
        == .fails(["subject.commonName is www.example.org, must be one of the alternative names"]))
  }

  @Test func `does not apply: QNCP-w`() throws {
    #expect(try judge(CommonNameIsANamedHost(), subject(.qncpW)) == .doesNotApply)
  }
}
