import Cryptography
import DER
import Evidence
import TestSupport
import Testing
import WebAuthn
import X509

@testable import SigningGateway

/// A client's own key, and the proofs that it makes (RFC 9449).
private struct ProofKey {
  let key: TestKey

  init() throws { key = try TestKey(curve: .p256) }

  func proof(_ path: String, token: String? = nil, jti: String, at now: Instant) throws -> HTTPField {
    let point = try SubjectPublicKeyInfo(der: try key.spki).key.bytes
    let jwk: [String: JSONValue] = [
      "kty": .string("EC"), "crv": .string("P-256"),
      "x": .string(Base64URL.encode(point.dropFirst().prefix(32))), "y": .string(Base64URL.encode(point.suffix(32))),
    ]
    let header: [String: JSONValue] = ["typ": .string("dpop+jwt"), "alg": .string("ES256"), "jwk": .object(jwk)]
    var claims: [String: JSONValue] = [
      "jti": .string(jti), "htm": .string("POST"), "htu": .string(RemoteScene.origin + path),
      "iat": .integer(now.seconds),
    ]
    if let token { claims["ath"] = .string(Base64URL.encode(Hash.digest(Array(token.utf8)).bytes)) }
    let input = [header, claims].map { Base64URL.encode(JSONValue.object($0).canonicalBytes()) }.joined(separator: ".")
    let der = try key.sign(Array(input.utf8), scheme: .ecdsa(.sha256))
    let raw = try #require(JWSAlgorithm.es256.raw(der))
    return HTTPField("DPoP", "\(input).\(Base64URL.encode(raw))")
  }
}

@Suite struct BoundTokenTests {
  private static let hash = Hash.digest([1]).bytes

  private static func signHash(_ credential: String) -> [String: JSONValue] {
    [
      "credentialID": .string(credential), "hashes": .array([.string(Base64.encode(hash))]),
      "signAlgo": .string("1.2.840.10045.4.3.2"),
    ]
  }

  @Test func `activation data that a phone's key is bound to signs with that key alone`() async throws {
    let scene = try RemoteScene.withOAuth()
    let credential = try await scene.credential()
    var passkey = try await scene.enrolPasskey()
    let own = try ProofKey()
    let asking = RemoteScene.signing(credential, [Self.hash]).merging(["client_id": "phone"]) { _, new in new }
    let code = try await scene.code(asking, with: &passkey)
    let answer = try await scene.redeem(
      code, ["client_id": "phone"], headers: [try own.proof("/oauth2/token", jti: "1", at: scene.time)])
    #expect(answer.json["token_type"]?.text == "DPoP", "\(answer.text)")
    let token = try #require(answer.json["access_token"]?.text)
    let path = "/csc/v2/signatures/signHash"
    let dpop = HTTPField("Authorization", "DPoP \(token)")
    let other = try ProofKey()
    let wrong: [[HTTPField]] = [
      [RemoteScene.bearer(token)], [dpop],
      [dpop, try other.proof(path, token: token, jti: "2", at: scene.time)],
      [dpop, try own.proof(path, token: "another", jti: "3", at: scene.time)],
      [dpop, try own.proof("/csc/v2/credentials/info", token: token, jti: "4", at: scene.time)],
      [dpop, try own.proof("/oauth2/token", jti: "1", at: scene.time)],
    ]
    for headers in wrong {
      let reply = try await scene.api("signatures/signHash", Self.signHash(credential), headers)
      #expect(reply.status == 401 && reply.error == "invalid_token", "\(reply.text)")
    }
    let proof = try own.proof(path, token: token, jti: "5", at: scene.time)
    let signed = try await scene.api("signatures/signHash", Self.signHash(credential), [dpop, proof])
    #expect(signed.status == 200, "\(signed.text)")
    let again = try await scene.api("signatures/signHash", Self.signHash(credential), [dpop, proof])
    #expect(again.status == 401, "a proof came twice")
  }

  @Test func `a token that a certificate is bound to is good beside that certificate alone`() async throws {
    let scene = try RemoteScene.withOAuth()
    let credential = try await scene.credential()
    let call: [String: String?] = ["grant_type": "client_credentials", "client_id": "machine"]
    let answer = try await scene.form(
      "/oauth2/token", call, headers: [], listener: "mtls", certificate: RemoteScene.machine)
    let token = RemoteScene.bearer(try #require(answer.json["access_token"]?.text, "\(answer.text)"))
    let body = JSONValue.object(["userID": .string("alice")]).canonicalBytes()
    let path = "/csc/v2/credentials/list"
    let good = try await scene.call(
      "POST", path, body, headers: [token], listener: "mtls", certificate: RemoteScene.machine)
    #expect(good.json["credentialIDs"]?.elements?.compactMap(\.text) == [credential], "\(good.text)")
    let open = try await scene.call("POST", path, body, headers: [token])
    #expect(open.status == 401 && open.error == "invalid_token")
    let other = try await scene.call(
      "POST", path, body, headers: [token], listener: "mtls", certificate: RemoteScene.app)
    #expect(other.status == 401)
  }
}
