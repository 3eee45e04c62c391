internal import Applications
internal import CommandLineTools
internal import Cryptography
internal import Evidence
internal import X509

/// `signing-gateway sign-statement`: what a registration desk, or an approver, does with a part of an application.
struct SignStatementCommand {
  let screen: Screen

  /// Runs, reports, and returns the exit code.
  func execute(_ arguments: Arguments) -> Int32 {
    do {
      try run(arguments)
      return 0
    } catch {
      screen.complain("signing-gateway: \(error)")
      return error.exitCode
    }
  }

  private func run(_ arguments: Arguments) throws(ClientError) {
    let path = try CertificateOrder.required("--application", arguments)
    let file = try CertificateOrder.read(path, as: ApplicationFile.deskShape)
    let name = try CertificateOrder.required("--part", arguments)
    guard let part = ProcessSignature.Part(name: name) else {
      throw .usage(arguments.misuse("--part \(name) is none; known are registration, approvals/0, approvals/1 and on"))
    }
    guard let statement = file.application.statement(part) else {
      throw .file(FileError(path: path, problem: "the application has no \(name)"))
    }
    let officer = try CertificateOrder.required("--officer", arguments)
    let value = try SignStatementCommand.sign(
      statement, officer: officer, keyPath: try CertificateOrder.required("--key", arguments))
    let signature = SignedStatement(part: part, signer: officer, format: .jws, value: value)
    let output = try CertificateOrder.required("--output", arguments)
    do {
      let target = try OutputFile(creating: output)
      try target.finish(signature.json.canonicalBytes() + [UInt8(ascii: "\n")])
    } catch { throw .file(error) }
    screen.say("signed \(name) of application \(Printable.text(file.application.application.id)) as \(officer)")
    screen.say("put \(output) into the application's list 'signatures'")
  }

  private static func sign(
    _ statement: [UInt8], officer: String, keyPath: String
  ) throws(ClientError) -> String {
    let pem = try CertificateOrder.read(keyPath)
    do { return try JSONWebSignature.sign(statement, with: try SoftwareKey(pem: pem), keyID: officer) } catch {
      throw .file(FileError(path: keyPath, problem: "\(error)"))
    }
  }

  static let verb = Verb(
    name: "sign-statement", summary: "sign the registration or an approval of an application",
    options: [
      Option("--application", "FILE", "the application"),
      Option("--part", "PART", "registration, or approvals/0 and on"),
      Option("--officer", "ID", "who signs, as the gateway's configuration names them"),
      Option("--key", "FILE", "the officer's private key, PEM, not encrypted"),
      Option("--output", "FILE", "where the signature goes; never overwritten"),
    ],
    description: """
      Signs the part as it stands in the file: a detached JWS over its canonical JSON with
      the application's id. Writes one line of JSON, an entry of the list 'signatures' of
      the application. Whoever changes the part afterwards needs a new signature. For
      trying things out: officers' keys belong on cards, and any JWS or CMS tool will do.
      """)
}

/// `signing-gateway application show`: what a desk needs to know of an application to sign it.
struct ShowApplicationCommand {
  let screen: Screen

  /// Runs, reports, and returns the exit code.
  func execute(_ arguments: Arguments) -> Int32 {
    do {
      let path = try CertificateOrder.required("--application", arguments)
      show(try CertificateOrder.read(path, as: ApplicationFile.deskShape), json: arguments.has("--json"))
      return 0
    } catch {
      screen.complain("signing-gateway: \(error)")
      return error.exitCode
    }
  }

  private func show(_ file: (application: ApplicationDocument, content: CertificateContentPlan?), json: Bool) {
    let registration = file.application.registrationSHA256?.hex
    let attributes = (file.content?.subjectName.derBytes).map { Hash.digest($0).hex }
    guard !json else {
      var members: [String: JSONValue] = ["application": file.application.json]
      members["registrationSha256"] = registration.map(JSONValue.string)
      members["attributesSha256"] = attributes.map(JSONValue.string)
      return screen.print(.object(members))
    }
    screen.say("application        \(Printable.text(file.application.application.id))")
    screen.say("attributesSha256   \(attributes ?? "-")")
    screen.say("registrationSha256 \(registration ?? "-")")
    for signature in file.application.signatures {
      screen.say("signature          \(signature.part.name) by \(Printable.text(signature.signer))")
    }
  }

  static let verb = Verb(
    name: "application show", summary: "read an application and print the digests that its parts name",
    options: [Option("--application", "FILE", "the application"), .json],
    description: """
      Says what is wrong with the file, or prints the digest of the subject's name as it
      is to stand in the certificate (registration.attributesSha256) and the digest of the
      registration (registrationSha256 of each approval). Checks no signature.
      """)
}
