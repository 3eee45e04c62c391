import Cryptography
import DER
import Evidence
import TestSupport
import Testing
import WebAuthn

@testable import SigningGateway

extension RemoteScene {
  static let secret = "0123456789abcdef0123456789abcdef"
  static let machine = Array("machine's certificate".utf8)
  static let callback = "https://web.example.test/cb"
  /// RFC 7636, appendix B.
  static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
  static let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

  /// A gateway with clients that have no certificate: `web` with a secret, `phone` without, `slow` with few requests.
  /// `settings`: members of `remote-signing`.
  static func withOAuth(more: String = "signatures-per-day: 1000", settings: String = "") throws -> RemoteScene {
    let secret = "secret-sha256: \(Hash.digest(Array(secret.utf8)).hex)"
    let redirects = "redirect-uris: [\"\(callback)\"]"
    return try RemoteScene(
      more: """
            - {id: web, name: Web Shop, \(secret), \(redirects), acts-alone: true, \(more)}
            - {id: phone, name: Phone, public: true, \(redirects)}
            - {id: elder, name: Elder, \(secret), \(redirects), acts-alone: true, csc-v1: true}
            - {id: machine, name: Machine, certificate-sha256: \(Hash.digest(machine).hex), acts-alone: true}
            - {id: slow, name: Slow, \(secret), acts-alone: true, requests-per-minute: 2, signatures-per-day: 1}
          \(settings)
        """)
  }

  static func basic(_ client: String = "web", _ secret: String = RemoteScene.secret) -> HTTPField {
    HTTPField("Authorization", "Basic " + Base64.encode(Array("\(client):\(secret)".utf8)))
  }

  static func bearer(_ token: String) -> HTTPField { HTTPField("Authorization", "Bearer \(token)") }

  func call(
    _ method: String, _ target: String, _ body: [UInt8] = [], type: String = "application/json",
    headers: [HTTPField] = [], listener: String = "public", certificate: [UInt8]? = nil
  ) async throws -> Scene.Reply {
    _ = try await gateway.changes.stage(.configuration, gateway.facts.configuration)
    let response = await gateway.router.answer(
      HTTPRequest(
        listener: listener, method: method, target: try #require(HTTPTarget(target)),
        headers: [HTTPField("Content-Type", type)] + headers, body: body, peerCertificate: certificate,
        remoteAddress: "127.0.0.1:4711"))
    return Scene.Reply(
      status: response.status, json: JSONValue(canonical: response.body) ?? .null, headers: response.headers,
      text: String(decoding: response.body, as: UTF8.self))
  }

  func form(
    _ path: String, _ parameters: [String: String?], headers: [HTTPField] = [RemoteScene.basic()],
    listener: String = "public", certificate: [UInt8]? = nil
  ) async throws -> Scene.Reply {
    try await call(
      "POST", path, Array(RemoteScene.query(parameters).utf8), type: "application/x-www-form-urlencoded",
      headers: headers, listener: listener, certificate: certificate)
  }

  /// A CSC method on the `public` listener.
  func api(_ method: String, _ members: [String: JSONValue], _ headers: [HTTPField]) async throws -> Scene.Reply {
    try await call("POST", "/csc/v2/\(method)", JSONValue.object(members).canonicalBytes(), headers: headers)
  }

  /// The browser's first step: the handle of the consent page.
  func browse(_ changes: [String: String?]) async throws -> String {
    let reply = try await authorization(changes)
    let location = try #require(reply.header("Location"), "\(reply.text)")
    let page = "\(RemoteScene.origin)/signatory/consent/"
    try #require(reply.status == 302 && location.hasPrefix(page), "\(location)")
    return String(location.dropFirst(page.count))
  }

  func authorization(_ changes: [String: String?]) async throws -> Scene.Reply {
    var parameters: [String: String?] = [
      "response_type": "code", "client_id": "web", "redirect_uri": RemoteScene.callback, "state": "s 1",
      "code_challenge": RemoteScene.challenge, "code_challenge_method": "S256",
    ]
    parameters.merge(changes) { _, new in new }
    return try await call("GET", "/oauth2/authorize?" + RemoteScene.query(parameters))
  }

  /// The parameters of a request to sign these hashes.
  static func signing(_ credential: String, _ hashes: [[UInt8]]) -> [String: String?] {
    [
      "scope": "credential", "credentialID": credential, "numSignatures": "\(hashes.count)",
      "hashes": hashes.map { Base64URL.encode($0) }.joined(separator: ","),
      "hashAlgorithmOID": "2.16.840.1.101.3.4.2.1",
    ]
  }

  /// The code that the browser brings back after the signatory's consent.
  func code(_ changes: [String: String?], with passkey: inout SoftwarePasskey) async throws -> String {
    let proven = try await consent(try await browse(changes), with: &passkey)
    let redirect = try #require(proven.json["redirect"]?.text, "\(proven.text)")
    let found = RemoteScene.parameters(redirect)
    #expect(found["state"] == "s 1" && found["iss"] == RemoteScene.origin)
    return try #require(found["code"], "\(redirect)")
  }

  func redeem(
    _ code: String, _ changes: [String: String?] = [:], headers: [HTTPField] = [RemoteScene.basic()]
  ) async throws -> Scene.Reply {
    var parameters: [String: String?] = [
      "grant_type": "authorization_code", "code": code, "redirect_uri": RemoteScene.callback,
      "code_verifier": RemoteScene.verifier,
    ]
    parameters.merge(changes) { _, new in new }
    return try await form("/oauth2/token", parameters, headers: headers)
  }

  static func query(_ parameters: [String: String?]) -> String {
    parameters.compactMap { name, value in value.map { "\(name)=\(escaped($0))" } }.joined(separator: "&")
  }

  static func parameters(_ address: String) -> [String: String] {
    guard let target = HTTPTarget("/" + address.drop { $0 != "?" }) else { return [:] }
    return Dictionary(target.query.map { ($0.name, $0.value) }) { first, _ in first }
  }

  private static func escaped(_ text: String) -> String {
    text.utf8.map { byte in
      let character = Character(UnicodeScalar(byte))
      return character.isASCII && (character.isLetter || character.isNumber)
        ? String(character) : "%" + Hex.encode([byte])
    }.joined()
  }
}

extension Scene.Reply {
  var error: String? { json["error"]?.text }
  var sentence: String? { json["error_description"]?.text }
}
