import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct RenewalKeepsContentTests {
  @Test func `passes: another serial number and validity`() throws {
    #expect(try judge(RenewalKeepsContent(), event(.renewal).change) == .passes)
  }

  @Test func `passes: what follows the CA and its terms`() throws {
    #expect(
      try judge(
        RenewalKeepsContent(),
        event(.renewal) {
          $0.previous?.set(AuthorityKeyIdentifier(keyIdentifier: [1]))
          $0.previous?.set(CRLDistributionPoints([DistributionPoint(uri: "http://demo.example/old.crl")]))
          $0.previous?.issuer = Sample.rootName
          $0.previous?.statements { list in
            list.removeAll { if case .pds = $0 { true } else { false } }
            list.append(.pds([QCPDSLocation(url: "https://demo.example/old_en.pdf", language: "en")]))
          }
        }.change) == .passes)
  }

  @Test func `fails: another name, key usage and statement`() throws {
    #expect(
      try judge(
        RenewalKeepsContent(),
        event(.renewal) {
          $0.previous?.subject(.surname, "Musterfrau")
          $0.previous?.set(KeyUsage.digitalSignature, critical: true)
          $0.previous?.statements { $0.removeAll { $0 == .sscd } }
        }.change)
        == .fails([
          "surname is another than in the previous certificate, must be the same, as the event is renewal",
          "keyUsage is another than in the previous certificate, must be the same, as the event is renewal",
          "qcStatements is another than in the previous certificate, must be the same, as the event is renewal",
        ]))
  }

  @Test func `fails: the same attributes in another order`() throws {
    #expect(
      try judge(RenewalKeepsContent(), event(.renewal) { $0.previous?.subject.reverse() }.change)
        == .fails(["subject is another than in the previous certificate, must be the same, as the event is renewal"]))
  }

  @Test func `does not apply: a modification`() throws {
    #expect(try judge(RenewalKeepsContent(), event(.modification).change) == .doesNotApply)
  }

  @Test func `does not apply: nothing to compare with`() throws {
    #expect(try judge(RenewalKeepsContent(), event(.renewal) { $0.previous = nil }.change) == .doesNotApply)
  }
}
