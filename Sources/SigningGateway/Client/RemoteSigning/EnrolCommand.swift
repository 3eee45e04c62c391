internal import CommandLineTools
internal import DER
internal import Documents
internal import Evidence
internal import X509

/// `signing-gateway credential enrol`: key, certificate and live credential in one call.
extension CredentialCommand {
  func enrol(_ arguments: Arguments) throws(ClientError) {
    let body = try enrolment(arguments)
    let digest = EnrolmentOrder.digest(of: body).hex
    guard !arguments.has("--order") else {
      let answer = JSONValue.object(["enrolmentSha256": .string(digest)])
      return report(answer, arguments, "enrolmentSha256 \(digest)")
    }
    let path = try CertificateOrder.required("--output", arguments)
    let output: OutputFile
    do { output = try OutputFile(creating: path) } catch { throw .file(error) }
    let answer = try GatewayConnection(arguments).post("/remote/v1/enrolments", body)
    guard let der = answer["credential"]?["certificates"]?.elements?.first?.text.flatMap({ Base64.decode($0) }),
      let certificate = try? Certificate(der: der)
    else { throw .notUnderstood("an enrolment without a certificate") }
    do { try output.finish(Array(certificate.pem.utf8)) } catch { throw .file(error) }
    let credential = answer["credentialID"]?.text ?? "?"
    let status = answer["credential"]?["status"]?.text ?? "?"
    report(answer, arguments, "credential \(credential) is \(status), certificate \(path)")
  }

  /// The body of the call: `docs/API.md` names its members.
  private func enrolment(_ arguments: Arguments) throws(ClientError) -> JSONValue {
    let path = try CertificateOrder.required("--application", arguments)
    let content = try CertificateOrder.read(path)
    let file: JSONValue
    do {
      let document = try Document(yaml: content)
      // With its approvals missing or unsigned it is read too: an order's digest is asked for before they are there.
      _ = try document.read(as: ApplicationFile.shape)
      file = try Document(yaml: content).jsonValue()
    } catch { throw .file(FileError(path: path, problem: error.description)) }
    return .object([
      "schema": .integer(1),
      "enrolment": .string(try name(try CertificateOrder.required("--enrolment", arguments), arguments)),
      "issuer": .string(try name(try CertificateOrder.required("--issuer", arguments), arguments)),
      "policy": .string(try CertificateOrder.required("--policy", arguments)),
      "credential": .object(try members(arguments)), "certificate": file["certificate"] ?? .null,
      "application": file["application"] ?? .null,
    ])
  }

  static let enrol = Verb(
    name: "credential enrol", summary: "make a signatory's key, certify and enable it, in one call",
    options: GatewayConnection.options + terms + [
      Option("--enrolment", "ID", "your name for it: a call with the same one goes on where it was"),
      Option("--issuer", "NAME", "the issuer's name in the gateway's configuration"),
      Option("--policy", "NAME", "the certificate policy, such as qcp-n-qscd"),
      Option("--application", "FILE", "the application: what to certify, and its evidence"),
      Option("--output", "FILE", "where the certificate goes, PEM; never overwritten"),
      Option("--order", nil, "only print the order's digest, for the approvals"),
      .json,
    ],
    description: """
      The approvers cannot name a key that is still to be made. They name the order instead:
      the member enrolmentSha256 of each approval, in the place of subjectKeySha256, is what
      --order prints. It covers everything but the application. The gateway notes which order
      made which key, and its gates hold the approvals to that. What fails after the key was
      made is carried on by the same command; the application may be mended meanwhile.
      """)
}
