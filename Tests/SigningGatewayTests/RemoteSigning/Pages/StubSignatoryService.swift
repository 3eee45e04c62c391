import DER
import Documents
import Evidence
import Foundation
import Synchronization
import WebAuthn

@testable import SigningGateway

/// The pages with a service behind them that answers what the test says, and looks at passkeys as the gateway does.
final class StubSignatoryService: Sendable {
  struct State {
    /// What `GET /signatory/v1/activations/{handle}` gives, by handle.
    var activations: [String: JSONValue] = [:]
    var passkeys: [RegisteredPasskey] = []
    var assertions: [PasskeyAssertion] = []
    var refused: [String] = []
    /// Where to after an answer.
    var redirect: String?
    var problems: [String] = []
    /// Methods and paths in the order of arrival.
    var calls: [String] = []
  }

  static let code = "F3QK-9T2M"
  static let challenge = Array("the digest over what is to be signed".utf8)
  private let state = Mutex(State())
  private let address = Mutex("")

  /// Serves while the body runs.
  static func serving(_ body: (StubSignatoryService) async throws -> Void) async throws {
    let service = StubSignatoryService()
    let listener = HTTPListener(name: "public", address: "127.0.0.1", port: 0, tls: nil)
    let server = try HTTPServer(listeners: [listener]) { service.answer($0) }
    try server.start(threads: 1)
    // `localhost` is a secure context without TLS, and a relying party's id.
    service.address.withLock { $0 = "http://localhost:\(server.boundPort("public") ?? 0)" }
    try await body(service)
    withExtendedLifetime(server) {}
  }

  var origin: String { address.withLock { $0 } }
  var party: RelyingParty { RelyingParty(id: "localhost", origins: [origin]) }
  var seen: State { state.withLock { $0 } }

  func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }

  private func answer(_ request: HTTPRequest) -> HTTPResponse {
    let path = request.target.path
    state.withLock { $0.calls.append("\(request.method) \(path)") }
    let parts = path.split(separator: "/").map(String.init)
    let language = PageLanguage.chosen(
      query: request.target.query.first { $0.name == "lang" }?.value,
      acceptLanguage: request.headers("accept-language"))
    if path == "/elsewhere" {
      let html = "<!doctype html><iframe src=\"/signatory/consent/h1\"></iframe>"
      return HTTPResponse(status: 200, headers: [HTTPField("Content-Type", "text/html")], body: Array(html.utf8))
    }
    switch (request.method, parts.dropFirst().first ?? "") {
    case ("GET", "consent"): return response(ConsentPage.html(language: language))
    case ("GET", "enrol"): return response(EnrolmentPage.html(language: language))
    case ("GET", "assets"): return PageAsset.named(parts.last ?? "").map(response) ?? problem(404, "no such asset")
    case ("GET", "v1"):
      let activation = state.withLock { $0.activations[parts.last ?? ""] }
      return activation.map { response(200, $0) } ?? problem(404, "no such activation")
    case ("POST", "v1"):
      guard let body = try? Document(json: request.body).jsonValue() else { return problem(400, "no JSON") }
      return post(parts, body)
    default: return problem(404, "nothing there")
    }
  }

  private func post(_ parts: [String], _ body: JSONValue) -> HTTPResponse {
    let done = state.withLock {
      JSONValue.object(["done": .bool(true), "redirect": $0.redirect.map(JSONValue.string) ?? .null])
    }
    switch (parts.dropFirst(2).first, parts.last) {
    case ("activations", "refusal"):
      state.withLock { $0.refused.append(parts[3]) }
      return response(200, done)
    case ("activations", "proof"):
      guard let answer = PasskeyAnswer(body) else { return problem(400, "no answer of a passkey") }
      return proof(answer) ? response(200, done) : problem(403, "user verification is missing")
    case ("enrolments", "enrolments"):
      guard body["code"] == .string(Self.code) else { return problem(403, "no such invitation") }
      return response(200, enrolment)
    case ("enrolments", "passkey"): return register(body)
    default: return problem(404, "nothing there")
    }
  }

  private func proof(_ answer: PasskeyAnswer) -> Bool {
    let passkey = state.withLock { state in state.passkeys.first { $0.credentialID == answer.credentialID } }
    let assertion = try? passkey?.examine(answer, challenge: Self.challenge, relyingParty: party)
    guard let assertion else { return false }
    state.withLock { $0.assertions.append(assertion) }
    return assertion.userVerified && assertion.signatureValid
  }

  private func register(_ body: JSONValue) -> HTTPResponse {
    guard let registration = PasskeyRegistration(body) else { return problem(400, "no registration") }
    if state.withLock({ !$0.passkeys.isEmpty }) {
      guard let existing = body["existing"].flatMap({ PasskeyAnswer($0) }), proof(existing) else {
        return problem(403, "an existing passkey must confirm")
      }
    }
    do throws(WebAuthnError) {
      let passkey = try registration.verified(challenge: Self.challenge, relyingParty: party)
      state.withLock { $0.passkeys.append(passkey) }
    } catch {
      state.withLock { $0.problems.append("\(error)") }
      return problem(403, "\(error)")
    }
    return response(200, .object(["done": .bool(true)]))
  }

  // MARK: - What the service says

  var request: JSONValue {
    let allowed = state.withLock { state in
      state.passkeys.map { passkey in
        JSONValue.object([
          "id": .string(Base64URL.encode(passkey.credentialID)),
          "transports": .array(passkey.registration.transports.map(JSONValue.string)),
        ])
      }
    }
    return .object([
      "challenge": .string(Base64URL.encode(Self.challenge)), "rpId": .string("localhost"),
      "allowCredentials": .array(allowed), "userVerification": .string("required"),
      "timeoutMilliseconds": .integer(20000),
    ])
  }

  private var enrolment: JSONValue {
    let hasPasskeys = state.withLock { !$0.passkeys.isEmpty }
    let known = request["allowCredentials"] ?? .array([])
    return .object([
      "enrolment": .string("e1"), "signatory": .object(["name": .string("Erika Mustermann")]),
      "passkey": .object([
        "challenge": .string(Base64URL.encode(Self.challenge)),
        "rp": .object(["id": .string("localhost"), "name": .string("Example")]),
        "user": .object([
          "id": .string("AQID"), "name": .string("erika"), "displayName": .string("Erika Mustermann"),
        ]),
        "pubKeyCredParams": .array(
          PasskeyAlgorithm.allCases.map {
            .object(["type": .string("public-key"), "alg": .integer($0.coseIdentifier)])
          }),
        "excludeCredentials": known,
        "authenticatorSelection": .object([
          "residentKey": .string("preferred"), "userVerification": .string("required"),
        ]),
        "attestation": .string("direct"),
      ]),
      "existing": hasPasskeys ? request : .null,
    ])
  }

  private func response(_ asset: PageAsset) -> HTTPResponse {
    HTTPResponse(
      status: 200, headers: [HTTPField("Content-Type", asset.contentType)] + asset.headers, body: asset.bytes)
  }

  private func response(_ status: Int, _ json: JSONValue) -> HTTPResponse {
    HTTPResponse(
      status: status, headers: [HTTPField("Content-Type", "application/json")], body: json.canonicalBytes())
  }

  private func problem(_ status: Int, _ detail: String) -> HTTPResponse {
    response(status, .object(["status": .integer(Int64(status)), "detail": .string(detail)]))
  }
}
