internal import CommandLineTools
internal import DER
internal import Evidence
internal import X509

/// `signing-gateway attest-key`: asks a running gateway for a signed statement about a key on one of its tokens.
struct AttestKeyCommand: ClientCommand {
  let screen: Screen

  func run(_ arguments: Arguments) throws(ClientError) {
    let token = try CertificateOrder.required("--token", arguments)
    guard Route.isName(token) else { throw .usage(arguments.misuse("--token \(token) is no name of a token")) }
    var body: [String: JSONValue] = [
      "schema": .integer(1), "nonce": .string(try CertificateOrder.required("--nonce", arguments)),
    ]
    switch (arguments["--key-id"], arguments["--key-label"]) {
    case (let id?, nil): body["keyId"] = .string(id)
    case (nil, let label?): body["keyLabel"] = .string(label)
    default: throw .usage(arguments.misuse("one of --key-id and --key-label is needed, and not both"))
    }
    let path = try CertificateOrder.required("--output", arguments)
    let connection = try GatewayConnection(arguments)
    let output: OutputFile
    do { output = try OutputFile(creating: path) } catch { throw .file(error) }
    let answer = try connection.post("/ca/v1/tokens/\(token)/attestations", .object(body))
    guard let statement = answer["statement"]?.text.flatMap({ Base64.decode($0) }) else {
      throw .notUnderstood("a decision without a statement")
    }
    let pem = PEM(label: PKIXEvidenceStatement.pemLabel, bytes: statement).text
    do { try output.finish(Array(pem.utf8)) } catch { throw .file(error) }
    if arguments.has("--json") { screen.print(answer) } else { screen.say("wrote \(Printable.text(path))") }
  }

  static let verb = Verb(
    name: "attest-key", summary: "get a signed statement about a key on a token of the gateway",
    options: GatewayConnection.options + [
      Option("--token", "NAME", "the token's name in the gateway's configuration"),
      Option("--key-id", "HEX", "the key's CKA_ID"),
      Option("--key-label", "LABEL", "its CKA_LABEL; one of the two"),
      Option("--nonce", "HEX", "8 to 64 octets that whoever checks the statement has chosen"),
      Option("--output", "FILE", "where the statement goes, PEM; never overwritten"),
      .json,
    ],
    description: """
      The statement says what the token's module said of the key just now, signed by the
      attestation key on the same token, and which class of evidence that is. It is no
      better than what the module says: 'policy-gates attest --format pkix-evidence' shows
      the class. The same key and nonce are attested once. Exit code 1: the gates refused,
      or you may not ask.
      """)
}
