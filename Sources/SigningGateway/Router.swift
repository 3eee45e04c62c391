internal import Evidence

/// What an endpoint is given: the parts of its address, and the message.
struct Call: Sendable {
  let parameters: [String: String]
  let message: HTTPRequest

  /// The text in the place of `{name}`.
  subscript(name: String) -> String { parameters[name] ?? "" }
}

/// One thing that can be asked.
protocol Endpoint: Sendable {
  func answer(_ call: Call) async throws(GatewayError) -> Reply
}

/// A method and an address with the endpoint that answers there.
struct Route: Sendable {
  let method: String
  /// Such as `/ca/v1/decisions/{id}`.
  let pattern: String
  let endpoint: any Endpoint
  /// What the body of a POST must be.
  let body: BodyKind
  private let segments: [Substring]

  enum BodyKind: String { case json = "application/json", form = "application/x-www-form-urlencoded" }

  init(_ method: String, _ pattern: String, _ endpoint: any Endpoint, takes body: BodyKind = .json) {
    self.method = method
    self.pattern = pattern
    self.endpoint = endpoint
    self.body = body
    segments = pattern.split(separator: "/", omittingEmptySubsequences: false)
  }

  /// The parameters, where the path fits.
  func match(_ path: [Substring]) -> [String: String]? {
    guard path.count == segments.count else { return nil }
    var parameters: [String: String] = [:]
    for (part, segment) in zip(path, segments) {
      if segment.hasPrefix("{"), segment.hasSuffix("}") {
        guard Route.isName(part) else { return nil }
        parameters[String(segment.dropFirst().dropLast())] = String(part)
      } else if !part.utf8.elementsEqual(segment.utf8) {
        return nil
      }
    }
    return parameters
  }

  /// Names in the configuration and identifiers are made of these, so that an address needs no escapes.
  static func isName(_ text: some StringProtocol) -> Bool {
    !text.isEmpty && text.utf8.count <= 64
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }
}

/// Hands a message to the endpoint that answers it. Never fails: what goes wrong becomes a problem document.
struct Router: Sendable {
  /// The routes of each listener, by the listener's name.
  let routes: [String: [Route]]
  let bodyLimit: Int
  let metrics: Metrics
  /// Told of incidents and of what is unavailable; nil keeps quiet.
  let log: OperatorLog?

  func answer(_ message: HTTPRequest) async -> HTTPResponse {
    let routed = Result { () throws(GatewayError) in try find(message) }
    let response: HTTPResponse
    switch routed {
    case .success(let (route, call)):
      do throws(GatewayError) {
        response = HTTPResponse(try await route.endpoint.answer(call))
      } catch {
        report(error, of: route)
        response = HTTPResponse(error)
      }
      metrics.countRequest(endpoint: "\(route.method) \(route.pattern)", status: response.status)
    case .failure(let error):
      response = HTTPResponse(error)
      metrics.countRequest(endpoint: "none", status: response.status)
    }
    return response
  }

  /// Refusals are on record; these may be not.
  private func report(_ error: GatewayError, of route: Route) {
    switch error {
    case .incident(let what, let decision):
      log?.say("incident", ["endpoint": route.pattern, "what": what, "decision": decision?.text ?? ""])
    case .unavailable(let what, let decision):
      log?.say("unavailable", ["endpoint": route.pattern, "what": what, "decision": decision?.text ?? ""])
    case .unfinished(_, let error): report(error, of: route)
    default: break
    }
  }

  private func find(_ message: HTTPRequest) throws(GatewayError) -> (Route, Call) {
    let path = message.target.path.split(separator: "/", omittingEmptySubsequences: false)
    let fitting = (routes[message.listener] ?? []).compactMap { route in route.match(path).map { (route, $0) } }
    guard !fitting.isEmpty else { throw .notFound("this listener serves nothing at this address") }
    guard let (route, parameters) = fitting.first(where: { $0.0.method == message.method }) else {
      throw .methodNotAllowed(allowed: fitting.map(\.0.method))
    }
    guard message.body.count <= bodyLimit else { throw .bodyTooLarge(limit: bodyLimit) }
    if route.method == "POST" { try Router.require(route.body, message) }
    let names = message.target.query.map(\.name)
    guard Set(names).count == names.count else { throw .malformed(field: "query", problem: "a name occurs twice") }
    return (route, Call(parameters: parameters, message: message))
  }

  private static func require(_ kind: Route.BodyKind, _ message: HTTPRequest) throws(GatewayError) {
    let types = message.headers("content-type")
    let type = types.first?.split(separator: ";", omittingEmptySubsequences: false).first
    let name = type.map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
    guard types.count == 1, name == kind.rawValue else { throw kind == .json ? .notJSON : .notForm }
  }
}
