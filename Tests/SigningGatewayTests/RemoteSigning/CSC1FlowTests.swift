import Cryptography
import DER
import Evidence
import TestSupport
import Testing
import WebAuthn

@testable import SigningGateway

/// A client of CSC 1.0.4 that never heard of proof keys or handles has signatures released by the signatory's passkey: the
/// token of the scope `credential` goes into `SAD`.
@Suite struct CSC1FlowTests {
  private static let hashes = [1, 2].map { Hash.digest([$0]).bytes }
  private static let header = RemoteScene.basic("elder")

  private static func asked(_ credential: String, _ changes: [String: String?] = [:]) -> [String: String?] {
    let own: [String: String?] = [
      "client_id": "elder", "code_challenge": nil, "code_challenge_method": nil, "scope": "credential",
      "credentialID": credential, "numSignatures": "2",
      "hash": hashes.map { Base64URL.encode($0) }.joined(separator: ","),
    ]
    return own.merging(changes) { _, new in new }
  }

  private static func v1(
    _ method: String, _ members: [String: JSONValue], _ token: String, in scene: RemoteScene
  ) async throws -> Scene.Reply {
    try await scene.call(
      "POST", "/csc/v1/\(method)", JSONValue.object(members).canonicalBytes(), headers: [RemoteScene.bearer(token)])
  }

  private static func signHash(_ credential: String, _ sad: String, _ hashes: [[UInt8]]) -> [String: JSONValue] {
    [
      "credentialID": .string(credential), "SAD": .string(sad), "hashAlgo": .string("2.16.840.1.101.3.4.2.1"),
      "hash": .array(hashes.map { .string(Base64.encode($0)) }), "signAlgo": .string("1.2.840.10045.4.3.2"),
    ]
  }

  private static func service(_ scene: RemoteScene) async throws -> String {
    let reply = try await scene.form("/oauth2/token", ["grant_type": "client_credentials"], headers: [header])
    return try #require(reply.json["access_token"]?.text, "\(reply.text)")
  }

