import Cryptography
import DER
import Evidence
import Testing

@testable import OAuth

/// The authorization of CSC 1.0.4: for clients that are registered for it, and in nothing else other than the later ones'.
@Suite struct CSC1Tests {
  private static let elder: [String: String?] = ["client_id": "elder", "client_secret": Office.secret]
  private static let hashes = [1, 2].map { Hash.digest([$0], .sha384) }

  /// What such a client sends.
  private static func asked(_ changes: [String: String?] = [:]) -> [String: String?] {
    let own: [String: String?] = [
      "client_id": "elder", "code_challenge": nil, "code_challenge_method": nil, "scope": "credential",
      "credentialID": "c-1", "numSignatures": "2",
      "hash": hashes.map { Base64URL.encode($0.bytes) }.joined(separator: ","),
    ]
    return own.merging(changes) { _, new in new }
  }

  private static func answer(_ changes: [String: String?]) throws -> AuthorizationServer.Authorization {
    var office = try Office()
    return office.server.authorize(try Office.authorization(asked(changes)), from: "192.0.2.1", now: office.now)
  }

  /// The error that the client is told.
  private static func error(_ changes: [String: String?]) throws -> String? {
    guard case .redirect(let address) = try answer(changes) else { return nil }
    return Office.parameters(address)["error_description"]
  }

  @Test func `hashes are named by hash, and their length says the algorithm`() throws {
    guard case .show(let request) = try Self.answer([:]), case .credential(let wanted) = request.purpose else {
      Issue.record("not shown")
      return
    }
    #expect(wanted.hashes.map(\.digest) == Self.hashes && wanted.numSignatures == 2)
    #expect(try Self.error(["hash": "AAAA,AAAA"]) == "Invalid parameter hash")
    let mixed = Self.hashes.prefix(1) + [Hash.digest([1], .sha512)]
    let texts = mixed.map { Base64URL.encode($0.bytes) }.joined(separator: ",")
    #expect(try Self.error(["hash": texts]) == "Invalid parameter hash")
    #expect(try Self.error(["numSignatures": "1"]) == "Invalid parameter numSignatures")
    // Both at once, each good by itself.
    let both = ["hashes": Self.asked()["hash"] ?? nil]
    #expect(try Self.error(both) == "Invalid parameter hash")
    let wrong: [String: String?] = ["hashAlgorithmOID": "2.16.840.1.101.3.4.2.1"]
    #expect(try Self.error(wrong) == "Invalid parameter hash")
  }

  @Test func `a later client's hash is no hash, and it needs its proof key`() throws {
    guard
      case .show(let request) = try Self.answer([
        "client_id": "web", "code_challenge": PKCE.challenge, "code_challenge_method": "S256",
      ]), case .credential(let wanted) = request.purpose
    else {
      Issue.record("not shown")
      return
    }
    #expect(wanted.hashes.isEmpty)
    #expect(try Self.error(["client_id": "web"]) == "Invalid parameter code_challenge_method")
  }

  @Test func `the code becomes a token of the type SAD, without a verifier`() throws {
    var office = try Office()
    let code = try office.code(Self.asked(), grant: .credential(activation: "a-1"))
    let outcome = try office.token(Self.elder.merging(["code": code, "code_verifier": nil]) { _, new in new })
    guard case .credential(let redemption) = outcome else {
      Issue.record("not a credential's")
      return
    }
    let answer = office.server.credentialToken(
      redemption, sad: "sad-1", credentialID: "c-1", expires: office.now.adding(seconds: 300), now: office.now)
    #expect(answer.body["token_type"] == "SAD" && answer.body["access_token"] == "sad-1")
    let standing = try office.standing("Bearer sad-1")
    #expect(standing == .sad(clientID: "elder", credentialID: "c-1"))
  }

  @Test func `a verifier where the request had no challenge is refused: somebody took it out`() throws {
    var office = try Office()
    let code = try office.code(Self.asked(), grant: .credential(activation: "a-1"))
    let error = try office.tokenError(Self.elder.merging(["code": code]) { _, new in new })
    #expect(error == .invalidGrant("code_verifier"))
  }

  @Test func `where it sends a challenge, the challenge counts`() throws {
    let keyed: [String: String?] = ["code_challenge": PKCE.challenge, "code_challenge_method": "S256"]
    var office = try Office()
    let code = try office.code(Self.asked(keyed), grant: .credential(activation: "a-1"))
    let call: [String: String?] = Self.elder.merging(["code": code, "code_verifier": nil]) { _, new in new }
    let error = try office.tokenError(call)
    #expect(error == .missing("code_verifier"))
    #expect(try Self.error(["code_challenge": PKCE.challenge]) == "Invalid parameter code_challenge_method")
  }

  @Test func `its service tokens are as all others, and a public client cannot speak so`() throws {
    var office = try Office()
    let changes: [String: String?] = ["client_id": "elder", "code_challenge": nil, "code_challenge_method": nil]
    let code = try office.code(changes)
    let answer = try office.answer(Self.elder.merging(["code": code, "code_verifier": nil]) { _, new in new })
    #expect(answer.body["token_type"] == "Bearer" && answer.body["scope"] == "service")
    let open = Client(
      id: "p", name: "P", authentication: .none, redirectURIs: [Office.redirect], scopes: [.credential],
      grants: [.authorizationCode], limits: RateLimits(perMinute: 1, burst: 1), speaksCSC1: true)
    #expect(open == nil)
  }
}
