import DER
import Documents
import Evidence
import TestSupport
import Testing
import X509

@testable import Applications

@Suite struct OfficerRegisterTests {
  private func officer(_ pem: String) throws -> RegisteredOfficer {
    try RegisteredOfficer(
      id: "officer-1", roles: [.approver], pem: pem, validFrom: Sample.instant("2026-01-01"),
      validUntil: Sample.instant("2027-01-01"))
  }

  @Test func `a register in a record is read back`() throws {
    let key = try TestKeys.p256.get()
    let certificate = try TestAuthority(root: "Officer", key: key).certificate
    let register = OfficerRegister([
      try officer(certificate.pem), try officer(PEM(label: "PUBLIC KEY", bytes: try key.spki).text),
    ])
    let read = try Document(json: register.json.canonicalBytes()).read(as: OfficerRegister.shape)
    #expect(read.officers.map(\.officer) == register.officers.map(\.officer))
    #expect(read.officers.map(\.certificate) == [certificate, nil])
    #expect(read.json == register.json)
  }

  @Test func `of a register only those who signed are kept`() throws {
    let register = OfficerRegister([try officer(PEM(label: "PUBLIC KEY", bytes: try TestKeys.p256.get().spki).text)])
    let unsigned = try ApplicationDocument(json: Array(#"{"schema":1,"id":"A-1"}"#.utf8))
    #expect(register.signers(of: unsigned).officers.isEmpty)
    let signed = try ApplicationDocument(
      json: Array(
        #"{"schema":1,"id":"A-1","signatures":[{"signs":"registration","signer":"officer-1","format":"jws","value":"x"}]}"#
          .utf8))
    #expect(register.signers(of: signed).officers.count == 1)
  }

  @Test func `a file with no key, a private key or two keys is refused`() throws {
    let key = try TestKeys.p256.get()
    let pem = PEM(label: "PUBLIC KEY", bytes: try key.spki).text
    for bad in ["", "text", pem + pem, String(decoding: try key.pem, as: UTF8.self)] {
      #expect(throws: OfficerError.noKey) { try officer(bad) }
    }
    #expect(throws: OfficerError.self) { try officer(PEM(label: "PUBLIC KEY", bytes: [0x30, 0]).text) }
  }
}

@Suite struct ServiceDocumentTests {
  static let text = """
    schema: 1
    status: {crl: true, ocsp: false, maximum-revocation-seconds: 3600}
    practices:
      reuse-days: 365
      acceptance-days: 30
      list-check-days: 7
      registration-authorities: [external-ra]
      methods:
        - id: in-person
          kinds: [natural person, legal person]
          physical-presence: true
          remote: false
          ident-method: 0.4.0.1862.1.8.3
          from: 2025-01-01
      terms:
        - version: 2026-09
          sha256: \(String(repeating: "0a", count: 32))
          from: 2026-09-01
          until: 2027-09-01
          policies: [qcp-n, qcp-n-qscd]
          states-eu-qualified: true
          requires-device: false
    """

  @Test func `the file says what it seems to say, and is read back from a record`() throws {
    let service = try ServiceDocument(yaml: Array(ServiceDocumentTests.text.utf8))
    #expect(service.description.status == StatusServices(crl: true, ocsp: false, maximumRevocationSeconds: 3600))
    let practices = try #require(service.description.practices)
    #expect(practices.methods.first?.kinds == [.naturalPerson, .legalPerson])
    #expect(practices.methods.first?.identMethod == "0.4.0.1862.1.8.3")
    #expect(practices.terms.first?.until == Instant("2027-09-01"))
    #expect(practices.registrationAuthorities == ["external-ra"])
    #expect([practices.reuseDays, practices.acceptanceDays, practices.listCheckDays] == [365, 30, 7])
    let again = try ServiceDocument(json: service.json.canonicalBytes())
    #expect(again.description == service.description)
  }

  @Test(arguments: [
    ("crl: true", "crl: yes", "$.status.crl"), ("remote: false", "", "$.practices.methods[0].remote"),
    ("0.4.0.1862.1.8.3", "physical", "$.practices.methods[0].ident-method"),
    ("reuse-days: 365", "reuse-days: -1", "$.practices.reuse-days"),
    ("kinds: [natural person", "kinds: [person", "$.practices.methods[0].kinds[0]"),
    ("version: 2026-09", "version: 2026", "$.practices.terms[0].version"),
    ("schema: 1", "schema: 1\nowner: me", "$.owner"),
  ])
  func `what is wrong is refused with its path`(old: String, new: String, path: String) {
    let text = ServiceDocumentTests.text.replacing(old, with: new)
    let error = #expect(throws: DocumentError.self) { try ServiceDocument(yaml: Array(text.utf8)) }
    #expect(error?.path == path)
  }

  @Test func `the gates' sample is a file`() throws {
    let service = try ServiceDocument(yaml: Array(ServiceDescription.sampleYAML.utf8))
    #expect(service.description == ServiceDescription.sample)
  }

  @Test func `nothing said is nothing known`() throws {
    #expect(ServiceDocument.empty.description == ServiceDescription())
    let read = try ServiceDocument(json: ServiceDocument.empty.json.canonicalBytes())
    #expect(read.description == ServiceDescription())
  }
}
