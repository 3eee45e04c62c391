import Foundation
import SecretSharing
import TestSupport
import Testing

/// What PyPI's shamir-mnemonic, the reference implementation, makes of our shares, and we of its.
///
/// `scripts/test` installs it and names its interpreter in SEALGATE_SHAMIR; without that nothing here runs.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["SEALGATE_SHAMIR"] != nil))
struct JudgeTests {
  private func judge(_ arguments: [String]) async throws -> String {
    let python = try #require(ProcessInfo.processInfo.environment["SEALGATE_SHAMIR"])
    let script = try #require(ProcessInfo.processInfo.environment["SEALGATE_SHAMIR_SCRIPT"])
    let result = try await ChildProcess.run(
      python, [script] + arguments, in: FileManager.default.temporaryDirectory)
    return result.code == 0 ? result.output.trimmingCharacters(in: .newlines) : result.errors
  }

  @Test(arguments: [
    (16, 2, 3, "", 0, true), (32, 2, 3, "", 1, true), (32, 3, 5, "a pass phrase ~", 0, false), (16, 1, 1, "x", 0, true),
    (32, 16, 16, "", 0, false),
  ])
  func `each recovers what the other splits`(
    length: Int, threshold: Int, count: Int, passphrase: String, exponent: Int, extendable: Bool
  ) async throws {
    var pattern = Pattern(state: UInt64(length + threshold))
    let plain = pattern.bytes(length)
    let text = plain.map { String(format: "%02x", $0) }.joined()
    let ours = try SLIP39.split(
      secret(plain), threshold: threshold, count: count, passphrase: secret(passphrase),
      options: SLIP39.Options(iterationExponent: exponent, isExtendable: extendable))
    let folder = try FileManager.default.scratch("shares-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "shares")
    func write(_ shares: some Sequence<MnemonicShare>) throws {
      try Data(shares.map(words).joined(separator: "\n").utf8).write(to: file)
    }
    for chosen in [ours.prefix(threshold), ours.suffix(threshold)] {
      try write(chosen)
      #expect(try await judge(["recover", file.path, passphrase]) == text)
    }
    if threshold > 1 {
      try write(ours.prefix(threshold - 1))
      #expect(try await judge(["recover", file.path, passphrase]).contains("refused"))
    }

    let theirs = try await judge([
      "split", text, "\(threshold)", "\(count)", passphrase, "\(exponent)", extendable ? "yes" : "no",
    ])
    let read = try shares(theirs.split(separator: "\n").map(String.init))
    #expect(read.count == count)
    for chosen in [read.prefix(threshold), read.suffix(threshold)] {
      #expect(bytes(try SLIP39.recover(Array(chosen), passphrase: secret(passphrase))) == plain)
    }
  }

  @Test func `groups of the reference implementation are recovered`() async throws {
    let text = String(repeating: "5a", count: 32)
    let theirs = try await judge(["split", text, "1", "1", "", "0", "yes", "2:2/3,1/1,3/3"])
    let read = try shares(theirs.split(separator: "\n").map(String.init))
    for choice in [[0, 2, 3], [3, 4, 5, 6], [1, 2, 4, 5, 6]] {
      #expect(bytes(try SLIP39.recover(choice.map { read[$0] })) == [UInt8](repeating: 0x5A, count: 32))
    }
  }
}
