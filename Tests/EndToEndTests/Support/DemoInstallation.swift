import Foundation
import TestSupport

/// The demonstration as an operator would install it, made by the product's tools, OpenSC and OpenSSL: no code of ours
/// but what is under test has made anything in it.
///
/// It is made once per process; a test works on a copy of its own.
struct DemoInstallation: Sendable {
  let folder: URL

  private static let original = Task { try await make() }

  /// A copy that belongs to the caller alone. No gateway has run in it yet.
  static func copy() async throws -> DemoInstallation { try await original.value.copy() }

  /// A copy of everything, records included. No gateway may be running in it.
  func copy() throws -> DemoInstallation {
    let target = try FileManager.default.scratch("copies").appending(path: UUID().uuidString)
    try FileManager.default.copyItem(at: folder, to: target)
    let copy = DemoInstallation(folder: target)
    try copy.writeTokenConfiguration()
    return copy
  }

  /// One installation, one token folder: the setting is for the children alone.
  var environment: [String: String] { ["SOFTHSM2_CONF": path("softhsm2.conf")] }

  func path(_ name: String) -> String { folder.appending(path: name).path }

  func text(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

  func write(_ text: String, to name: String) throws {
    try text.write(toFile: path(name), atomically: true, encoding: .utf8)
  }

  /// Changes a file of text; what is to be replaced must be there.
  func edit(_ name: String, _ old: String, _ new: String) throws {
    let before = try text(name)
    guard before.contains(old) else { throw ProcessFailure(description: "\(name) has no \(old)") }
    try write(before.replacingOccurrences(of: old, with: new), to: name)
  }

  /// Runs a program in the installation's folder, to its end.
  func run(
    _ program: String, _ arguments: String..., environment more: [String: String] = [:]
  ) async throws -> ChildProcess.Result {
    try await run(program, arguments, environment: more)
  }

  func run(
    _ program: String, _ arguments: [String], environment more: [String: String] = [:]
  ) async throws -> ChildProcess.Result {
    try await ChildProcess.run(program, arguments, in: folder, environment: environment.merging(more) { $1 })
  }
}

// MARK: - How it is made

extension DemoInstallation {
  private static func make() async throws -> DemoInstallation {
    let demo = DemoInstallation(folder: try FileManager.default.scratch("original"))
    for name in ["tokens", "operator"] {
      try FileManager.default.createDirectory(atPath: demo.path(name), withIntermediateDirectories: false)
    }
    try demo.writeTokenConfiguration()
    for name in ["ca", "subject"] {
      try await demo.run(
        Product.keyCeremony, "token", "init", "--module", Product.softHSM, "--label", "sealgate-demo-\(name)",
        "--so-pin-file", "\(name)-so.pin", "--pin-file", "\(name)-token.pin", "--generate-pins"
      ).expect()
    }
    for name in ["01-root", "02-issuing"] {
      let script = Product.package.appending(path: "ceremonies/demo/\(name).yaml").path
      try await demo.run(
        Product.keyCeremony, "run", script, "--workdir", demo.folder.path, "--transcript", "\(name).transcript"
      ).expect()
    }
    try await demo.run(Product.script("lib/operator-pki"), "operator").expect()
    try await demo.makeSubjectKeys()
    try await demo.configure()
    return demo
  }

  private func writeTokenConfiguration() throws {
    let lines = ["directories.tokendir = \(path("tokens"))", "objectstore.backend = file", "log.level = ERROR", ""]
    try write(lines.joined(separator: "\n"), to: "softhsm2.conf")
  }

