public import Foundation

extension SoftTPM {
  public static let pkcs11ModulePath = "/usr/lib/x86_64-linux-gnu/pkcs11/libtpm2_pkcs11.so"

  /// A token of tpm2-pkcs11 in this TPM. Its objects stand in a SQLite file on the host.
  public struct Token: Sendable {
    public let label: String
    public let userPIN: String
    /// The folder that `TPM2_PKCS11_STORE` names.
    public let store: URL
  }

  /// Makes a token.
  public func makeToken(label: String) async throws -> Token {
    let store = folder.appending(path: "store")
    try FileManager.default.createDirectory(at: store, withIntermediateDirectories: true)
    try frugalTools()
    let token = Token(label: label, userPIN: "87654321", store: store)
    try await ptool(token, "init")
    try await ptool(
      token, "addtoken", "--pid=1", "--sopin=12345678", "--userpin=\(token.userPIN)", "--label=\(label)")
    return token
  }

  /// Runs `tpm2_ptool` on the token's store.
  @discardableResult
  public func ptool(_ token: Token, _ arguments: String...) async throws -> ChildProcess.Result {
    let path = "\(tools.path):\(ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin")"
    return try await ChildProcess.run(
      "/usr/bin/tpm2_ptool", arguments + ["--path", token.store.path], in: folder,
      environment: environment.merging(["PATH": path, "TPM2_PKCS11_TCTI": tcti]) { _, new in new }
    ).expect()
  }

  /// Sets booleans of all objects in the token's database, as whoever controls the host can: numbers are those of PKCS#11.
  public func forge(_ token: Token, _ values: [Int: Bool]) async throws {
    var attributes = "attrs"
    for (type, value) in values {
      attributes =
        "replace(\(attributes), '!!int \"\(type)\"\n  : !!bool \"\(!value)\"', '!!int \"\(type)\"\n  : !!bool \"\(value)\"')"
    }
    try await ChildProcess.run(
      "sqlite3",
      [token.store.appending(path: "tpm2_pkcs11.sqlite3").path, "UPDATE tobjects SET attrs = \(attributes)"],
      in: folder
    ).expect()
  }

  private var tools: URL { folder.appending(path: "bin") }

  /// tpm2_ptool runs many commands in a row, each of which leaves an object in the TPM, which has room for three.
  private func frugalTools() throws {
    let manager = FileManager.default
    try manager.createDirectory(at: tools, withIntermediateDirectories: true)
    for name in try manager.contentsOfDirectory(atPath: "/usr/bin")
    where name.hasPrefix("tpm2_") && name != "tpm2_ptool" && name != "tpm2_flushcontext" {
      let script =
        "#!/bin/sh\n/usr/bin/\(name) \"$@\"\ncode=$?\n/usr/bin/tpm2_flushcontext -t >/dev/null 2>&1\nexit $code\n"
      guard
        manager.createFile(
          atPath: tools.appending(path: name).path, contents: Data(script.utf8), attributes: [.posixPermissions: 0o700])
      else { throw ProcessFailure(description: "no script for \(name) in \(tools.path)") }
    }
  }
}
