import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct WildcardIsAbsentTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(WildcardIsAbsent(), subject(.qevcpW)) == .passes)
  }

  @Test func `fails: a wildcard`() throws {
    #expect(
      try judge(WildcardIsAbsent(), subject(.evcp) { $0.set(SubjectAlternativeName([.dnsName("*.example.com")])) })
        == .fails(["extensions.subjectAltName is *.example.com, must be a name without *"]))
  }

  @Test func `does not apply: an organisation validated the plain way`() throws {
    #expect(try judge(WildcardIsAbsent(), subject(.ovcp)) == .doesNotApply)
  }
}
