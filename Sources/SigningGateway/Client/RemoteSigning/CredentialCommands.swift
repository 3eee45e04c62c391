internal import CommandLineTools
internal import DER
internal import Documents
internal import Evidence
internal import X509

/// `signing-gateway credential …`: what an enrolment desk does with signatories' keys.
struct CredentialCommand: ClientCommand {
  let screen: Screen
  let clock: @Sendable () -> Instant
  let verb: Verb

  func run(_ arguments: Arguments) throws(ClientError) {
    switch verb.name {
    case CredentialCommand.make.name: try make(arguments)
    case CredentialCommand.enrol.name: try enrol(arguments)
    case CredentialCommand.certify.name: try certify(arguments)
    case CredentialCommand.status.name: try status(arguments)
    case CredentialCommand.invite.name: try invite(arguments)
    default: try release(arguments)
    }
  }

  // MARK: - The verbs

  private func make(_ arguments: Arguments) throws(ClientError) {
    let body = try members(arguments).merging(["schema": .integer(1)]) { first, _ in first }
    let path = try CertificateOrder.required("--output", arguments)
    let output: OutputFile
    do { output = try OutputFile(creating: path) } catch { throw .file(error) }
    let answer = try GatewayConnection(arguments).post("/remote/v1/credentials", .object(body))
    guard let csr = answer["csr"]?.text.flatMap({ Base64.decode($0) }) else {
      throw .notUnderstood("a credential without a certification request")
    }
    do { try output.finish(Array(PEM(label: "CERTIFICATE REQUEST", bytes: csr).text.utf8)) } catch {
      throw .file(error)
    }
    report(answer, arguments, "credential \(answer["credentialID"]?.text ?? "?"), request \(path)")
  }

  /// What the gateway is told of the credential.
  func members(_ arguments: Arguments) throws(ClientError) -> [String: JSONValue] {
    var body: [String: JSONValue] = [
      "signatory": .string(try CertificateOrder.required("--signatory", arguments)),
      "name": .string(try CertificateOrder.required("--name", arguments)),
      "key": .string(try CertificateOrder.required("--key-kind", arguments)),
    ]
    for (option, member) in [("--place", "place"), ("--scal", "level"), ("--kind", "kind")] {
      if let value = arguments[option] { body[member] = .string(value) }
    }
    if let text = arguments["--multisign"] {
      guard let number = Int64(text) else { throw .usage(arguments.misuse("--multisign takes a number")) }
      body["multisign"] = .integer(number)
    }
    for (flag, member) in [
      ("--synced-passkeys", "syncedPasskeys"), ("--automated", "automated"), ("--one-time", "oneTime"),
    ]
    where arguments.has(flag) {
      body[member] = .bool(true)
    }
    return body
  }

  /// Has the CA certify the key, or takes a certificate that another CA made; then the credential is live.
  private func certify(_ arguments: Arguments) throws(ClientError) {
    let id = try CertificateOrder.required("--credential", arguments)
    var chain: [[UInt8]] = []
    for path in arguments.all("--certificate") {
      chain.append(
        try CertificateOrder.readDER(path, label: "CERTIFICATE", Certificate.init(der:)).derBytes)
    }
    guard !chain.isEmpty else {
      throw .usage(arguments.misuse("--certificate is needed, the signer's first, then its issuers'"))
    }
    let body = JSONValue.object([
      "schema": .integer(1), "certificates": .array(chain.map { .string(Base64.encode($0)) }),
    ])
    let answer = try GatewayConnection(arguments).post(
      "/remote/v1/credentials/\(try name(id, arguments))/certificate", body)
    report(answer, arguments, "credential \(id) is \(answer["status"]?.text ?? "?")")
  }

  private func status(_ arguments: Arguments) throws(ClientError) {
    let id = try CertificateOrder.required("--credential", arguments)
    let body = JSONValue.object([
      "schema": .integer(1), "status": .string(try CertificateOrder.required("--status", arguments)),
      "reason": .string(try CertificateOrder.required("--reason", arguments)),
    ])
    let answer = try GatewayConnection(arguments).post("/remote/v1/credentials/\(try name(id, arguments))/status", body)
    report(answer, arguments, "credential \(id) is \(answer["status"]?.text ?? "?")")
  }

