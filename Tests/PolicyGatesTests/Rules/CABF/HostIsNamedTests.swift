import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct HostIsNamedTests {
  @Test func `passes: an address alone`() throws {
    #expect(
      try judge(HostIsNamed(), subject(.ovcp) { $0.set(SubjectAlternativeName([.ipAddress([93, 184, 215, 14])])) })
        == .passes)
  }

  @Test func `fails: no alternative name`() throws {
    #expect(
      try judge(HostIsNamed(), subject(.dvcp) { $0.remove(SubjectAlternativeName.self) })
        == .fails(["extensions.subjectAltName is no host, must be at least one dNSName or iPAddress"]))
  }

  @Test func `does not apply: a person`() throws {
    #expect(try judge(HostIsNamed(), subject()) == .doesNotApply)
  }
}
