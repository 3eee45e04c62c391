public import Foundation
internal import Synchronization

/// A TPM 2.0 in software (swtpm) with an endorsement certificate of a throw-away CA, for one test alone.
///
/// It listens on a socket in a folder of its own and ends with its value. tpm2-tools talk to it; every command is followed by
/// flushing what stays loaded, because the TPM has room for three objects.
public final class SoftTPM: Sendable {
  /// Files of the tools stand here, by the names that the commands give them.
  public let folder: URL
  private let process: ChildProcess

  /// What `TPM2TOOLS_TCTI` and `TPM2_PKCS11_TCTI` must be.
  public var tcti: String { "swtpm:path=\(folder.path)/s" }

  /// Manufactures a TPM and starts it.
  public init() async throws {
    folder = try FileManager.default.scratch("tpm-\(UUID().uuidString.prefix(8))")
    try SoftTPM.write(
      """
      statedir = \(folder.path)/ca
      signingkey = \(folder.path)/ca/signkey.pem
      issuercert = \(folder.path)/ca/issuercert.pem
      certserial = \(folder.path)/ca/certserial

      """, to: folder.appending(path: "ca.conf"))
    try SoftTPM.write("", to: folder.appending(path: "ca.options"))
    try SoftTPM.write(
      """
      create_certs_tool = /usr/bin/swtpm_localca
      create_certs_tool_config = \(folder.path)/ca.conf
      create_certs_tool_options = \(folder.path)/ca.options

      """, to: folder.appending(path: "setup.conf"))
    for name in ["state", "ca"] {
      try FileManager.default.createDirectory(
        at: folder.appending(path: name), withIntermediateDirectories: true)
    }
    try await ChildProcess.run(
      "swtpm_setup",
      ["--tpm2", "--tpmstate", "state", "--create-ek-cert", "--config", "setup.conf", "--lock-nvram"], in: folder
    ).expect()
    let folder = folder
    process = try ChildProcess(
      "swtpm",
      [
        "socket", "--tpm2", "--tpmstate", "dir=state", "--server", "type=unixio,path=\(folder.path)/s", "--ctrl",
        "type=unixio,path=\(folder.path)/s.ctrl", "--flags", "not-need-init,startup-clear",
      ], in: folder)
    try await process.until(.seconds(20), "swtpm does not listen") {
      ["s", "s.ctrl"].allSatisfy { FileManager.default.fileExists(atPath: "\(folder.path)/\($0)") }
    }
    // A socket has its name a moment before anybody listens there.
    let deadline = ContinuousClock.now.advanced(by: .seconds(20))
    while try await attempt("getcap", ["properties-fixed"]).code != 0, ContinuousClock.now < deadline {
      try await Task.sleep(for: .milliseconds(20))
    }
    try await run("nvread", "-C", "o", "0x1c00002", "-o", "ek.crt")
    try await run("createek", "-c", "ek.ctx", "-G", "rsa", "-u", "ek.pub")
    try await run("createprimary", "-C", "o", "-c", "parent.ctx", "-G", "ecc")
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Runs one of tpm2-tools, named without its prefix, in the folder; throws unless it succeeds.
  @discardableResult
  public func run(_ tool: String, _ arguments: String...) async throws -> ChildProcess.Result {
    try await attempt(tool, arguments).expect()
  }

  /// The same for a command that may be refused.
  public func attempt(_ tool: String, _ arguments: [String]) async throws -> ChildProcess.Result {
    let result = try await ChildProcess.run("tpm2_\(tool)", arguments, in: folder, environment: environment)
    _ = try await ChildProcess.run("tpm2_flushcontext", ["-t"], in: folder, environment: environment)
    return result
  }

  /// TPM2_ActivateCredential under the endorsement key, for the key in `CONTEXT`; `credential` is a file of tpm2-tools.
  /// Where the TPM opens it, the secret stands in the file `opened`.
  public func activate(_ context: String, credential: [UInt8]) async throws -> ChildProcess.Result {
    try write(credential, to: "credential")
    try await run("startauthsession", "--policy-session", "-S", "session.ctx")
    // The key's policy is the authorisation of the endorsement hierarchy (EK Credential Profile, B.3.3).
    try await run("policysecret", "-S", "session.ctx", "-c", "e")
    let result = try await attempt(
      "activatecredential",
      ["-c", context, "-C", "ek.ctx", "-i", "credential", "-o", "opened", "-P", "session:session.ctx"])
    for kind in ["-l", "-s"] {
      _ = try await ChildProcess.run("tpm2_flushcontext", [kind], in: folder, environment: environment)
    }
    return result
  }

  public var environment: [String: String] { ["TPM2TOOLS_TCTI": tcti] }

  public func bytes(_ file: String) throws -> [UInt8] { Array(try Data(contentsOf: folder.appending(path: file))) }

  public func write(_ bytes: [UInt8], to file: String) throws {
    try Data(bytes).write(to: folder.appending(path: file))
  }

  private static func write(_ text: String, to file: URL) throws { try Data(text.utf8).write(to: file) }
}
