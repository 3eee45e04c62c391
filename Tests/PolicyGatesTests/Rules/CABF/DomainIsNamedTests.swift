import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct DomainIsNamedTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(DomainIsNamed(), subject(.evcp)) == .passes)
  }

  @Test func `fails: addresses alone`() throws {
    #expect(
      try judge(DomainIsNamed(), subject(.qevcpW) { $0.set(SubjectAlternativeName([.ipAddress([93, 184, 215, 14])])) })
        == .fails(["extensions.subjectAltName is addresses alone, must be at least one dNSName"]))
  }

  @Test func `does not apply: an organisation validated the plain way`() throws {
    #expect(try judge(DomainIsNamed(), subject(.ovcp)) == .doesNotApply)
  }
}