  private func invite(_ arguments: Arguments) throws(ClientError) {
    let signatory = try name(try CertificateOrder.required("--signatory", arguments), arguments)
    let answer = try GatewayConnection(arguments).post(
      "/remote/v1/signatories/\(signatory)/invitations", .object([:]))
    report(
      answer, arguments,
      """
      invitation \(answer["invitation"]?.text ?? "?")
      code       \(answer["code"]?.text ?? "?")
      page       \(answer["page"]?.text ?? "?")
      released   \(answer["released"] == .bool(true) ? "yes" : "no: an operator has to release it")
      """)
  }

  private func release(_ arguments: Arguments) throws(ClientError) {
    let id = try name(try CertificateOrder.required("--invitation", arguments), arguments)
    let answer = try GatewayConnection(arguments).post("/operator/v1/invitations/\(id)/release", .object([:]))
    report(answer, arguments, "invitation \(id) for \(answer["signatory"]?.text ?? "?") is released")
  }

  func report(_ answer: JSONValue, _ arguments: Arguments, _ text: String) {
    if arguments.has("--json") { screen.print(answer) } else { screen.say(Printable.text(text)) }
  }

  /// It stands in an address.
  func name(_ text: String, _ arguments: Arguments) throws(ClientError) -> String {
    guard Route.isName(text) else { throw .usage(arguments.misuse("\(text) is no name")) }
    return text
  }
}

extension CredentialCommand {
  static let verbs = [make, enrol, certify, status, invite, release]

  private static let credential = Option("--credential", "ID", "the credential's id")
  static let signatory = Option("--signatory", "ID", "the signatory's id")

  /// Of a credential that is to be made.
  static let terms = [
    signatory,
    Option("--name", "TEXT", "the signatory as people are addressed"),
    Option("--kind", "KIND", "natural (default) or legal"),
    Option("--key-kind", "KIND", "P-256, P-384, P-521, rsa-2048, rsa-3072 or rsa-4096"),
    Option("--place", "PLACE", "token (default), or wrapped: kept outside under the token's key"),
    Option("--scal", "LEVEL", "2 (default): the signatory's own device; 1: password and code"),
    Option("--multisign", "N", "signatures that one release may give; default 1"),
    Option("--synced-passkeys", nil, "take passkeys that are synchronised between devices"),
    Option("--one-time", nil, "for one session, whose end destroys the key; a short certificate"),
    Option("--automated", nil, "a seal may release a number of signatures without naming documents"),
  ]

  static let make = Verb(
    name: "credential make", summary: "make a signing key for a signatory on the gateway's token",
    options: GatewayConnection.options + terms + [
      Option("--output", "FILE", "where the certification request goes, PEM; never overwritten"),
      .json,
    ],
    description: """
      The gateway makes the key, notes what the token says of it, and signs a certification
      request with it: the one signature that the key makes without its owner. Have the key
      certified ('request certificate'), then 'credential certify'.
      """)

  static let certify = Verb(
    name: "credential certify", summary: "give a credential its certificate",
    options: GatewayConnection.options + [
      credential,
      Option("--certificate", "FILE…", "PEM or DER; the signer's, then its issuers'"),
      .json,
    ],
    description: """
      The certificate may be this gateway's or another CA's. From then on the credential is
      enabled. One that promises a QSCD is refused for a credential at SCAL1.
      """)

  static let status = Verb(
    name: "credential status", summary: "suspend, enable or destroy a credential",
    options: GatewayConnection.options + [
      credential,
      Option("--status", "STATUS", "suspended, enabled or destroyed"),
      Option("--reason", "TEXT", "for the record"),
      .json,
    ],
    description: """
      Destruction is for ever: the key is destroyed on the token, or its wrapped form erased
      from the record store, before the answer comes.
      """)

  static let invite = Verb(
    name: "invitation make", summary: "let a signatory enrol an authenticator",
    options: GatewayConnection.options + [signatory, .json],
    description: """
      Prints a code for the signatory, once. It counts when an operator, who is another person,
      has released the invitation: 'invitation release'.
      """)

  static let release = Verb(
    name: "invitation release", summary: "as an operator, let an invitation count",
    options: GatewayConnection.options + [Option("--invitation", "ID", "as 'invitation make' printed it"), .json],
    description: "Whoever asked for the invitation cannot release it.")
}
