import DER
import Documents
import Evidence
import Foundation
import TestSupport
import X509

/// A request for a certificate as a CA pipeline of somebody else's would put it together.
struct CertificateRequest: Sendable {
  let issuing: Certificate
  let csr: CertificationRequest
  var serial: String
  /// Goes into the application, where no signature covers it: two requests that differ in it are two requests.
  var reference = "1"
  private var content = SampleCertificate.subject()
  /// As the officers of the demonstration signed it, for Anna.
  private let application: JSONValue

  init(_ demo: DemoInstallation, csr name: String = "subject", serial: String) throws {
    issuing = try Certificate(pem: try demo.text("issuing.pem"))
    csr = try CertificationRequest(pem: try demo.text("\(name).csr"))
    self.serial = serial
    let shown = try Document(json: Array(try demo.text("application.json").utf8)).jsonValue()
    application = shown["application"] ?? .null
    content.subject = [
      Sample.attribute(.countryName, "SE"), Sample.attribute(.givenName, "Anna"),
      Sample.attribute(.surname, "Andersson"),
      Sample.attribute(.serialNumber, "PNOSE-199001011234"), Sample.attribute(.commonName, "Anna Andersson"),
    ]
    content.statements { statements in
      statements.removeAll { $0.id == .qcPDS }
      statements.append(.pds([QCPDSLocation(url: "https://pki.example.com/demo/pds_en.pdf", language: "en")]))
    }
    content.set(AuthorityKeyIdentifier(keyIdentifier: try keyIdentifier(of: issuing)))
    content.remove(SubjectKeyIdentifier.self)
  }

  func tbsCertificate() throws -> TBSCertificate {
    let now = Int64(Date().timeIntervalSince1970)
    guard let magnitude = SerialNumber(hex: serial)?.magnitude, let start = Time(secondsSinceEpoch: now),
      let end = Time(secondsSinceEpoch: now + 365 * 86400 - 1)
    else { throw ProcessFailure(description: "no certificate can say serial \(serial) and now") }
    return try TBSCertificate(
      serialNumber: X509.SerialNumber(magnitude: magnitude), signature: .ecdsaWithSHA256,
      issuer: issuing.tbsCertificate.subject, validity: Validity(notBefore: start, notAfter: end),
      subject: Name(content.subject), subjectPublicKeyInfo: csr.subjectPublicKeyInfo, extensions: content.extensions)
  }

  func body() throws -> [UInt8] {
    JSONValue.object([
      "schema": .integer(1), "tbsCertificate": .string(Base64.encode(try tbsCertificate().derBytes)),
      "csr": .string(Base64.encode(csr.derBytes)), "policy": .string("qcp-n-qscd"), "event": .string("initial"),
      "application": referring,
    ]).canonicalBytes()
  }

  private var referring: JSONValue {
    guard case .object(var members) = application else { return application }
    members["operatorAuthentication"] = .object([
      "operatorId": .string("operator-\(reference)"), "role": .string("registration officer"),
      "multiFactor": .bool(true),
    ])
    return .object(members)
  }
}

private func keyIdentifier(of certificate: Certificate) throws -> [UInt8] {
  guard let own = certificate.tbsCertificate.extensionValue(SubjectKeyIdentifier.self).value else {
    throw ProcessFailure(description: "the issuing CA's certificate names no key")
  }
  return own.keyIdentifier
}

extension RunningGateway {
  static let certificates = "/ca/v1/issuers/issuing/certificates"

  /// Reserves serial numbers, in hexadecimal.
  func reserve(_ count: Int) async throws -> [String] {
    let answer = try await answer("/ca/v1/issuers/issuing/serials", Array(#"{"schema":1,"count":\#(count)}"#.utf8))
    guard answer.status == 201, let serials = answer.json["serials"]?.elements?.compactMap(\.text), !serials.isEmpty
    else { throw ProcessFailure(description: "\(answer.status) \(answer.text)") }
    return serials
  }

  func reserveOne() async throws -> String {
    let serials = try await reserve(1)
    guard let serial = serials.first, serials.count == 1 else {
      throw ProcessFailure(description: "one serial asked for, \(serials) reserved")
    }
    return serial
  }

  /// What the gateway says became of a serial.
  func decision(serial: String) async throws -> Answer { try await answer("/ca/v1/decisions?serial=\(serial)") }
}

extension RunningGateway.Answer {
  /// The certificate of a decision, DER.
  var certificate: [UInt8]? { json["certificate"]?.text.flatMap { Base64.decode($0) } }

  var state: String? { json["status"]?.text }
}

/// The gateway's log as `log show --json` prints it.
struct RecordLog: Sendable {
  let records: [JSONValue]

  /// Fails unless the chain verifies. A gateway may be running beside it, or none.
  static func show(_ demo: DemoInstallation) async throws -> RecordLog {
    let result = try await demo.run(Product.signingGateway, "log", "show", "--config", "gateway.yaml", "--json")
      .expect()
    let lines = try result.output.split(separator: "\n").map { try Document(json: Array($0.utf8)).jsonValue() }
    guard lines.last?["verified"] == .bool(true) else { throw ProcessFailure(description: "\(result)") }
    return RecordLog(records: lines.dropLast())
  }

  /// The kinds of the records that open or end the decision about a serial, in order.
  func kinds(serial: String) -> [String] {
    let decisions = Set(records.filter { $0["body"]?["serial"]?.text == serial }.compactMap(\.decision))
    return records.filter { $0.decision.map(decisions.contains) ?? false }.compactMap { $0["kind"]?.text }
  }

  func count(_ kind: String) -> Int { records.count { $0["kind"]?.text == kind } }
}

extension JSONValue {
  var decision: String? { self["body"]?["decision"]?.text }
}
