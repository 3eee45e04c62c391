import Evidence
import Foundation
import TestSupport
import Testing

@testable import SigningGateway

/// pyHanko, unchanged, signs PDFs through the gateway in the dialect v1, and its own validator takes them.
///
/// `scripts/test` installs it and names its interpreter in SEALGATE_PYHANKO; without that nothing here runs.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["SEALGATE_PYHANKO"] != nil))
struct PyHankoTests {
  @Test(arguments: [
    ("P-256", "token", []), ("rsa-2048", "token", []), ("rsa-2048", "token", ["--pss"]),
    ("P-384", "wrapped", ["--digest", "sha384"]),
    ("P-256", "token", ["--count", "3"]),
  ])
  func `a PDF is signed and validates`(_ key: String, _ place: String, _ options: [String]) async throws {
    let python = try #require(ProcessInfo.processInfo.environment["SEALGATE_PYHANKO"])
    let script = try #require(ProcessInfo.processInfo.environment["SEALGATE_PYHANKO_SCRIPT"])
    let service = try await RemoteLiveService()
    do {
      let credential = try await service.credential(
        of: "erika", key: key, more: ["level": .string("1"), "place": .string(place)])
      let seed = try await service.enrolSecret(of: "erika", password: "correct horse battery")
      let files = service.certificates
      let arguments =
        [
          script, "--service", service.address("mtls"), "--ca", files.path("ca.pem"), "--cert",
          files.path("anna.pem"), "--key", files.path("anna.key"), "--credential", credential, "--pin",
          "correct horse battery", "--totp-seed", seed, "--root", service.folder.appending(path: "root.pem").path,
          "--output", service.folder.path,
        ] + options
      let result = try await ChildProcess.run(python, arguments, in: service.folder)
      #expect(result.code == 0, "\(result)")
      let wanted = options.contains("--count") ? 3 : 1
      #expect(result.output.components(separatedBy: "signature is valid").count - 1 == wanted, "\(result.output)")
      await service.stop()
    } catch {
      await service.stop()
      throw error
    }
  }
}
