import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct SubjectPlaceIsNamedTests {
  @Test func `passes: a state alone`() throws {
    #expect(
      try judge(
        SubjectPlaceIsNamed(),
        subject(.ovcp) {
          $0.subject(.localityName)
          $0.subject.insert(Sample.attribute(.stateOrProvinceName, "Hessen"), at: 1)
        }) == .passes)
  }

  @Test func `fails: neither`() throws {
    #expect(
      try judge(SubjectPlaceIsNamed(), subject(.evcp) { $0.subject(.localityName) })
        == .fails(["subject.localityName is neither localityName nor stateOrProvinceName, must be one of them"]))
  }

  @Test func `does not apply: a domain alone`() throws {
    #expect(try judge(SubjectPlaceIsNamed(), subject(.dvcp)) == .doesNotApply)
  }
}
