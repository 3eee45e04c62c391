import Applications
import Evidence
import Foundation
import PolicyGates
import TestSupport
import Testing
import X509

@testable import SigningGateway

@Suite struct ConfigurationTests {
  @Test func `the sample configuration is read, with paths relative to its folder`() throws {
    let folder = try ConfigurationFolder()
    defer { folder.remove() }
    let configuration = try folder.read()
    #expect(configuration.demo)
    #expect(configuration.state == folder.url.appending(path: "gateway.db").path)
    #expect(configuration.limits.bodyBytes == 65536)
    #expect(configuration.limits.answerSeconds == 20)
    #expect(configuration.tokens["ca"]?.queue == 8)
    #expect(configuration.issuers["issuing"]?.key == .label("issuing"))
    #expect(configuration.issuers["second"]?.key == .id([1]))
    #expect(configuration.issuers["issuing"]?.chain == [folder.root.derBytes])
    #expect(configuration.requesters.map(\.id) == ["pipeline", "other"])
    #expect(configuration.devices.records.map(\.id) == ["example-hsm"])
    #expect(configuration.officers.officers.map(\.officer.id) == ["officer-1", "approver-1", "approver-2"])
    #expect(configuration.officers.officers.first?.officer.roles == [.registrationOfficer])
    #expect(configuration.issuers["issuing"]?.service.description == .sample)
    #expect(configuration.issuers["second"]?.service.description == ServiceDescription())
  }

  @Test(arguments: [
    ("lanes: 2", "lanes: 0", "$.tokens.ca.lanes"), ("demo: true", "demo: yes", "$.demo"),
    ("baseline: etsi-2026", "", "missing; expected one of cir-2025-1943, etsi-2026"),
    ("baseline: etsi-2026", "baseline: latest", "$.baseline"),
    ("token: ca, certificate", "token: cb, certificate", "$.issuers"),
    ("module: softhsm, uri: \"pkcs11:token=ca\"", "module: luna, uri: \"pkcs11:token=ca\"", "$.tokens.ca.module"),
    ("issuers: [second]", "issuers: [third]", "other names issuer third"),
    ("id: other", "id: pipeline", "$.requesters"),
    ("key-label: issuing", "key-label: issuing, key-id: \"01\"", "key-label"), ("schema: 1", "schema: 2", "$.schema"),
    ("subject-tokens: [subject]", "subject-tokens: [moon]", "$.subject-tokens"),
    ("devices: devices.yaml", "devices: none.yaml", "none.yaml: cannot be opened"),
    ("id: approver-2", "id: approver-1", "$.officers: an id occurs twice"),
    ("roles: [approver]", "roles: [auditor]", "$.officers[1].roles[0]"), ("roles: [approver]", "roles: []", "roles"),
    ("public-key: approver-1.pem", "public-key: root.key", "root.key: cannot be opened"),
    ("public-key: approver-1.pem", "public-key: devices.yaml", "devices.yaml: expected one PEM block"),
    ("valid-until: 2027-12-31", "valid-until: 2026-01-01", "$.officers[0].valid-until"),
    ("service: service.yaml", "service: devices.yaml", "devices.yaml: $.schema"),
    ("chain: [root.pem]", "chain: [issuing.pem]", "did not sign"), ("  ca: {", "  c.a: {", "$.tokens"),
  ])
  func `what is wrong is named by its path`(old: String, new: String, message: String) throws {
    let folder = try ConfigurationFolder()
    defer { folder.remove() }
    let text = ConfigurationFolder.text().replacing(old, with: new, maxReplacements: 1)
    #expect(text != ConfigurationFolder.text())
    try folder.write("gateway.yaml", text)
    let error = try #require(throws: ConfigurationError.self) { try folder.read() }
    #expect(error.description.contains(message), "\(error)")
  }

  @Test func `a should is raised for one issuer, and a shall cannot be touched`() throws {
    let folder = try ConfigurationFolder()
    defer { folder.remove() }
    func raise(_ id: String) throws -> Configuration {
      let key = "key-label: issuing"
      try folder.write(
        "gateway.yaml", ConfigurationFolder.text().replacing(key, with: "\(key), raise-severity: [\(id)]"))
      return try folder.read()
    }
    let should = "etsi.en_319_411_1.gen-6-3-3-02a.serial_number_short"
    let configuration = try raise(should)
    #expect(configuration.issuers["issuing"]?.terms == JudgingTerms(baseline: .etsi2026, raised: try .init([should])))
    #expect(configuration.issuers["second"]?.terms == JudgingTerms(baseline: .etsi2026))
    let error = try #require(throws: ConfigurationError.self) {
      try raise("etsi.en_319_411_2.gen-6-6-1-03.qcsscd_missing")
    }
    #expect(error.description.contains("$.issuers.issuing.raise-severity"))
    #expect(error.description.contains("a shall is neither raised nor lowered"))
  }

  @Test func `an unknown key is an error`() throws {
    let folder = try ConfigurationFolder()
    defer { folder.remove() }
    try folder.write("gateway.yaml", ConfigurationFolder.text(more: "colour: blue"))
    let error = try #require(throws: ConfigurationError.self) { try folder.read() }
    #expect(error.description.contains("$.colour"))
  }

  @Test func `a demo device is taken in a demo only`() throws {
    let folder = try ConfigurationFolder()
    defer { folder.remove() }
    try folder.write("devices.yaml", ConfigurationFolder.devices(demo: true))
    #expect(throws: Never.self) { try folder.read() }
    try folder.write("gateway.yaml", ConfigurationFolder.text(demo: false))
    let error = try #require(throws: ConfigurationError.self) { try folder.read() }
    #expect(error.description.contains("example-hsm is a demo device"))
  }

  @Test(arguments: ["gateway.yaml", "devices.yaml", "operator-ca.pem", "server.pem"])
  func `the digest changes with each reviewed file`(name: String) throws {
    let folder = try ConfigurationFolder()
    defer { folder.remove() }
    let before = try folder.read().digest
    let contents = ["gateway.yaml": ConfigurationFolder.text(), "devices.yaml": ConfigurationFolder.devices()]
    try folder.write(name, (contents[name] ?? name) + "\n# a comment\n")
    #expect(try folder.read().digest != before)
  }

  @Test func `a list of weak keys is read, and stands in the digest`() throws {
    let folder = try ConfigurationFolder()
    defer { folder.remove() }
    #expect(try folder.read().knownWeakKeys == .none)
    try folder.write("gateway.yaml", ConfigurationFolder.text(more: "known-weak-keys: weak.tsv"))
    let digest = String(repeating: "ab", count: 32)
    try folder.write("weak.tsv", "\(digest)\tlost card\tincident 7\t2026-11-20\n")
    let configuration = try folder.read()
    #expect(configuration.knownWeakKeys.count == 1)
    #expect(configuration.reviewedFiles.map(\.name).contains("weak.tsv"))
    try folder.write("weak.tsv", "\(digest)\tlost card\tincident 8\t2026-11-20\n")
    #expect(try folder.read().digest != configuration.digest)
    try folder.write("weak.tsv", "lost card\n")
    let error = try #require(throws: ConfigurationError.self) { try folder.read() }
    #expect(error.description.contains("weak.tsv: line 1: 1 columns"))
  }

  @Test(arguments: ["operator-ca.crl", "ca.pin"])
  func `the digest stays with secrets and lists that change by themselves`(name: String) throws {
    let folder = try ConfigurationFolder()
    defer { folder.remove() }
    let before = try folder.read().digest
    try folder.write(name, "another")
    #expect(try folder.read().digest == before)
  }
}
