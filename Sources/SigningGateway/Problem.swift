internal import Evidence
internal import Records

/// What an endpoint has to say where nothing went wrong.
enum Reply: Sendable {
  /// Something was made on this request.
  case created(JSONValue)
  /// What was asked for, made earlier or just looked up.
  case found(JSONValue)
  /// The service's own report about itself; `ready` decides what a load balancer sees.
  case report(JSONValue, ready: Bool)
  case text(String)
  /// Any status that an API of others asks for.
  case answer(status: Int, JSONValue, headers: [HTTPField] = [])
  /// A page or a part of one, with headers of its own.
  case content(type: String, [UInt8], headers: [HTTPField])
  /// 302 to another address.
  case redirect(String)
  /// 204.
  case empty
}

/// The one place where outcomes and errors become HTTP: RFC 9457 problem documents and their statuses.
struct Problem {
  let status: Int
  /// The last part of the problem's type.
  let name: String
  let title: String
  private(set) var detail: String
  /// The credential that an enrolment left without its certificate.
  private(set) var credential: String?
  var refusal = Refusal()
  var headers: [HTTPField] = []

  /// Seconds after which a client may try again where a token, the store or a queue is the cause.
  static let retryAfterSeconds = 5

  init(_ error: GatewayError) {
    switch error {
    case .malformed(let field, let problem):
      self.init(400, "malformed-request", "The request cannot be read", "\(field): \(problem)")
    case .unknownRequester(let refusal):
      self.init(401, "unknown-requester", "The client certificate is not a requester's", Problem.sum(refusal), refusal)
    case .notAnOperator(let refusal):
      self.init(403, "not-an-operator", "The client certificate is not an operator's", Problem.sum(refusal), refusal)
    case .notInEffect(let refusal, let detail):
      self.init(503, "configuration-not-in-effect", "The configuration is not in effect", detail, refusal)
    case .notAuthorised(let refusal):
      self.init(403, "not-authorised", "The requester is not authorised for this", Problem.sum(refusal), refusal)
    case .refused(let refusal):
      self.init(422, "refused", "A gate refused the request", Problem.sum(refusal), refusal)
    case .conflict(let refusal, let detail):
      self.init(409, "conflict", "The request conflicts with what is on record", detail, refusal)
    case .notFound(let what): self.init(404, "not-found", "There is no such thing here", what)
    case .methodNotAllowed(let allowed):
      let methods = allowed.joined(separator: ", ")
      self.init(405, "method-not-allowed", "The method does not fit the resource", "Allowed: \(methods)")
      headers = [HTTPField("Allow", methods)]
    case .bodyTooLarge(let limit):
      self.init(413, "body-too-large", "The body is too large", "At most \(limit) bytes are taken")
    case .notJSON:
      self.init(415, "not-json", "The body is not JSON", "Send Content-Type: application/json")
    case .notForm:
      self.init(415, "not-form", "The body is no form", "Send Content-Type: application/x-www-form-urlencoded")
    case .tooMany(let what, let seconds):
      self.init(429, "too-many-requests", "The client asks for too much", what)
      headers = [HTTPField("Retry-After", String(seconds))]
    case .unavailable(let what, let decision):
      self.init(503, "unavailable", "The service cannot sign now", what, Refusal(decision: decision))
      headers = [HTTPField("Retry-After", String(Problem.retryAfterSeconds))]
    case .unfinished(let credential, let error):
      self = Problem(error)
      detail += "; credential \(credential) has its key and waits for its certificate: send the same enrolment again"
      self.credential = credential
    case .incident(let what, let decision):
      self.init(500, "incident", "An incident; nothing was released", what, Refusal(decision: decision))
    }
  }

  private init(
    _ status: Int, _ name: String, _ title: String, _ detail: String, _ refusal: Refusal = Refusal()
  ) {
    self.status = status
    self.name = name
    self.title = title
    self.detail = detail
    self.refusal = refusal
  }

  private static func sum(_ refusal: Refusal) -> String {
    let errors = refusal.findings.filter { $0.severity == "error" }
    guard let first = errors.first else { return "Refused" }
    let more = errors.count > 1 ? " (and \(errors.count - 1) more)" : ""
    return "\(first.field) is \(first.found), must be \(first.required)\(more)"
  }

  var json: JSONValue {
    var members: [String: JSONValue] = [
      "type": .string("urn:sealgate:problem:\(name)"),
      "title": .string(title),
      "status": .integer(Int64(status)),
      "detail": .string(detail),
      "findings": .array(refusal.findings.map(\.json)),
    ]
    if let decision = refusal.decision { members["instance"] = .string(decision.text) }
    members["credentialID"] = credential.map { .string($0) }
    return .object(members)
  }
}

extension HTTPResponse {
  init(_ error: GatewayError) {
    let problem = Problem(error)
    self.init(
      status: problem.status,
      headers: [HTTPField("Content-Type", "application/problem+json")] + HTTPResponse.always
        + problem.headers,
      body: problem.json.canonicalBytes())
  }

  init(_ answer: Reply) {
    switch answer {
    case .created(let json): self.init(201, json)
    case .found(let json): self.init(200, json)
    case .report(let json, let ready): self.init(ready ? 200 : 503, json)
    case .text(let text):
      // The Prometheus text exposition format, version 0.0.4.
      let type = HTTPField("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
      self.init(status: 200, headers: [type] + HTTPResponse.always, body: Array(text.utf8))
    case .answer(let status, let json, let headers): self.init(status, json, headers)
    case .content(let type, let bytes, let headers):
      self.init(status: 200, headers: [HTTPField("Content-Type", type)] + headers, body: bytes)
    case .redirect(let address):
      self.init(status: 302, headers: [HTTPField("Location", address)] + HTTPResponse.always)
    case .empty: self.init(status: 204, headers: HTTPResponse.always)
    }
  }

  private init(_ status: Int, _ json: JSONValue, _ headers: [HTTPField] = []) {
    let type = HTTPField("Content-Type", "application/json")
    self.init(status: status, headers: [type] + HTTPResponse.always + headers, body: json.canonicalBytes())
  }

  /// Answers hold decisions about persons: no cache on the way keeps them.
  private static let always = [HTTPField("Cache-Control", "no-store")]
}