  @Test func `a code becomes a token of the type SAD, which signs what was shown beside a token of the service, once`()
    async throws
  {
    let scene = try RemoteScene.withOAuth()
    let credential = try await scene.credential()
    var passkey = try await scene.enrolPasskey()
    let service = try await Self.service(scene)
    let info = try await Self.v1("credentials/info", ["credentialID": .string(credential)], service, in: scene)
    #expect(info.json["authMode"]?.text == "oauth2code" && info.json["SCAL"]?.text == "2", "\(info.text)")

    let code = try await scene.code(Self.asked(credential), with: &passkey)
    let answer = try await scene.redeem(code, ["code_verifier": nil], headers: [Self.header])
    #expect(answer.json["token_type"]?.text == "SAD", "\(answer.text)")
    let sad = try #require(answer.json["access_token"]?.text)
    let signed = try await Self.v1(
      "signatures/signHash", Self.signHash(credential, sad, Self.hashes), service, in: scene)
    let signatures = (signed.json["signatures"]?.elements ?? []).compactMap { $0.text.flatMap { Base64.decode($0) } }
    try #require(signatures.count == 2, "\(signed.text)")
    let key = try await scene.publicKey(credential)
    for (hash, signature) in zip(Self.hashes, signatures) {
      #expect(
        try key.verify(signature: signature, over: hash, scheme: .ecdsa(.sha256), form: .digest(pssSaltLength: nil)))
    }
    let again = try await Self.v1(
      "signatures/signHash", Self.signHash(credential, sad, Self.hashes), service, in: scene)
    #expect(again.status == 400 && again.sentence == "Invalid parameter SAD")
  }

  @Test func `another hash, and another client's token, sign nothing`() async throws {
    let scene = try RemoteScene.withOAuth()
    let credential = try await scene.credential()
    var passkey = try await scene.enrolPasskey()
    let code = try await scene.code(Self.asked(credential), with: &passkey)
    let answer = try await scene.redeem(code, ["code_verifier": nil], headers: [Self.header])
    let sad = try #require(answer.json["access_token"]?.text)
    let own = try await Self.service(scene)
    let other = try await Self.v1(
      "signatures/signHash", Self.signHash(credential, sad, [Hash.digest([9]).bytes]), own, in: scene)
    #expect(other.status == 400 && other.sentence == "Hash is not authorized by the SAD.", "\(other.text)")
    let web = try await scene.form("/oauth2/token", ["grant_type": "client_credentials"])
    let stolen = try await Self.v1(
      "signatures/signHash", Self.signHash(credential, sad, Self.hashes), try #require(web.json["access_token"]?.text),
      in: scene)
    #expect(stolen.status == 400 && stolen.sentence == "Invalid parameter SAD")
  }

  @Test func `without hashes it leads nowhere at SCAL2, and later clients need their proof key`() async throws {
    let scene = try RemoteScene.withOAuth()
    let credential = try await scene.credential()
    let bare = try await scene.authorization(Self.asked(credential, ["hash": nil]))
    let location = try #require(bare.header("Location"), "\(bare.text)")
    #expect(RemoteScene.parameters(location)["error_description"] == "Missing parameter hashes")
    let later = try await scene.authorization(Self.asked(credential, ["client_id": "web"]))
    #expect(
      RemoteScene.parameters(try #require(later.header("Location")))["error_description"]
        == "Invalid parameter code_challenge_method")
  }

  @Test func `an account token names the signatory, and none but that one`() async throws {
    let scene = try RemoteScene.withOAuth()
    let credential = try await scene.credential()
    var passkey = try await scene.enrolPasskey()
    func token(_ subject: String, _ jti: String) throws -> String {
      let header = Base64URL.encode(Array("{\"alg\":\"HS256\"}".utf8))
      let claims = JSONValue.object([
        "sub": .string(subject), "jti": .string(jti), "azp": .string("elder"), "iat": .integer(scene.time.seconds),
      ]).canonicalBytes()
      let input = "\(header).\(Base64URL.encode(claims))"
      let key = Hash.digest(Array(RemoteScene.secret.utf8)).bytes
      return "\(input).\(Base64URL.encode(try CredentialProtection.hmac(Array(input.utf8), key: key, .sha256)))"
    }
    let other = try await scene.authorization(Self.asked(credential, ["account_token": try token("bob", "1")]))
    #expect(
      RemoteScene.parameters(try #require(other.header("Location")))["error_description"]
        == "Invalid parameter account_token")
    let code = try await scene.code(Self.asked(credential, ["account_token": try token("alice", "2")]), with: &passkey)
    #expect(try await scene.redeem(code, ["code_verifier": nil], headers: [Self.header]).status == 200)

    let service: [String: String?] = [
      "client_id": "elder", "code_challenge": nil, "code_challenge_method": nil, "scope": "service",
      "account_token": try token("alice", "3"),
    ]
    let leave = try await scene.code(service, with: &passkey)
    let answer = try await scene.redeem(leave, ["code_verifier": nil], headers: [Self.header])
    let bearer = try #require(answer.json["access_token"]?.text, "\(answer.text)")
    let list = try await Self.v1("credentials/list", [:], bearer, in: scene)
    #expect(list.json["credentialIDs"]?.elements?.map(\.text) == [credential], "\(list.text)")
  }

  @Test func `credentials/authorize says that the credential is authorized elsewhere`() async throws {
    let scene = try RemoteScene.withOAuth()
    let credential = try await scene.credential()
    let reply = try await Self.v1(
      "credentials/authorize",
      [
        "credentialID": .string(credential), "numSignatures": .integer(1),
        "hash": .array([.string(Base64.encode(Self.hashes[0]))]), "PIN": .string("p"), "OTP": .string("1"),
      ], try await Self.service(scene), in: scene)
    #expect(reply.status == 400 && reply.error == "invalid_request")
    #expect(
      reply.sentence == "The credential identified by credentialID is authorized by oauth2/authorize", "\(reply.text)")
  }

  @Test func `nothing is sent for a one-time code, and the method says so`() async throws {
    let scene = try RemoteScene.withOAuth()
    let credential = try await scene.credential()
    let reply = try await Self.v1(
      "credentials/sendOTP", ["credentialID": .string(credential)], try await Self.service(scene), in: scene)
    #expect(reply.status == 501 && reply.error == "not_implemented", "\(reply.text)")
  }

  @Test func `info tells the edition that the operator chose, and no other`() async throws {
    func specs(_ settings: String) async throws -> [String?] {
      let scene = try RemoteScene.withOAuth(settings: settings)
      var found: [String?] = []
      for edition in ["v1", "v2"] {
        found.append(try await scene.call("GET", "/csc/\(edition)/info").json["specs"]?.text)
      }
      return found
    }
    #expect(try await specs("") == ["1.0.4.0", "2.0.0.0"])
    #expect(try await specs("csc-edition: 2.2.0.0") == ["1.0.4.0", "2.2.0.0"])
    await #expect(throws: (any Error).self) { _ = try await specs("csc-edition: 2.1.0.0") }
  }
}
