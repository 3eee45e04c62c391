import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct CRLSignerSignsListsAloneTests {
  @Test func `passes: lists alone`() throws {
    #expect(try judge(CRLSignerSignsListsAlone(), planned(.crlSigner)) == .passes)
  }

  @Test func `fails: certificates too`() throws {
    #expect(
      try judge(
        CRLSignerSignsListsAlone(),
        planned(.crlSigner) { $0.certificate.set([.keyCertSign, .cRLSign] as KeyUsage, critical: true) })
        == .fails(["extensions.keyUsage is keyCertSign, cRLSign, must be cRLSign"]))
  }

  @Test func `fails: a purpose`() throws {
    #expect(
      try judge(
        CRLSignerSignsListsAlone(), planned(.crlSigner) { $0.certificate.set(ExtendedKeyUsage([.ocspSigning])) })
        == .fails(["extensions.extKeyUsage is present, must be absent"]))
  }

  @Test func `does not apply: a CA`() throws {
    #expect(try judge(CRLSignerSignsListsAlone(), planned(.issuing)) == .doesNotApply)
  }
}
