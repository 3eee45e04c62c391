import Documents
import Evidence
import Foundation
import TestSupport

/// `signing-gateway serve`, up and answering. Killed with the last reference, where a test has not stopped it.
final class RunningGateway: Sendable {
  let demo: DemoInstallation
  let process: ChildProcess
  /// Ports of the listeners, as `serve` printed them.
  let mtls: Int
  let health: Int

  /// Starts the gateway of an installation and waits until it is ready.
  init(_ demo: DemoInstallation, environment: [String: String] = [:]) async throws {
    self.demo = demo
    process = try RunningGateway.launch(demo, environment: environment)
    let process = process
    try await process.until(.seconds(30), "the gateway is not ready") {
      !process.isRunning || process.output.contains("\nready")
    }
    guard process.isRunning else {
      throw ProcessFailure(description: "the gateway ended\n\(try await process.finish())")
    }
    mtls = try RunningGateway.port("mtls", process.output)
    health = try RunningGateway.port("health", process.output)
  }

  /// Starts the process and waits for nothing. The record store is made where there is none yet.
  static func launch(_ demo: DemoInstallation, environment: [String: String] = [:]) throws -> ChildProcess {
    let isNew = !FileManager.default.fileExists(atPath: demo.path("gateway.db"))
    return try ChildProcess(
      Product.signingGateway, ["serve", "--config", "gateway.yaml"] + (isNew ? ["--create-state"] : []),
      in: demo.folder, environment: demo.environment.merging(environment) { $1 })
  }

  private static func port(_ listener: String, _ output: String) throws -> Int {
    let line = output.split(separator: "\n").first { $0.hasPrefix(listener) }
    guard let port = line.flatMap({ Int($0.reversed().prefix(while: \.isNumber).reversed().map(String.init).joined()) })
    else { throw ProcessFailure(description: "no port of \(listener) in\n\(output)") }
    return port
  }

  func address(_ listener: String) throws -> String {
    "https://127.0.0.1:\(try RunningGateway.port(listener, process.output))"
  }

  /// SIGTERM, and the end that follows.
  func stop() async throws -> ChildProcess.Result {
    process.send(SIGTERM)
    return try await process.finish()
  }

  func request(_ who: String, _ arguments: String...) async throws -> ChildProcess.Result {
    let client = try demo.installClient(who, port: mtls)
    return try await ChildProcess.run(
      Product.signingGateway,
      ["request", "certificate", "--client", client, "--policy", "qcp-n-qscd"] + arguments, in: demo.folder,
      environment: demo.environment)
  }

  /// What curl received: whole, or nothing.
  struct Answer: Sendable {
    let status: Int
    let body: [UInt8]

    var json: JSONValue { (try? Document(json: body).jsonValue()) ?? .null }
    var text: String { String(decoding: body, as: UTF8.self) }
  }

  /// Asks as one of the operator PKI's clients; nil where no whole answer came.
  func ask(_ path: String, _ body: [UInt8]? = nil, as who: String = "pipeline") async throws -> Answer? {
    try await curl(mtls, path, body, ["--cert", "operator/\(who).pem", "--key", "operator/\(who).key"])
  }

  /// Asks the listener for browsers, where the installation has one, as a signatory's page does.
  func page(_ path: String, _ body: [UInt8]? = nil) async throws -> Answer? {
    try await curl(try RunningGateway.port("public", process.output), "/signatory/v1/\(path)", body, [])
  }

  private func curl(_ port: Int, _ path: String, _ body: [UInt8]?, _ identity: [String]) async throws -> Answer? {
    let call = UUID().uuidString
    let files = (sent: demo.path("\(call).sent"), received: demo.path("\(call).received"))
    defer { for file in [files.sent, files.received] { try? FileManager.default.removeItem(atPath: file) } }
    var arguments = [
      "--silent", "--max-time", "30", "--cacert", "operator/operator-ca.pem", "--output", files.received,
      "--write-out", "%{http_code}",
    ]
    if let body {
      try Data(body).write(to: URL(filePath: files.sent))
      arguments += ["--data-binary", "@\(files.sent)", "--header", "Content-Type: application/json"]
    }
    let result = try await demo.run("curl", arguments + identity + ["https://127.0.0.1:\(port)\(path)"])
    guard result.code == 0, let status = Int(result.output) else { return nil }
    return Answer(status: status, body: [UInt8]((try? Data(contentsOf: URL(filePath: files.received))) ?? Data()))
  }

  /// Asks where an answer must come.
  func answer(_ path: String, _ body: [UInt8]? = nil, as who: String = "pipeline") async throws -> Answer {
    guard let answer = try await ask(path, body, as: who) else {
      throw ProcessFailure(description: "no answer from \(path)\n\(process.errors)")
    }
    return answer
  }
}
