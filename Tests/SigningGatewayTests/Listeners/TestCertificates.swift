import DER
import Foundation
import SigningGateway

/// Two CAs with what they certified, made by the openssl tool into a temporary folder. TLS checks against the real
/// clock, so these cannot be pinned in time.
final class TestCertificates: Sendable {
  static let shared = Result { try TestCertificates() }

  struct ToolFailed: Error, CustomStringConvertible {
    let description: String
  }

  private let folder: URL

  private init() throws {
    atexit {
      if case .success(let made) = TestCertificates.shared { try? FileManager.default.removeItem(at: made.folder) }
    }
    folder = FileManager.default.temporaryDirectory.appending(path: "sealgate-http-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for authority in ["ca", "other"] {
      try openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=\(authority)"
          + " -keyout \(authority).key -out \(authority).pem")
    }
    try write("san.cnf", "subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth\n")
    try write("client.cnf", "extendedKeyUsage=clientAuth\n")
    try issue("server", by: "ca", extensions: "san.cnf")
    for client in ["good", "revoked", "anna", "berta"] { try issue(client, by: "ca", extensions: "client.cnf") }
    try issue("stranger", by: "other", extensions: "client.cnf")

    try write("index.txt", "")
    try write(
      "ca.cnf", "[ca]\ndefault_ca=x\n[x]\ndatabase=\(path("index.txt"))\ndefault_md=sha256\n")
    let list = "ca -gencrl -config ca.cnf -cert ca.pem -keyfile ca.key"
    try openssl("\(list) -crldays 1 -out empty.crl")
    try openssl("\(list) -crl_lastupdate 20200101000000Z -crl_nextupdate 20200102000000Z -out expired.crl")
    try openssl("ca -config ca.cnf -cert ca.pem -keyfile ca.key -revoke revoked.pem")
    try openssl("\(list) -crldays 1 -out revoking.crl")
    try openssl("ca -gencrl -config ca.cnf -cert other.pem -keyfile other.key -crldays 1 -out other.crl")
  }

  func path(_ file: String) -> String { folder.appending(path: file).path }

  func identity(_ name: String) -> HTTPClient.Identity {
    HTTPClient.Identity(certificateChain: path("\(name).pem"), privateKey: path("\(name).key"))
  }

  /// What a listener is configured with.
  func files(crl: String = "empty.crl") -> TLSFiles {
    TLSFiles(
      certificateChain: path("server.pem"), privateKey: path("server.key"), clientCA: path("ca.pem"), crl: path(crl))
  }

  /// DER of a certificate. Nothing is written: suites that run side by side ask for the same one.
  func certificate(_ name: String) throws -> [UInt8] {
    try PEM(String(contentsOf: folder.appending(path: "\(name).pem"), encoding: .utf8), label: "CERTIFICATE").bytes
  }

  /// Runs the tool in the folder and returns what it prints, errors included.
  @discardableResult
  func openssl(_ arguments: String, mayFail: Bool = false, input: String = "") throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["openssl"] + arguments.split(separator: " ").map(String.init)
    process.currentDirectoryURL = folder
    // Files, not pipes: FileHandle traps when a signal interrupts its read.
    let (input, output) = (try file(holding: input), try file(holding: ""))
    process.standardInput = try FileHandle(forReadingFrom: input)
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = process.standardOutput
    try process.run()
    process.waitUntilExit()
    let text = String(decoding: try Data(contentsOf: output), as: UTF8.self)
    if process.terminationStatus != 0 && !mayFail {
      throw ToolFailed(description: "openssl \(arguments): \(text)")
    }
    return text
  }

  private func issue(_ name: String, by authority: String, extensions: String) throws {
    try openssl(
      "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=\(name)"
        + " -keyout \(name).key -out \(name).csr")
    try openssl(
      "x509 -req -in \(name).csr -CA \(authority).pem -CAkey \(authority).key -CAcreateserial -days 2"
        + " -extfile \(extensions) -out \(name).pem")
  }

  private func file(holding text: String) throws -> URL {
    let file = folder.appending(path: UUID().uuidString)
    try Data(text.utf8).write(to: file)
    return file
  }

  private func write(_ file: String, _ text: String) throws {
    try Data(text.utf8).write(to: folder.appending(path: file))
  }
}
