internal import CommandLineTools
internal import Cryptography
internal import DER
internal import Evidence
internal import X509

/// `signing-gateway request certificate`: what a CA pipeline does, from the command line.
struct RequestCertificateCommand: ClientCommand {
  let screen: Screen
  let clock: @Sendable () -> Instant

  /// Blocks until the gateway has answered.
  func run(_ arguments: Arguments) throws(ClientError) {
    let order = try CertificateOrder(arguments)
    guard !arguments.has("--evaluate") else { return try evaluate(order, json: arguments.has("--json")) }
    let path = try CertificateOrder.required("--output", arguments)
    // Made first: a certificate that cannot be written would be signed for nothing.
    let output: OutputFile
    do { output = try OutputFile(creating: path) } catch { throw .file(error) }
    let gateway = try GatewayClient(order.settings)
    let serial = try gateway.reserveSerial(subjectKey: order.subjectKey)
    let tbs = try order.tbsCertificate(serial: serial, at: clock())
    let grant = try gateway.issue(order.body(tbs), serial: serial)
    let certificate = try RequestCertificateCommand.certificate(grant.decision, over: tbs, by: order.issuer)
    do { try output.finish(Array(certificate.pem.utf8)) } catch { throw .file(error) }
    report(grant, serial: serial, path: path, json: arguments.has("--json"))
  }

  private func evaluate(_ order: CertificateOrder, json: Bool) throws(ClientError) {
    let gateway = try GatewayClient(order.settings)
    let serial = try gateway.reserveSerial(subjectKey: order.subjectKey)
    let answer = try gateway.evaluate(order.body(try order.tbsCertificate(serial: serial, at: clock())))
    guard !json else {
      return screen.print(
        .object(["result": .string("admitted"), "findings": answer["findings"] ?? .array([])]))
    }
    screen.say("the gates admit it; nothing was signed")
    sayFindings(of: answer)
  }

  private func report(_ grant: GatewayClient.Grant, serial: Evidence.SerialNumber, path: String, json: Bool) {
    let decision = grant.decision
    guard !json else {
      let members: [String: JSONValue] = [
        "result": .string("granted"), "certificate": .string(path), "serial": .string(serial.hex),
        "decisionId": decision["decisionId"] ?? .null, "findings": decision["findings"] ?? .array([]),
        "demo": decision["demo"] ?? .null, "lookedUp": .bool(grant.wasLookedUp),
      ]
      return screen.print(.object(members))
    }
    if grant.wasLookedUp { screen.say("the answer was lost; the gateway tells what became of the request") }
    screen.say("certificate \(path)")
    screen.say("serial      \(serial)")
    screen.say("decision    \(decision["decisionId"]?.text ?? "?")\(decision["demo"] == .bool(true) ? " (demo)" : "")")
    sayFindings(of: decision)
  }

  /// Beside a grant there are warnings and notices only.
  private func sayFindings(of answer: JSONValue) {
    for finding in answer["findings"]?.elements ?? [] { screen.say(FindingText.lines(finding)) }
  }

  /// The gateway is not taken at its word: the certificate is over the bytes that were sent, and by the issuer.
  private static func certificate(
    _ decision: JSONValue, over tbs: TBSCertificate, by issuer: Certificate
  ) throws(ClientError) -> Certificate {
    guard let der = decision["certificate"]?.text.flatMap({ Base64.decode($0) }) else {
      throw .notUnderstood("a decision without a certificate")
    }
    do {
      let certificate = try Certificate(der: der)
      let key = try PublicKey(issuer.tbsCertificate.subjectPublicKeyInfo)
      if certificate.tbsCertificate.derBytes == tbs.derBytes, try certificate.isSigned(by: key) { return certificate }
    } catch {
      throw .notUnderstood("a certificate that cannot be checked: \(error)")
    }
    throw .notUnderstood("a certificate over other bytes than those sent, or not signed by the issuer")
  }
}

extension RequestCertificateCommand {
  static let verb = Verb(
    name: "request certificate", summary: "have a subject's certificate signed by a gateway",
    options: [
      Option("--client", "FILE", "the gateway's address, and the files to reach it with"),
      Option("--csr", "FILE", "the subject's PKCS#10 request, PEM or DER"),
      Option("--policy", "NAME", "the certificate policy, such as qcp-n-qscd"),
      Option("--application", "FILE", "the application: what to certify, and its evidence"),
      Option("--output", "FILE", "where the certificate goes, PEM; never overwritten"),
      Option("--evaluate", nil, "ask the gates only: nothing is signed"),
      .json,
    ],
    description: """
      Reserves a serial number, builds the certificate to be signed from the application
      and the request's key, and sends it with its evidence. Prints where the certificate
      is, or every finding that stands against it. Where the answer is lost, asks once
      what became of the request. A gateway that cannot be reached is exit code 3.
      """)
}
