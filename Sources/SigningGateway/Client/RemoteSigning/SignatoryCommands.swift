internal import CommandLineTools
internal import DER
internal import Documents
internal import Evidence
internal import Foundation
internal import WebAuthn

/// `signing-gateway demo …`: a software passkey in the place of a signatory's phone, and a driving application in the place of
/// a real one. For demonstrations and tests: a key in a file is nobody's sole control.
struct SignatoryCommand: ClientCommand {
  let screen: Screen
  let verb: Verb

  func run(_ arguments: Arguments) throws(ClientError) {
    switch verb.name {
    case SignatoryCommand.enrol.name: try enrol(arguments)
    default: try signHashes(arguments)
    }
  }

  private func enrol(_ arguments: Arguments) throws(ClientError) {
    let page = try SignatoryPage(arguments)
    let file = try CertificateOrder.required("--passkey", arguments)
    let begun = try page.post(
      "enrolments", .object(["code": .string(try CertificateOrder.required("--code", arguments))]))
    guard let id = begun["enrolment"]?.text, let options = begun["passkey"], let rp = options["rp"]?["id"]?.text,
      let challenge = options["challenge"]?.text.flatMap({ Base64URL.decode($0) })
    else { throw .notUnderstood("expected an enrolment") }
    let passkey: SoftwarePasskey
    let registration: PasskeyRegistration
    do {
      passkey = try SoftwarePasskey(relyingPartyID: rp)
      registration = try passkey.registration(challenge: challenge, origin: page.origin)
    } catch { throw .notUnderstood("\(error)") }
    let done = try page.post(
      "enrolments/\(id)/passkey",
      .object([
        "clientDataJSON": .string(Base64URL.encode(registration.clientDataJSON)),
        "attestationObject": .string(Base64URL.encode(registration.attestationObject)),
        "transports": .array([.string("internal")]),
      ]))
    try PasskeyFile(path: file).write(passkey)
    if arguments.has("--json") { return screen.print(done) }
    screen.say("a software passkey stands in for a phone: \(Printable.text(file))")
  }

  private func signHashes(_ arguments: Arguments) throws(ClientError) {
    let page = try SignatoryPage(arguments)
    let app = try GatewayConnection(arguments)
    let credential = JSONValue.string(try CertificateOrder.required("--credential", arguments))
    let hashes = try SignatoryCommand.hashes(arguments)
    let encoded = JSONValue.array(hashes.map { .string(Base64.encode($0)) })
    let algorithm = JSONValue.string(try CertificateOrder.required("--algorithm", arguments))
    let asked = try app.post(
      "/csc/v2/credentials/authorize",
      .object([
        "credentialID": credential, "numSignatures": .integer(Int64(hashes.count)), "hashes": encoded,
        "hashAlgorithmOID": .string(SignatoryCommand.sha256), "authData": .array([]),
        "description": .string(arguments["--description"] ?? ""),
      ]))
    guard let handle = asked["handle"]?.text, Route.isName(handle) else { throw .notUnderstood("expected a handle") }
    let file = PasskeyFile(path: try CertificateOrder.required("--passkey", arguments))
    var passkey = try file.read()
    let shown = try page.get("activations/\(handle)")
    guard let challenge = shown["passkey"]?["challenge"]?.text.flatMap({ Base64URL.decode($0) }) else {
      throw .notUnderstood("expected a challenge")
    }
    let answer: PasskeyAnswer
    do { answer = try passkey.answer(challenge: challenge, origin: page.origin) } catch {
      throw .notUnderstood("\(error)")
    }
    try file.write(passkey)
    _ = try page.post("activations/\(handle)/proof", answer.json)
    let released = try app.post("/csc/v2/credentials/authorizeCheck", .object(["handle": .string(handle)]))
    let signed = try app.post(
      "/csc/v2/signatures/signHash",
      .object([
        "credentialID": credential, "SAD": released["SAD"] ?? .null, "hashes": encoded, "signAlgo": algorithm,
        "hashAlgorithmOID": .string(SignatoryCommand.sha256),
      ]))
    if arguments.has("--json") { return screen.print(signed) }
    for signature in signed["signatures"]?.elements ?? [] { screen.say(signature.text ?? "") }
  }

