import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct RelativeNamesHaveDistinctTypesTests {
  @Test func `passes: given name and surname in one relative name`() throws {
    #expect(try outcome([Sample.attribute(.givenName, "E"), Sample.attribute(.surname, "M")]) == .passes)
  }

  @Test func `fails: two given names in one relative name`() throws {
    #expect(
      try outcome([Sample.attribute(.givenName, "A"), Sample.attribute(.givenName, "B")])
        == .fails(["subject.givenName is twice in one relative name, must be once"]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [subject(), shortTerm(), issuingCA(), rootCA()] {
      #expect(try judge(RelativeNamesHaveDistinctTypes(), sample) == .passes)
    }
  }

  private func outcome(_ rdn: [AttributeTypeAndValue]) throws -> Outcome {
    let content = try subject()
    let tbs = content.tbs
    let changed = try TBSCertificate(
      serialNumber: tbs.serialNumber, signature: tbs.signature, issuer: tbs.issuer, validity: tbs.validity,
      subject: Name(rdns: [rdn]), subjectPublicKeyInfo: tbs.subjectPublicKeyInfo, extensions: tbs.extensions)
    return try judge(
      RelativeNamesHaveDistinctTypes(),
      CertificateContent(
        purpose: content.purpose, tbs: changed, subjectKey: content.subjectKey, demo: false, issuedAt: Sample.now))
  }
}
