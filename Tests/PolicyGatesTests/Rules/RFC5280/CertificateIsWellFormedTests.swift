import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct CertificateIsWellFormedTests {
  @Test func `passes: nothing wrong was found on the way`() throws {
    #expect(try judge(CertificateIsWellFormed(), CertificateForm()) == .passes)
  }

  @Test func `fails: a time without seconds, named by its field`() throws {
    let cause = DERError(
      .badTime, found: "another form", required: "YYMMDDhhmmssZ", offset: 7,
      path: ["tbsCertificate", "validity", "notBefore"])
    let form = CertificateForm(unreadable: X509Error(structure: "Certificate", cause: cause))
    #expect(
      try judge(CertificateIsWellFormed(), form)
        == .fails(["validity.notBefore is another form, at offset 7, must be YYMMDDhhmmssZ (4.1.2.5)"]))
  }

  @Test func `fails: fields deep inside are named by name, and the whole where none is`() throws {
    let field = { (path: [String]) in
      let cause = DERError(.badString, found: "x", required: "y", offset: 0, path: path)
      return CertificateForm(unreadable: X509Error(structure: "TBSCertificate", cause: cause)).defects.map(\.field)
    }
    #expect(field(["subject", "3", "0", "2.5.4.4"]) == ["subject.surname"])
    #expect(field(["extensions", "2", "2.5.29.15"]) == ["extensions.keyUsage"])
    #expect(field(["subject", "1.2.3"]) == ["subject.1.2.3"])
    #expect(field([]) == ["certificate"])
  }

  @Test func `does not apply to nothing: a form without a signature passes too`() throws {
    let form = CertificateForm(algorithmsAgree: .unknown, signature: .notMade)
    #expect(try judge(CertificateIsWellFormed(), form) == .passes)
  }
}
