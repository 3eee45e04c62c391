import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ListIsWholeTests {
  @Test func `passes: CA certificates alone`() throws {
    #expect(try judge(ListIsWhole(), list()) == .passes)
  }

  @Test func `passes: no distribution point at all`() throws {
    #expect(try judge(ListIsWhole(), list { $0.list.remove(IssuingDistributionPoint.self) }) == .passes)
  }

  @Test func `fails: subjects alone`() throws {
    #expect(
      try judge(
        ListIsWhole(),
        list { $0.list.set(IssuingDistributionPoint(onlyContainsUserCertificates: true), critical: true) })
        == .fails([
          "extensions.issuingDistributionPoint is subjects' certificates alone, must be a whole list of the CA's certificates"
        ]))
  }

  @Test func `fails: some reasons, and other CAs too`() throws {
    #expect(
      try judge(
        ListIsWhole(),
        list {
          $0.list.set(IssuingDistributionPoint(onlySomeReasons: .keyCompromise, isIndirect: true), critical: true)
        })
        == .fails([
          "extensions.issuingDistributionPoint is some reasons alone, other CAs' certificates too, must be a whole list of the CA's certificates"
        ]))
  }

  @Test func `fails: attribute certificates alone`() throws {
    #expect(
      try judge(
        ListIsWhole(),
        list { $0.list.set(IssuingDistributionPoint(onlyContainsAttributeCertificates: true), critical: true) })
        == .fails([
          "extensions.issuingDistributionPoint is attribute certificates alone, must be a whole list of the CA's certificates"
        ]))
  }

  @Test func `fails: changes alone`() throws {
    #expect(
      try judge(
        ListIsWhole(),
        list {
          $0.list.extensions.append(Extension(oid: ObjectIdentifier(2, 5, 29, 27), critical: true, value: [2, 1, 1]))
        })
        == .fails([
          "extensions.issuingDistributionPoint is changes alone (delta), must be a whole list of the CA's certificates"
        ]))
  }

  @Test func `does not apply to nothing: every list is judged, and no certificate`() throws {
    #expect(ListIsWhole().applies(to: try list()))
    #expect(ListIsWhole.metadata.scope == .certificateList)
    #expect(RuleScope.everything.isDisjoint(with: .certificateList))
  }
}
