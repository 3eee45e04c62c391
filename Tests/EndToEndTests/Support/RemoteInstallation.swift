import Cryptography
import DER
import Documents
import Evidence
import Foundation
import TestSupport
import Testing
import WebAuthn

/// The demonstration with remote signing: a signatory with one key on the token and one that lies wrapped outside it, and
/// the passkey that releases signatures with both. Made by the product's own verbs, and OpenSSL as another CA.
struct RemoteInstallation: Sendable {
  /// Where a key is.
  enum Place: String, Sendable, CaseIterable, CustomTestStringConvertible {
    case token
    case wrapped

    var testDescription: String { self == .token ? "a key on the token" : "a wrapped key" }
  }

  struct Credential: Sendable {
    let id: String
    let key: PublicKey
  }

  /// What a browser would show.
  static let origin = "https://localhost"

  let demo: DemoInstallation
  let passkey: SoftwarePasskey
  private let credentials: [Place: Credential]

  private static let original = Task { try await make() }

  /// A copy that belongs to the caller alone. No gateway is running in it.
  static func copy() async throws -> RemoteInstallation {
    let original = try await original.value
    return RemoteInstallation(
      demo: try original.demo.copy(), passkey: original.passkey, credentials: original.credentials)
  }

  func credential(_ place: Place) throws -> Credential {
    guard let credential = credentials[place] else { throw ProcessFailure(description: "no credential \(place)") }
    return credential
  }
}

// MARK: - How it is made

extension RemoteInstallation {
  private static func make() async throws -> RemoteInstallation {
    let demo = try await DemoInstallation.copy()
    // The token's memory of the record store is written now and then: not among the calls that are counted.
    let often = "activation-seconds: 300"
    let configuration = try demo.text("gateway.yaml")
    guard configuration.contains(often) else { throw ProcessFailure(description: "no '\(often)' in gateway.yaml") }
    try demo.write(
      configuration.replacing(often, with: "\(often)\n  store-mark-seconds: 86400"), to: "gateway.yaml")
    let gateway = try await RunningGateway(demo)
    var credentials: [Place: Credential] = [:]
    for place in Place.allCases { credentials[place] = try await credential(place, gateway) }
    let passkey = try await enrol(gateway)
    try await gateway.stop().expect()
    return RemoteInstallation(demo: demo, passkey: passkey, credentials: credentials)
  }

  private static func credential(
    _ place: Place, _ gateway: RunningGateway, named name: String? = nil, days: Int = 30, _ more: [String] = []
  ) async throws -> Credential {
    let demo = gateway.demo
    let name = name ?? place.rawValue
    let made = try await gateway.json(
      [
        "credential", "make", "--signatory", "anna", "--name", "Anna Andersson", "--key-kind", "P-256", "--place",
        place.rawValue, "--multisign", "10", "--output", "\(name).csr",
      ] + more)
    guard let id = made["credentialID"]?.text, let spki = made["publicKey"]?.text.flatMap({ Base64.decode($0) }) else {
      throw ProcessFailure(description: "no credential: \(made)")
    }
    try demo.write(
      "basicConstraints = critical, CA:FALSE\nkeyUsage = critical, nonRepudiation\nsubjectAltName = email:anna@example.test\n",
      to: "signatory.cnf")
    try await demo.run(
      "openssl", "x509", "-req", "-in", "\(name).csr", "-CA", "operator/operator-ca.pem", "-CAkey",
      "operator/operator-ca.key", "-CAcreateserial", "-days", "\(days)", "-sha256", "-extfile", "signatory.cnf", "-out",
      "\(name).pem"
    ).expect()
    _ = try await gateway.json([
      "credential", "certify", "--credential", id, "--certificate", "\(name).pem", "--certificate",
      "operator/operator-ca.pem",
    ])
    return Credential(id: id, key: try PublicKey(spki: spki))
  }

  /// A passkey for a signatory who is on record.
  static func enrol(_ gateway: RunningGateway, _ signatory: String = "anna") async throws -> SoftwarePasskey {
    let invited = try await gateway.json(["invitation", "make", "--signatory", signatory])
    let name = "\(signatory)-passkey.json"
    try await gateway.demo.run(
      Product.signingGateway, "demo", "enrol", "--public", try gateway.address("public"), "--origin", origin,
      "--passkey", name, "--ca", "operator/operator-ca.pem", "--code", invited["code"]?.text ?? ""
    ).expect()
    let file = try gateway.demo.text(name)
    guard let passkey = JSONValue(canonical: Array(file.utf8)).flatMap({ SoftwarePasskey($0) }) else {
      throw ProcessFailure(description: "not a passkey: \(file)")
    }
    return passkey
  }
}

extension RunningGateway {
  /// What one of the enrolment desk's verbs answers.
  fileprivate func json(_ verb: [String]) async throws -> JSONValue {
    let connection = [
      "--gateway", try address("mtls"), "--ca", "operator/operator-ca.pem", "--cert", "operator/pipeline.pem", "--key",
      "operator/pipeline.key", "--json",
    ]
    let result = try await demo.run(Product.signingGateway, verb + connection).expect()
    return try Document(json: Array(result.output.utf8)).jsonValue()
  }
}

extension RemoteInstallation {
  /// A credential for one session, made in this installation while no gateway runs.
  func oneTimeCredential(_ place: Place) async throws -> Credential {
    let gateway = try await RunningGateway(demo)
    let credential = try await RemoteInstallation.credential(place, gateway, named: "once", days: 1, ["--one-time"])
    try await gateway.stop().expect()
    return credential
  }

  /// Whether the record store's vault holds the credential's key under wrap.
  func keepsKey(_ credential: Credential) async throws -> Bool {
    let count = try await demo.run(
      "sqlite3", "-readonly", "gateway.db", "SELECT count(*) FROM vault WHERE name = 'credential/\(credential.id)'"
    ).expect()
    return count.output != "0\n"
  }

  /// Whether any object of the credential's key is on the token.
  func holdsKey(_ credential: Credential) async throws -> Bool {
    try await credentialKeys().contains { $0.contains(credential.id) }
  }

  /// The labels of all credentials' objects on the token.
  func credentialKeys() async throws -> [String] {
    let objects = try await demo.run(
      "pkcs11-tool", "--module", Product.softHSM, "--token-label", "sealgate-demo-subject", "--login", "--pin",
      try demo.text("subject-token.pin").trimmingCharacters(in: .whitespacesAndNewlines), "--list-objects"
    ).expect()
    return objects.output.split(separator: "\n").filter { $0.contains("credential ") }.map(String.init)
  }
}
