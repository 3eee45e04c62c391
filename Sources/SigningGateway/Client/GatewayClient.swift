internal import Documents
internal import Evidence

/// The calls of `docs/API.md` that a CA pipeline makes. Each blocks until the gateway has answered.
struct GatewayClient {
  /// A decision with a certificate.
  struct Grant {
    let decision: JSONValue
    /// True where the answer to the request was lost and the decision looked up.
    let wasLookedUp: Bool
  }

  private let http: HTTPClient
  private let server: String
  private let issuer: String

  init(_ settings: ClientSettings) throws(ClientError) {
    server = settings.server
    issuer = "\(server)/ca/v1/issuers/\(settings.issuer)"
    let identity = HTTPClient.Identity(certificateChain: settings.certificate, privateKey: settings.key)
    do {
      // Longer than the gateway takes to give up: its own 503 says more than a timeout here.
      http = try HTTPClient(serverCA: settings.serverCA, identity: identity, timeout: .seconds(45))
    } catch {
      throw .notReached(reason: error.description, serial: nil)
    }
  }

  func reserveSerial(subjectKey: Digest) throws(ClientError) -> SerialNumber {
    let body = JSONValue.object(["schema": .integer(1), "subjectKey": .string(subjectKey.hex)])
    let answer = try GatewayClient.read(try post("/serials", body, serial: nil), success: [201])
    guard let serials = answer["serials"]?.elements, serials.count == 1,
      let serial = serials[0].text.flatMap({ SerialNumber(hex: $0) })
    else { throw .notUnderstood("expected one serial number") }
    return serial
  }

  /// What the gates say. Throws `.refused` where they refuse.
  func evaluate(_ body: JSONValue) throws(ClientError) -> JSONValue {
    let answer = try GatewayClient.read(try post("/certificates:evaluate", body, serial: nil), success: [200])
    switch answer["verdict"]?.text {
    case "admit": return answer
    case "refuse": throw .refused(answer)
    default: throw .notUnderstood("expected a verdict")
    }
  }

  /// Has a certificate signed. Where the answer is lost, asks once what became of the request.
  func issue(_ body: JSONValue, serial: SerialNumber) throws(ClientError) -> Grant {
    let response: HTTPResponse
    do {
      response = try post("/certificates", body, serial: serial)
    } catch .notReached {
      return Grant(decision: try lookUp(serial), wasLookedUp: true)
    } catch {
      throw error
    }
    // 200 where the same content was granted before.
    return Grant(decision: try GatewayClient.read(response, success: [200, 201]), wasLookedUp: false)
  }

  private func lookUp(_ serial: SerialNumber) throws(ClientError) -> JSONValue {
    let response: HTTPResponse
    do { response = try http.get("\(server)/ca/v1/decisions?serial=\(serial)") } catch {
      throw .notReached(reason: error.description, serial: serial)
    }
    guard response.status != 404 else { throw .neverDecided(serial: serial) }
    let decision = try GatewayClient.read(response, success: [200])
    switch decision["status"]?.text {
    case "granted": return decision
    case "refused": throw .refused(decision)
    default: throw .notGranted(decision: decision, serial: serial)
    }
  }

  private func post(_ path: String, _ body: JSONValue, serial: SerialNumber?) throws(ClientError) -> HTTPResponse {
    do { return try http.post(issuer + path, json: body.canonicalBytes()) } catch {
      throw .notReached(reason: error.description, serial: serial)
    }
  }

  static func read(_ response: HTTPResponse, success: Set<Int>) throws(ClientError) -> JSONValue {
    let document: JSONValue
    do { document = try Document(json: response.body).jsonValue() } catch {
      throw .notUnderstood("status \(response.status), and a body that is no JSON: \(error)")
    }
    guard success.contains(response.status) else { throw .answered(status: response.status, problem: document) }
    return document
  }
}
