import DER
import Evidence
import Foundation
import Records
import TestSupport
import Testing

@testable import KeyCeremony

/// A backup depends on nothing of ours: PyPI's shamir-mnemonic gives the wrapping key, and OpenSSL opens the file.
///
/// `scripts/test` installs the judge and names its interpreter in SEALGATE_SHAMIR; without that nothing here runs.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["SEALGATE_SHAMIR"] != nil))
struct BackupJudgeTests {
  @Test func `a backup opens with the reference implementation and OpenSSL alone`() async throws {
    let python = try #require(ProcessInfo.processInfo.environment["SEALGATE_SHAMIR"])
    let script = try #require(ProcessInfo.processInfo.environment["SEALGATE_SHAMIR_SCRIPT"])
    let scene = try CustodyScene()
    let lines = try await scene.run(CustodySteps.generate() + CustodySteps.backup)
    let shares = try ["cora.share", "carl.share"].map { String(decoding: try scene.bench.bytes($0), as: UTF8.self) }
    try scene.bench.write("shares", shares.joined(separator: "\n"))
    let judged = try await ChildProcess.run(
      python, [script, "recover", scene.bench.path("shares"), ""], in: URL(fileURLWithPath: scene.bench.folder)
    ).expect()
    let hex = Array(judged.output.trimmingCharacters(in: .newlines).utf8)
    #expect(hex.count == 64)
    let key = stride(from: 0, to: hex.count - 1, by: 2).compactMap {
      UInt8(String(decoding: hex[$0..<$0 + 2], as: UTF8.self), radix: 16)
    }
    let spki = try #require(lines.last(.keyGenerated)?["publicKey"]?.text.flatMap(Base64.decode))
    #expect(try await scene.openSSL("ca.wrapped", key) == spki)
  }
}
