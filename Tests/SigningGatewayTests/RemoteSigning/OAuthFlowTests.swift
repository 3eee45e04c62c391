import Cryptography
import DER
import Evidence
import TestSupport
import Testing
import WebAuthn

@testable import SigningGateway

@Suite struct OAuthFlowTests {
  private static func hash(_ number: UInt8) -> [UInt8] { Hash.digest([number]).bytes }

  private static func signHash(_ credential: String, _ hashes: [[UInt8]]) -> [String: JSONValue] {
    [
      "credentialID": .string(credential), "hashes": .array(hashes.map { .string(Base64.encode($0)) }),
      "signAlgo": .string("1.2.840.10045.4.3.2"),
    ]
  }

  @Test func `a code of the signatory's consent becomes a token that signs what was shown, once`() async throws {
    let scene = try RemoteScene.withOAuth()
    let credential = try await scene.credential()
    var passkey = try await scene.enrolPasskey()
    let hashes = [Self.hash(1), Self.hash(2)]
    let code = try await scene.code(RemoteScene.signing(credential, hashes), with: &passkey)
    let answer = try await scene.redeem(code)
    #expect(answer.status == 200 && answer.header("Cache-Control") == "no-store", "\(answer.text)")
    #expect(answer.json["token_type"]?.text == "Bearer" && answer.json["refresh_token"] == nil)
    let token = RemoteScene.bearer(try #require(answer.json["access_token"]?.text))

    let info = try await scene.api("credentials/info", ["credentialID": .string(credential)], [token])
    #expect(info.status == 200)
    let signed = try await scene.api("signatures/signHash", Self.signHash(credential, hashes), [token])
    let signatures = (signed.json["signatures"]?.elements ?? []).compactMap { $0.text.flatMap { Base64.decode($0) } }
    #expect(signatures.count == 2, "\(signed.text)")
    let key = try await scene.publicKey(credential)
    for (hash, signature) in zip(hashes, signatures) {
      #expect(
        try key.verify(
          signature: signature, over: hash, scheme: .ecdsa(.sha256), form: .digest(pssSaltLength: nil)))
    }
    let again = try await scene.api("signatures/signHash", Self.signHash(credential, hashes), [token])
    #expect(again.status == 400 && again.sentence == "Invalid parameter SAD")
  }

