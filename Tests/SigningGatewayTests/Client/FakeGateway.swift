import DER
import Evidence
import Synchronization
import TestSupport
import X509

@testable import SigningGateway

/// A server that answers as `docs/API.md` says, with an issuer of software and no gates.
final class FakeGateway: Sendable {
  /// How it answers a request for a certificate.
  enum Conduct: Sendable {
    case grants
    case answers(Int, JSONValue)
    /// Grants something else than what was sent.
    case certifies(TBSCertificate)
    /// Grants, signed by a key that is not the issuer's.
    case signsWith(TestKey)
    /// The answer does not arrive whole. Asked for the serial, it tells of a decision of this status, or answers 404.
    case losesAnswer(status: String?)
  }

  static let serial = "5f00112233445566778899aabbccddee"
  static let decision = "00112233445566778899aabbccddeeff"

  let server: TestServer
  let issuer: TestAuthority

  init(_ conduct: Conduct, verdict: String = "admit", findings: [JSONValue] = []) throws {
    issuer = try TestAuthority(root: "Issuing CA", key: TestKeys.p256.get())
    let clerk = Clerk(conduct: conduct, key: issuer.key, verdict: verdict, findings: findings)
    server = try TestServer(tls: TestCertificates.shared.get().files()) { request in
      do {
        let (status, json) = try clerk.answer(request)
        return HTTPResponse(status: status, body: json.canonicalBytes())
      } catch {
        return HTTPResponse(status: 599, body: Array("\(error)".utf8))
      }
    }
  }

  /// Paths of what was asked, with the bodies.
  var calls: [(path: String, body: JSONValue?)] {
    server.log.requests.map { ($0.target.path, JSONValue(canonical: $0.body)) }
  }

  static func finding(_ rule: String, severity: String = "error") -> JSONValue {
    .object([
      "rule": .string(rule), "clause": .string("a clause of \(rule)"), "severity": .string(severity),
      "field": .string("a field of \(rule)"), "found": .string("what \(rule) found"),
      "required": .string("what \(rule) requires"),
    ])
  }
}

private final class Clerk: Sendable {
  let conduct: FakeGateway.Conduct
  let key: TestKey
  let verdict: String
  let findings: [JSONValue]
  private let lost = Mutex<HTTPRequest?>(nil)

  init(conduct: FakeGateway.Conduct, key: TestKey, verdict: String, findings: [JSONValue]) {
    self.conduct = conduct
    self.key = key
    self.verdict = verdict
    self.findings = findings
  }

  func answer(_ request: HTTPRequest) throws -> (Int, JSONValue) {
    switch request.target.path {
    case "/ca/v1/issuers/issuing/serials":
      return (201, .object(["serials": .array([.string(FakeGateway.serial)])]))
    case "/ca/v1/issuers/issuing/certificates:evaluate":
      return (200, .object(["verdict": .string(verdict), "findings": .array(findings)]))
    case "/ca/v1/issuers/issuing/certificates": return try certify(request)
    case "/ca/v1/decisions" where request.target.query == [HTTPField("serial", FakeGateway.serial)]:
      guard case .losesAnswer(let status?) = conduct, let lost = lost.withLock({ $0 }) else { break }
      return (200, status == "granted" ? try grant(lost, key) : document(["status": .string(status)]))
    default: break
    }
    return (404, .object(["title": .string("There is no such thing here")]))
  }

  private func certify(_ request: HTTPRequest) throws -> (Int, JSONValue) {
    switch conduct {
    case .grants: return (201, try grant(request, key))
    case .signsWith(let other): return (201, try grant(request, other))
    case .certifies(let tbs): return (201, try document(["certificate": base64(tbs, key)]))
    case .answers(let status, let json): return (status, json)
    case .losesAnswer:
      lost.withLock { $0 = request }
      // More than the client takes, so that it breaks the connection off.
      return (201, .string(String(repeating: "x", count: 17 << 20)))
    }
  }

  private func grant(_ request: HTTPRequest, _ key: TestKey) throws -> JSONValue {
    let body = try CertificateRequestBody.read(request.body, issuer: "issuing")
    return document(["certificate": try base64(try TBSCertificate(der: body.tbsCertificate), key)])
  }

  private func base64(_ tbs: TBSCertificate, _ key: TestKey) throws -> JSONValue {
    .string(Base64.encode(try key.certificate(signing: tbs).derBytes))
  }

  private func document(_ more: [String: JSONValue]) -> JSONValue {
    let members: [String: JSONValue] = [
      "decisionId": .string(FakeGateway.decision), "status": .string("granted"), "findings": .array(findings),
      "demo": .bool(true),
    ]
    return .object(members.merging(more) { $1 })
  }
}
