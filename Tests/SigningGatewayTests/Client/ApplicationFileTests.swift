import Applications
import DER
import Documents
import Evidence
import Foundation
import Testing
import X509

@testable import SigningGateway

/// The files of the demonstration.
enum Examples {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "examples/demo")

  static func text(_ name: String) throws -> String {
    let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    guard name == "application.yaml" else { return text }
    // What scripts/lib/sign-application fills in.
    return text.replacing(/@(VALIDATED|ACCEPTED|APPROVED)@/, with: "2026-11-19T09:30:00Z")
      .replacing(/@(ATTRIBUTES|REGISTRATION|KEY)@/, with: String(repeating: "0", count: 64))
  }

  static func application(replacing old: String = "", by new: String = "") throws -> ApplicationFile {
    let text = try text("application.yaml")
    try #require(old.isEmpty || text.contains(old))
    return try Document(yaml: Array(text.replacingOccurrences(of: old, with: new).utf8)).read(as: ApplicationFile.shape)
  }
}

@Suite struct ApplicationFileTests {
  @Test func `the example says what it seems to say`() throws {
    let file = try Examples.application()
    #expect(file.application.application.id == "APP-2026-0117")
    #expect(file.application.application.registration?.sources.map(\.kind) == ["passport"])
    #expect(file.application.signatures == [])
    let content = file.content
    #expect(Name(content.subject).description.contains("Anna Andersson"))
    #expect(content.subject.map(\.type) == [.countryName, .givenName, .surname, .serialNumber, .commonName])
    #expect(content.subject.first?.string?.kind == .printable)
    #expect(content.validityDays == 365)
    #expect(content.keyUsage == .nonRepudiation)
    #expect(content.statements.map(\.id) == [.qcCompliance, .qcSSCD, .qcType, .qcPDS, .qcSyntaxV2])
    #expect(content.crls.count == 1 && content.issuerCertificates.count == 1 && content.responders.count == 1)
  }

  @Test func `without the device's statement it is left out, and nothing else changes`() throws {
    let file = try Examples.application(replacing: "sscd: true", by: "sscd: false")
    #expect(file.content.statements.map(\.id) == [.qcCompliance, .qcType, .qcPDS, .qcSyntaxV2])
  }

  @Test(arguments: [
    ("validity-days: 365", "validity-days: 0", "$.certificate.validity-days"),
    ("validity-days: 365", "validity-days: 3661", "$.certificate.validity-days"),
    ("country: SE", "country: S_E", "$.certificate.subject.country"),
    ("surname: Andersson", "sur-name: Andersson", "$.certificate.subject.sur-name"),
    ("[non-repudiation]", "[content-commitment]", "$.certificate.key-usage[0]"),
    ("[non-repudiation]", "[]", "$.certificate.key-usage"),
    ("compliance: true", "compliance: yes", "$.certificate.qc-statements.compliance"),
    ("type: esign", "type: e-sign", "$.certificate.qc-statements.type"),
    ("language: en", "language: EN", "$.certificate.qc-statements.pds[0].language"),
    ("language: en", "language: eng", "$.certificate.qc-statements.pds[0].language"),
    (
      "pki.example.com/demo/", "pki.example.com/a b/", "$.certificate.qc-statements.pds[0].url"
    ),
    ("semantics: natural", "semantics: eidas", "$.certificate.qc-statements.semantics"),
    ("http://ocsp.example.com", "ocsp.example.com", "$.certificate.ocsp[0]"),
    ("schema: 1", "schema: 2", "$.schema"),
    ("certificate:\n", "evidence: {}\ncertificate:\n", "$.evidence"),
    ("subjectKind: natural person", "subjectKind: person", "$.application.registration.subjectKind"),
    ("termsVersion:", "terms-version:", "$.application.agreement.terms-version"),
  ])
  func `a member that is unknown or wrong is refused with its path`(old: String, new: String, path: String) throws {
    let error = #expect(throws: DocumentError.self) { try Examples.application(replacing: old, by: new) }
    #expect(error?.path == path)
  }

  @Test func `an application that is no object is refused`() throws {
    let error = #expect(throws: DocumentError.self) {
      try Document(yaml: Array("schema: 1\napplication: none\n".utf8)).read(as: ApplicationFile.shape)
    }
    #expect(error?.path == "$.application")
    #expect(error?.problem == "expected an object, found the string \"none\"")
  }
}

@Suite struct ClientSettingsTests {
  private func settings(replacing old: String = "", by new: String = "") throws -> ClientSettings {
    let text = try Examples.text("client.yaml").replacingOccurrences(of: old, with: new)
    return try Document(yaml: Array(text.utf8)).read(as: ClientSettings.shape(folder: "/etc/pipeline"))
  }

  @Test func `paths are relative to the file's folder`() throws {
    let settings = try settings(replacing: "key: operator/@WHO@.key", by: "key: /keys/pipeline.key")
    #expect(settings.server == "https://127.0.0.1:@PORT@")
    #expect(settings.serverCA == "/etc/pipeline/operator/operator-ca.pem")
    #expect(settings.certificate == "/etc/pipeline/operator/@WHO@.pem")
    #expect(settings.key == "/keys/pipeline.key")
    #expect(settings.issuer == "issuing")
    #expect(settings.issuerCertificate == "/etc/pipeline/issuing.pem")
  }

  @Test(arguments: [
    ("https://127.0.0.1:@PORT@", "http://127.0.0.1:443", "$.server"),
    ("https://127.0.0.1:@PORT@", "https://127.0.0.1:@PORT@/", "$.server"),
    ("https://127.0.0.1:@PORT@", "https://", "$.server"),
    ("issuer: issuing", "issuer: ../issuing", "$.issuer"),
    ("schema: 1", "schema: 1\nproxy: none", "$.proxy"),
  ])
  func `what does not fit is refused with its path`(old: String, new: String, path: String) {
    let error = #expect(throws: DocumentError.self) { try settings(replacing: old, by: new) }
    #expect(error?.path == path)
  }
}