  @Test func `the token of a credential opens that credential alone`() async throws {
    let scene = try RemoteScene.withOAuth()
    let credential = try await scene.credential()
    let other = try await scene.credential()
    var passkey = try await scene.enrolPasskey()
    let code = try await scene.code(RemoteScene.signing(credential, [Self.hash(1)]), with: &passkey)
    let token = RemoteScene.bearer(try #require(try await scene.redeem(code).json["access_token"]?.text))
    let list = try await scene.api("credentials/list", ["userID": .string("alice")], [token])
    #expect(list.status == 403 && list.error == "access_denied")
    let info = try await scene.api("credentials/info", ["credentialID": .string(other)], [token])
    #expect(info.status == 400 && info.sentence == "Invalid parameter credentialID")
    let signed = try await scene.api("signatures/signHash", Self.signHash(other, [Self.hash(1)]), [token])
    #expect(signed.status == 400 && signed.sentence == "Invalid parameter credentialID")
    let hash = try await scene.api("signatures/signHash", Self.signHash(credential, [Self.hash(9)]), [token])
    #expect(hash.sentence == "Hash is not authorized by the SAD")
  }

  @Test func `a code that comes twice ends the activation data that came of it`() async throws {
    let scene = try RemoteScene.withOAuth()
    let credential = try await scene.credential()
    var passkey = try await scene.enrolPasskey()
    let code = try await scene.code(RemoteScene.signing(credential, [Self.hash(1)]), with: &passkey)
    let first = try await scene.redeem(code)
    let second = try await scene.redeem(code)
    #expect(first.status == 200 && second.status == 400 && second.error == "invalid_grant")
    let token = RemoteScene.bearer(try #require(first.json["access_token"]?.text))
    let signed = try await scene.api("signatures/signHash", Self.signHash(credential, [Self.hash(1)]), [token])
    #expect(signed.status == 400 && signed.sentence == "Invalid parameter SAD", "\(signed.text)")
    #expect(await scene.kinds().last == "activation-changed")
  }

  @Test func `leave to see credentials is given by a passkey, for its own signatory`() async throws {
    let scene = try RemoteScene.withOAuth()
    let own = try await scene.credential()
    _ = try await scene.credential(of: "bob")
    var passkey = try await scene.enrolPasskey()
    let code = try await scene.code(["login_hint": "alice"], with: &passkey)
    let answer = try await scene.redeem(code)
    let token = RemoteScene.bearer(try #require(answer.json["access_token"]?.text, "\(answer.text)"))
    let list = try await scene.api("credentials/list", [:], [token])
    #expect(list.json["credentialIDs"]?.elements?.compactMap(\.text) == [own], "\(list.text)")
    let named = try await scene.api("credentials/list", ["userID": .string("bob")], [token])
    #expect(named.status == 400 && named.sentence == "userID parameter MUST be null")
    let next = try await scene.form(
      "/oauth2/token",
      ["grant_type": "refresh_token", "refresh_token": try #require(answer.json["refresh_token"]?.text)])
    #expect(next.status == 200 && next.json["refresh_token"]?.text != answer.json["refresh_token"]?.text)
    scene.wait(seconds: 3600)
    let late = try await scene.api("credentials/list", [:], [token])
    #expect(late.status == 401 && late.error == "expired_token")
  }

  @Test func `another signatory's passkey gives no leave`() async throws {
    let scene = try RemoteScene.withOAuth()
    _ = try await scene.credential()
    _ = try await scene.credential(of: "bob")
    var passkey = try await scene.enrolPasskey(of: "bob")
    let handle = try await scene.browse(["login_hint": "alice"])
    #expect(try await scene.consent(handle, with: &passkey).status == 422)
  }

  @Test func `a refusal goes back to the client, and a mistake before there is anything to show`() async throws {
    let scene = try RemoteScene.withOAuth()
    let credential = try await scene.credential()
    let handle = try await scene.browse(RemoteScene.signing(credential, [Self.hash(1)]))
    let refused = try await scene.page("POST", "activations/\(handle)/refusal", .object([:]))
    let found = RemoteScene.parameters(try #require(refused.json["redirect"]?.text, "\(refused.text)"))
    #expect(found["error"] == "access_denied" && found["state"] == "s 1" && found["iss"] == RemoteScene.origin)
    let many = (0..<11).map { Self.hash($0) }
    let cases: [([String: String?], String)] = [
      (RemoteScene.signing("nothing", [Self.hash(1)]), "Invalid parameter credentialID"),
      (RemoteScene.signing(credential, many), "Numbers of signatures is too high"),
      (["scope": "credential", "credentialID": credential, "numSignatures": "1"], "Missing parameter hashes"),
      (["scope": "service"], "Missing parameter login_hint"), (["login_hint": "a/b"], "Invalid parameter login_hint"),
      (["code_challenge_method": "plain"], "Invalid parameter code_challenge_method"),
    ]
    for (changes, sentence) in cases {
      let reply = try await scene.authorization(changes)
      let location = try #require(reply.header("Location"), "\(sentence): \(reply.text)")
      #expect(reply.status == 302 && location.hasPrefix(RemoteScene.callback + "?error="))
      #expect(RemoteScene.parameters(location)["error_description"] == sentence)
    }
    let stranger = try await scene.authorization(["redirect_uri": "https://evil.example.test/"])
    #expect(stranger.status == 400 && stranger.sentence == "Invalid parameter redirect_uri")
    #expect(stranger.header("Location") == nil)
  }

  @Test func `a pushed request is the one that is shown`() async throws {
    let scene = try RemoteScene.withOAuth()
    let credential = try await scene.credential()
    var passkey = try await scene.enrolPasskey()
    var parameters = RemoteScene.signing(credential, [Self.hash(1)])
    for (name, value) in [
      "response_type": "code", "redirect_uri": RemoteScene.callback, "state": "s 1",
      "code_challenge": RemoteScene.challenge, "code_challenge_method": "S256",
    ] { parameters[name] = value }
    let pushed = try await scene.form("/oauth2/pushed_authorize", parameters)
    #expect(pushed.status == 201 && pushed.json["expires_in"] == .integer(60), "\(pushed.text)")
    let uri = try #require(pushed.json["request_uri"]?.text)
    let code = try await scene.code(
      ["request_uri": uri, "response_type": nil, "redirect_uri": nil, "code_challenge": nil, "state": nil],
      with: &passkey)
    #expect(try await scene.redeem(code).status == 200)
    let again = try await scene.authorization(["request_uri": uri])
    #expect(again.status == 400 && again.sentence == "Invalid parameter request_uri")
  }

  @Test func `a client of its own sees what it names, until its token is revoked`() async throws {
    let scene = try RemoteScene.withOAuth()
    let credential = try await scene.credential()
    let answer = try await scene.form("/oauth2/token", ["grant_type": "client_credentials"])
    let text = try #require(answer.json["access_token"]?.text, "\(answer.text)")
    let token = RemoteScene.bearer(text)
    let list = try await scene.api("credentials/list", ["userID": .string("alice")], [token])
    #expect(list.json["credentialIDs"]?.elements?.compactMap(\.text) == [credential])
    // Under its other address.
    #expect(try await scene.form("/revoke", ["token": text]).status == 204)
    let gone = try await scene.api("credentials/list", ["userID": .string("alice")], [token])
    #expect(gone.status == 401 && gone.error == "invalid_token")
    #expect(gone.header("WWW-Authenticate") == "Bearer error=\"invalid_token\"")
  }

  @Test func `revoked activation data signs no more`() async throws {
    let scene = try RemoteScene.withOAuth()
    let credential = try await scene.credential()
    var passkey = try await scene.enrolPasskey()
    let code = try await scene.code(RemoteScene.signing(credential, [Self.hash(1)]), with: &passkey)
    let sad = try #require(try await scene.redeem(code).json["access_token"]?.text)
    #expect(try await scene.form("/oauth2/revoke", ["token": sad]).status == 204)
    let bearer = try await scene.api(
      "signatures/signHash", Self.signHash(credential, [Self.hash(1)]), [RemoteScene.bearer(sad)])
    #expect(bearer.status == 401)
    // Nor beside a token of the service.
    let service = try await scene.form("/oauth2/token", ["grant_type": "client_credentials"])
    let token = RemoteScene.bearer(try #require(service.json["access_token"]?.text))
    let beside = Self.signHash(credential, [Self.hash(1)]).merging(["SAD": .string(sad)]) { _, new in new }
    #expect(try await scene.api("signatures/signHash", beside, [token]).sentence == "Invalid parameter SAD")
  }

  @Test func `the SAD may come beside a token of the service, of the same client alone`() async throws {
    let scene = try RemoteScene.withOAuth()
    let credential = try await scene.credential()
    var passkey = try await scene.enrolPasskey()
    let code = try await scene.code(RemoteScene.signing(credential, [Self.hash(1)]), with: &passkey)
    let sad = try #require(try await scene.redeem(code).json["access_token"]?.text)
    let body = Self.signHash(credential, [Self.hash(1)]).merging(["SAD": .string(sad)]) { _, new in new }
    for (client, status) in [("slow", 400), ("web", 200)] {
      let service = try await scene.form(
        "/oauth2/token", ["grant_type": "client_credentials"], headers: [RemoteScene.basic(client)])
      let token = RemoteScene.bearer(try #require(service.json["access_token"]?.text))
      let signed = try await scene.api("signatures/signHash", body, [token])
      #expect(signed.status == status, "\(signed.text)")
    }
  }

  @Test func `a client that asks too often, or signs too much, is told to wait`() async throws {
    let scene = try RemoteScene.withOAuth()
    let service = try await scene.form(
      "/oauth2/token", ["grant_type": "client_credentials"], headers: [RemoteScene.basic("slow")])
    let token = RemoteScene.bearer(try #require(service.json["access_token"]?.text))
    var statuses: [Int] = []
    for _ in 0..<3 {
      statuses.append(try await scene.api("credentials/list", ["userID": .string("alice")], [token]).status)
    }
    // The token was one of the minute's two requests.
    #expect(statuses == [200, 429, 429])
    let reply = try await scene.api("credentials/list", ["userID": .string("alice")], [token])
    #expect(reply.header("Retry-After") == "30" && reply.error == "too_many_requests")
    scene.wait(seconds: 30)
    #expect(try await scene.api("credentials/list", ["userID": .string("alice")], [token]).status == 200)
  }

  @Test func `signatures beyond the day's quota are refused and spend nothing`() async throws {
    let scene = try RemoteScene.withOAuth(more: "signatures-per-day: 1")
    let credential = try await scene.credential()
    var passkey = try await scene.enrolPasskey()
    let hashes = [Self.hash(1), Self.hash(2)]
    let code = try await scene.code(RemoteScene.signing(credential, hashes), with: &passkey)
    let token = RemoteScene.bearer(try #require(try await scene.redeem(code).json["access_token"]?.text))
    let both = try await scene.api("signatures/signHash", Self.signHash(credential, hashes), [token])
    #expect(both.status == 429 && both.error == "too_many_requests" && both.header("Retry-After") != nil)
    let one = try await scene.api("signatures/signHash", Self.signHash(credential, [Self.hash(1)]), [token])
    #expect(one.status == 200, "\(one.text)")
    let other = try await scene.api("signatures/signHash", Self.signHash(credential, [Self.hash(2)]), [token])
    #expect(other.status == 429)
  }

  @Test func `wrong forms, clients and headers have their statuses`() async throws {
    let scene = try RemoteScene.withOAuth()
    let wrong = try await scene.form(
      "/oauth2/token", ["grant_type": "client_credentials"], headers: [RemoteScene.basic("web", "x")])
    #expect(wrong.status == 401 && wrong.error == "invalid_client" && wrong.header("WWW-Authenticate") != nil)
    let json = try await scene.call("POST", "/oauth2/token", Array("{}".utf8))
    #expect(json.status == 415)
    let twice = try await scene.call(
      "POST", "/oauth2/token", Array("grant_type=a&grant_type=b".utf8), type: "application/x-www-form-urlencoded")
    #expect(twice.status == 400 && twice.sentence == "A parameter occurs twice: grant_type")
    for header in ["Bearer", "Basic eDp5", "Bearer a b"] {
      let reply = try await scene.api("credentials/list", [:], [HTTPField("Authorization", header)])
      #expect(reply.status == 400 && reply.sentence == "Malformed authorization header", "\(header)")
    }
    #expect(try await scene.api("credentials/list", [:], []).status == 401)
    #expect(try await scene.api("credentials/list", [:], [RemoteScene.bearer("x")]).error == "invalid_token")
  }

  @Test func `the metadata says where everything is`() async throws {
    let scene = try RemoteScene.withOAuth()
    let metadata = try await scene.call("GET", "/.well-known/oauth-authorization-server")
    #expect(metadata.status == 200 && metadata.json["issuer"]?.text == RemoteScene.origin)
    #expect(metadata.json["token_endpoint"]?.text == RemoteScene.origin + "/oauth2/token")
    let info = try await scene.call("GET", "/csc/v2/info")
    #expect(info.json["oauth2Issuer"]?.text == RemoteScene.origin)
  }

  @Test func `a client with a certificate gets bound tokens on the listener that asks for one`() async throws {
    let scene = try RemoteScene.withOAuth()
    let call: [String: String?] = ["grant_type": "client_credentials", "client_id": "app"]
    let without = try await scene.form("/oauth2/token", call, headers: [])
    #expect(without.status == 401)
    // `app` has no leave to act alone; that it is `app` is known all the same.
    let with = try await scene.form(
      "/oauth2/token", call, headers: [], listener: "mtls", certificate: RemoteScene.app)
    #expect(with.status == 400 && with.error == "unauthorized_client")
  }
}
