import Cryptography
import DER
import Evidence
import Testing

@testable import OAuth

/// A client names whom it expects under the digest of its own secret: once, for a few minutes, and nobody else can.
@Suite struct AccountTokenTests {
  private static let key = Hash.digest(Array(Office.secret.utf8)).bytes

  private static func token(
    _ changes: [String: JSONValue?] = [:], header: [String: JSONValue] = ["alg": "HS256", "typ": "JWT"],
    key: [UInt8] = key
  ) throws -> String {
    func part(_ members: [String: JSONValue]) -> String { Base64URL.encode(JSONValue.object(members).canonicalBytes()) }
    let claims: [String: JSONValue?] = [
      "sub": "erika", "iat": .integer(try Office().now.seconds), "jti": "j-1", "azp": "web",
    ]
    let input = "\(part(header)).\(part(claims.merging(changes) { _, new in new }.compactMapValues { $0 }))"
    return "\(input).\(Base64URL.encode(try CredentialProtection.hmac(Array(input.utf8), key: key, .sha256)))"
  }

  /// The account that a request of `web` ends with, or the error that the client is told.
  private static func outcome(
    _ token: String, _ changes: [String: String?] = [:], in office: inout Office
  ) throws -> String? {
    let own: [String: String?] = ["client_id": "web", "account_token": token]
    let form = try Office.authorization(own.merging(changes) { _, new in new })
    switch office.server.authorize(form, from: "192.0.2.1", now: office.now) {
    case .show(let request):
      #expect(request.loginHint == request.account)
      return request.account
    case .redirect(let address): return Office.parameters(address)["error_description"]
    case .fail(let error): return error.description
    case .limited: return "limited"
    }
  }

  private static func outcome(_ token: String, _ changes: [String: String?] = [:]) throws -> String? {
    var office = try Office()
    return try outcome(token, changes, in: &office)
  }

  @Test func `it names the account, pushed or not, and agrees with a login_hint or is refused`() throws {
    #expect(try Self.outcome(try Self.token()) == "erika")
    #expect(try Self.outcome(try Self.token(), ["login_hint": "erika"]) == "erika")
    #expect(try Self.outcome(try Self.token(), ["login_hint": "otto"]) == "Invalid parameter login_hint")
    var office = try Office()
    let form = try Office.authorization([
      "client_id": "web", "client_secret": Office.secret, "account_token": try Self.token(),
    ])
    let pushed = try office.server.push(form, Office.approach(), try office.randomness(), now: office.now)
    let call: [String: String?] = ["client_id": "web", "request_uri": pushed["request_uri"]?.text]
    guard case .show(let request) = office.server.authorize(try Office.form(call), from: "192.0.2.1", now: office.now)
    else {
      Issue.record("not shown")
      return
    }
    #expect(request.account == "erika")
  }

  @Test func `it is good once`() throws {
    var office = try Office()
    let token = try Self.token()
    #expect(try Self.outcome(token, in: &office) == "erika")
    #expect(try Self.outcome(token, in: &office) == "Invalid parameter account_token")
    #expect(try Self.outcome(try Self.token(["jti": "j-2"]), in: &office) == "erika")
  }

  @Test func `each claim counts`() throws {
    let now = try Office().now.seconds
    let wrong: [[String: JSONValue?]] = [
      ["sub": nil], ["sub": ""], ["jti": nil], ["azp": nil], ["azp": "narrow"], ["iat": nil], ["iat": "now"],
      ["iat": .integer(now - 300)], ["iat": .integer(now + 11)], ["iat": .integer(.min)], ["iat": .integer(.max)],
    ]
    for changes in wrong {
      #expect(try Self.outcome(try Self.token(changes)) == "Invalid parameter account_token", "\(changes)")
    }
    #expect(try Self.outcome(try Self.token(["iat": .integer(now - 299)])) == "erika")
  }

  @Test func `another key, another algorithm, other headers and other clients make none`() throws {
    let wrong = try [
      Self.token(key: Array(Office.secret.utf8)), Self.token(key: Hash.digest([1]).bytes),
      Self.token(header: ["alg": "none"]), Self.token(header: ["alg": "HS512"]),
      Self.token(header: ["alg": "HS256", "jwk": "x"]), Self.token() + "A", "a.b", "a.b.c", "",
    ]
    for token in wrong.dropLast() {
      #expect(try Self.outcome(token) == "Invalid parameter account_token", "\(token)")
    }
    // A client without a secret has no key for one.
    let phone = try Self.token(["azp": "phone"])
    #expect(try Self.outcome(phone, ["client_id": "phone"]) == "Invalid parameter account_token")
    #expect(try Self.outcome("") == nil)
  }
}