  /// A key born on the token (01) and one that was imported to it (02), and a request for each.
  private func makeSubjectKeys() async throws {
    try await tool("--keypairgen", "--key-type", "EC:prime256v1", "--id", "01", "--label", "subject", "--usage-sign")
    try await run(
      "openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-outform", "DER", "-out", "imported.der"
    ).expect()
    try await run(
      "openssl", "ec", "-inform", "DER", "-in", "imported.der", "-pubout", "-outform", "DER", "-out", "public.der"
    ).expect()
    try await tool(
      "--write-object", "imported.der", "--type", "privkey", "--id", "02", "--label", "imported", "--usage-sign")
    try await tool("--write-object", "public.der", "--type", "pubkey", "--id", "02", "--label", "imported")
    try write(
      """
      openssl_conf = main
      [main]
      engines = engines
      [engines]
      pkcs11 = pkcs11
      [pkcs11]
      engine_id = pkcs11
      MODULE_PATH = \(Product.softHSM)
      init = 0
      [req]
      distinguished_name = name
      prompt = no
      [name]
      commonName = subject

      """, to: "openssl-pkcs11.cnf")
    for (id, name) in [("01", "subject"), ("02", "imported")] {
      let key = "pkcs11:token=sealgate-demo-subject;id=%\(id);type=private?pin-source=file:\(path("subject-token.pin"))"
      try await run(
        "openssl", "req", "-new", "-engine", "pkcs11", "-keyform", "engine", "-key", key, "-sha256", "-out",
        "\(name).csr", environment: ["OPENSSL_CONF": path("openssl-pkcs11.cnf")]
      ).expect()
    }
  }

  /// OpenSC's tool on the subject token, its PIN typed at a pseudo-terminal.
  private func tool(_ arguments: String...) async throws {
    let login = ["pkcs11-tool", "--module", Product.softHSM, "--token-label", "sealgate-demo-subject", "--login"]
    try await ChildProcess.run(
      Product.script("lib/type-pin"), ["subject-token.pin"] + login + arguments, in: folder, environment: environment
    ).expect()
  }

  /// The demonstration's own files, with this installation's values in them.
  private func configure() async throws {
    let tokens = try await run("pkcs11-tool", "--module", Product.softHSM, "--list-token-slots").expect().output
    let entry = /sealgate-demo-subject(?:.|\n)*?serial num *: *([0-9a-f]+)/
    guard let serial = tokens.firstMatch(of: entry)?.1 else {
      throw ProcessFailure(description: "no serial number of the subject token in\n\(tokens)")
    }
    try install("devices.yaml", "devices.yaml", ["@SERIAL@": String(serial)])
    let clients = ["@PIPELINE@": try await fingerprint("pipeline"), "@APP@": try await fingerprint("app")]
    try install("gateway.yaml", "gateway.yaml", clients)
    try install("service.yaml", "service.yaml", [:])
    for (csr, name) in [("subject.csr", "application.yaml"), ("imported.csr", "application-imported.yaml")] {
      let template = Product.package.appending(path: "examples/demo/application.yaml").path
      try await ChildProcess.run(
        Product.script("lib/sign-application"), [Product.signingGateway, "operator", csr, template, name], in: folder,
        environment: environment
      ).expect()
    }
    let application = try await run(
      Product.signingGateway, "application", "show", "--application", "application.yaml", "--json"
    ).expect().output
    try write(application, to: "application.json")
  }

  /// SHA-256 over a client's certificate.
  func fingerprint(_ who: String) async throws -> String {
    let shown = try await run("openssl", "x509", "-in", "operator/\(who).pem", "-noout", "-fingerprint", "-sha256")
      .expect().output
    return shown.split(separator: "=").last.map { $0.filter(\.isHexDigit).lowercased() } ?? ""
  }

  /// Copies a file of `examples/demo` with its placeholders filled in.
  private func install(_ example: String, _ name: String, _ values: [String: String]) throws {
    let source = Product.package.appending(path: "examples/demo/\(example)")
    var text = try String(contentsOf: source, encoding: .utf8)
    for (placeholder, value) in values { text = text.replacingOccurrences(of: placeholder, with: value) }
    try write(text, to: name)
  }

  /// Points `request certificate` at a running gateway, as one of the operator PKI's clients.
  func installClient(_ who: String, port: Int) throws -> String {
    try install("client.yaml", "\(who).yaml", ["@PORT@": String(port), "@WHO@": who])
    return "\(who).yaml"
  }
}
