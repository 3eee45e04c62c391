extension SoftTPM {
  /// What a key has that can never leave its TPM.
  public static let born = "fixedtpm|fixedparent|sensitivedataorigin|userwithauth|sign"

  /// Makes an attestation key under the endorsement key: `NAME.ctx` and `NAME.pub`.
  public func createAttestationKey(_ name: String = "ak") async throws {
    try await run(
      "createak", "-C", "ek.ctx", "-c", "\(name).ctx", "-G", "ecc", "-g", "sha256", "-s", "ecdsa", "-u", "\(name).pub")
  }

  /// Makes a key that signs under the storage parent: `NAME.pub`, `.priv`, `.ctx`, and what its creation left.
  public func create(_ name: String, _ attributes: String = born, _ more: [String] = []) async throws {
    let arguments = [
      "-C", "parent.ctx", "-G", "ecc256:ecdsa-sha256", "-u", "\(name).pub", "-r", "\(name).priv", "-a", attributes,
      "--creation-data", "\(name).data", "-d", "\(name).hash", "-t", "\(name).ticket",
    ]
    try await attempt("create", arguments + more).expect()
    try await run("load", "-C", "parent.ctx", "-u", "\(name).pub", "-r", "\(name).priv", "-c", "\(name).ctx")
  }

  /// TPM2_CertifyCreation with a nonce in hexadecimal; writes `NAME.attest` and `NAME.sig`.
  public func certifyCreation(
    _ name: String, nonce: String, by signer: String = "ak.ctx", _ more: [String] = []
  ) async throws {
    let arguments = [
      "-C", signer, "-c", "\(name).ctx", "-d", "\(name).hash", "-t", "\(name).ticket", "-g",
      "sha256", "-o", "\(name).sig", "--attestation", "\(name).attest", "-f", "tss", "-q", nonce,
    ]
    try await attempt("certifycreation", arguments + more).expect()
  }

  /// A DER signature by ECDSA with SHA-256.
  public func sign(_ message: [UInt8], by name: String) async throws -> [UInt8] {
    try write(message, to: "message")
    try await run("sign", "-c", "\(name).ctx", "-g", "sha256", "-f", "plain", "-o", "signed", "message")
    return try bytes("signed")
  }
}
