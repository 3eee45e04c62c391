import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct CommonNameIsAHostTests {
  @Test func `passes: the name of the host`() throws {
    #expect(try judge(CommonNameIsAHost(), subject(.dvcp) { $0.subject(.commonName, "www.example.com") }) == .passes)
  }

  @Test func `passes: an address as RFC 5952 writes it`() throws {
    #expect(
      try judge(
        CommonNameIsAHost(),
        subject(.dvcp) {
          $0.set(SubjectAlternativeName([.ipAddress([42, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])]))
          $0.subject(.commonName, "2a00:0:1::1")
        }) == .passes)
  }

  @Test func `fails: another host`() throws {
    #expect(
      try judge(CommonNameIsAHost(), subject(.dvcp) { $0.subject(.commonName, "example.com") })
        == .fails(["subject.commonName is example.com, must be one of the alternative names"]))
  }

  @Test func `fails: the same name in capitals`() throws {
    #expect(
      try judge(CommonNameIsAHost(), subject(.dvcp) { $0.subject(.commonName, "WWW.example.com") })
        == .fails(["subject.commonName is WWW.example.com, must be one of the alternative names"]))
  }

  @Test func `does not apply: no common name`() throws {
    #expect(try judge(CommonNameIsAHost(), subject(.dvcp)) == .doesNotApply)
  }
}