  private static let sha256 = "2.16.840.1.101.3.4.2.1"

  private static func hashes(_ arguments: Arguments) throws(ClientError) -> [[UInt8]] {
    var hashes: [[UInt8]] = []
    for text in arguments.all("--hash") {
      guard let bytes = Hex.decode(text), bytes.count == 32 else {
        throw .usage(arguments.misuse("--hash takes a SHA-256 in hexadecimal digits"))
      }
      hashes.append(bytes)
    }
    guard !hashes.isEmpty else { throw .usage(arguments.misuse("--hash is needed")) }
    return hashes
  }
}

/// The `public` listener as a signatory's browser reaches it.
private struct SignatoryPage {
  let origin: String
  private let http: HTTPClient
  private let server: String

  init(_ arguments: Arguments) throws(ClientError) {
    let name = try CertificateOrder.required("--public", arguments)
    guard let server = ClientSettings.address(name) else {
      throw .usage(arguments.misuse("--public takes https://HOST or https://HOST:PORT"))
    }
    self.server = server
    origin = arguments["--origin"] ?? server
    do { http = try HTTPClient(serverCA: try CertificateOrder.required("--ca", arguments), identity: nil) } catch let
      error as ClientError
    {
      throw error
    } catch { throw .notReached(reason: "\(error)", serial: nil) }
  }

  func get(_ path: String) throws(ClientError) -> JSONValue {
    let response: HTTPResponse
    do { response = try http.get("\(server)/signatory/v1/\(path)") } catch {
      throw .notReached(reason: error.description, serial: nil)
    }
    return try GatewayClient.read(response, success: [200])
  }

  func post(_ path: String, _ body: JSONValue) throws(ClientError) -> JSONValue {
    let response: HTTPResponse
    do { response = try http.post("\(server)/signatory/v1/\(path)", json: body.canonicalBytes()) } catch {
      throw .notReached(reason: error.description, serial: nil)
    }
    return try GatewayClient.read(response, success: [200, 201])
  }
}

/// Where a software passkey lies, readable by its owner alone.
private struct PasskeyFile {
  let path: String

  func read() throws(ClientError) -> SoftwarePasskey {
    let content = try CertificateOrder.read(path)
    guard let json = JSONValue(canonical: content), let passkey = SoftwarePasskey(json) else {
      throw .file(FileError(path: path, problem: "holds no software passkey"))
    }
    return passkey
  }

  /// Replaces the file as a whole: a counter that was lost would lock the passkey out.
  func write(_ passkey: SoftwarePasskey) throws(ClientError) {
    let made = FileManager.default.createFile(
      atPath: path + ".new", contents: Data(passkey.json.canonicalBytes()), attributes: [.posixPermissions: 0o600])
    guard made, rename(path + ".new", path) == 0 else {
      throw .file(FileError(path: path, problem: "cannot be written"))
    }
  }
}

extension SignatoryCommand {
  static let verbs = [enrol, sign]

  private static let page = [
    Option("--public", "URL", "the gateway's public listener, https://HOST:PORT"),
    Option("--origin", "URL", "the origin that a browser would show; default as --public"),
    Option("--passkey", "FILE", "the software passkey"),
  ]

  static let enrol = Verb(
    name: "demo enrol", summary: "enrol a software passkey, which stands in for a phone",
    options: page + [
      Option("--ca", "FILE", "PEM, the CA of the gateway's server certificate"),
      Option("--code", "CODE", "of the invitation"), .json,
    ],
    description: """
      For demonstrations and tests. A key in a file proves nothing about who holds it: real
      signatories enrol a passkey of their own device, on the page that the invitation names.
      """)

  static let sign = Verb(
    name: "demo sign-hash", summary: "have hashes signed, as an application and its signatory would",
    options: page + GatewayConnection.options + [
      Option("--credential", "ID", "the credential"),
      Option("--hash", "HEX…", "a SHA-256"),
      Option("--algorithm", "OID", "such as 1.2.840.10045.4.3.2, ecdsa-with-SHA256"),
      Option("--description", "TEXT", "shown to the signatory"),
      .json,
    ],
    description: """
      Asks for the release (CSC v2 credentials/authorize), answers with the software passkey in
      the signatory's place, and prints the signatures of signHash in base64.
      """)
}
