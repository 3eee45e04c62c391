import Cryptography
import DER
import Evidence
import Foundation
import TestSupport
import Testing

@testable import SigningGateway

/// `scripts/lib/schemathesis-run` starts this with the path of schemathesis, which holds the description against a
/// gateway that answers over the loopback interface.
@Suite struct LiveDescriptionTests {
  @Test(.enabled(if: ProcessInfo.processInfo.environment["SEALGATE_SCHEMATHESIS"] != nil))
  func `schemathesis finds no answer that the description does not have`() async throws {
    let program = try #require(ProcessInfo.processInfo.environment["SEALGATE_SCHEMATHESIS"])
    let folder = try FileManager.default.scratch("schemathesis")
    let scene = try RemoteScene.withOAuth(
      more: "requests-per-minute: 1000000",
      settings: "source-requests-per-minute: 1000000\n  source-failures-per-minute: 1000000")
    let credential = try await scene.credential()
    _ = try await scene.enrolPasskey()
    let token = try await scene.form("/oauth2/token", ["grant_type": "client_credentials"])
    let router = scene.gateway.router
    let server = try HTTPServer(
      listeners: [HTTPListener(name: "public", address: "127.0.0.1", port: 0, tls: nil)],
      handler: { await router.answer($0) })
    try server.start()
    let port = try #require(server.boundPort("public"))

    let examples = ExampleBodies(
      credential: credential, handle: try await scene.authorize(credential, [[UInt8](repeating: 1, count: 32)]))
    let described = folder.appending(path: "openapi.json")
    try Data(examples.adding(to: OpenAPIDocument.json).canonicalBytes()).write(to: described)
    let child = try ChildProcess(
      program,
      [
        "--config-file", LiveDescriptionTests.configuration.path, "run", described.path, "--url",
        "http://127.0.0.1:\(port)", "--phases", "examples,coverage,fuzzing", "--max-examples", "15", "--seed", "1",
        "--generation-database", "none", "--continue-on-failure",
      ], in: folder,
      environment: [
        "SEALGATE_TOKEN": try #require(token.json["access_token"]?.text), "SEALGATE_CLIENT": "web",
        "SEALGATE_SECRET": RemoteScene.secret, "COLUMNS": "120", "NO_COLOR": "1",
      ])
    let result = try await child.finish(within: .seconds(600))
    print(result.output)
    #expect(result.code == 0, "\(result)")
    _ = server.drain(deadline: .seconds(1))
  }

  static let configuration = OpenAPITests.file.deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "scripts/lib/schemathesis.toml")
}

/// Bodies that this gateway takes, so that answers of success are seen too.
private struct ExampleBodies {
  let credential: String
  let handle: String

  func adding(to document: JSONValue) -> JSONValue {
    let hash = JSONValue.string(Base64.encode([UInt8](repeating: 1, count: 32)))
    let oid = JSONValue.string("2.16.840.1.101.3.4.2.1")
    let one: [String: JSONValue] = ["credentialID": .string(credential)]
    let bodies: [(String, [String: JSONValue])] = [
      ("/csc/v2/credentials/list", ["userID": .string("alice"), "credentialInfo": .bool(true)]),
      ("/csc/v1/credentials/list", ["userID": .string("alice"), "maxResults": .integer(1)]),
      (
        "/csc/v2/credentials/info",
        one.merging(["certificates": .string("chain"), "certInfo": .bool(true), "authInfo": .bool(true)]) { $1 }
      ),
      ("/csc/v1/credentials/info", one.merging(["certInfo": .bool(true), "authInfo": .bool(true)]) { $1 }),
      (
        "/csc/v2/credentials/authorize",
        one.merging([
          "numSignatures": .integer(1), "hashes": .array([hash]), "hashAlgorithmOID": oid, "authData": .array([]),
        ]) { $1 }
      ),
      ("/csc/v2/credentials/authorizeCheck", ["handle": .string(handle)]),
    ]
    let shown = SignatoryOperations.name("handle").json.setting(["example"], .string(handle))
    let path = ["paths", "/signatory/v1/activations/{handle}", "get", "parameters"]
    return bodies.reduce(document.setting(path, .array([shown]))) { document, body in
      document.setting(
        ["paths", body.0, "post", "requestBody", "content", "application/json", "example"], .object(body.1))
    }
  }
}

extension JSONValue {
  fileprivate func setting(_ path: [String], _ value: JSONValue) -> JSONValue {
    guard let first = path.first, case .object(var members) = self else { return value }
    members[first] = (members[first] ?? .object([:])).setting(Array(path.dropFirst()), value)
    return .object(members)
  }
}
