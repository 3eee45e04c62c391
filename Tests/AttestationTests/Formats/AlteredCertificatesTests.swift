import Evidence
import TestSupport
import Testing

@testable import Attestation

/// A genuine statement, the part of it that is altered, and how many bytes lie between two alterations.
private struct Altered: Sendable, CustomTestStringConvertible {
  let format: String
  let files: [String: String]
  let part: String
  let stride: Int

  var testDescription: String { "\(format) \(part)" }

  /// The parts, the certificates among them as DER.
  func parts() throws -> [String: [UInt8]] {
    try files.mapValues { file in
      let bytes = try Vectors.bytes("attestation/\(file)")
      guard file.hasSuffix(".pem") else { return bytes }
      return try #require(try TolerantCertificate.all(in: bytes, path: file).first).derBytes
    }
  }
}

private let piv = [
  "leaf": "yubikey-piv/sigstore/13078778_key_cert.pem", "device": "yubikey-piv/sigstore/13078778_device_cert.pem",
]
private let hsm = [
  "leaf": "yubihsm2/secureboot-ark1-founder.rsa.cert.pem", "device": "yubihsm2/yubihsm-31650558-auth.cert.pem",
]

private let cases = [
  Altered(format: "yubikey-piv", files: piv, part: "leaf", stride: 3),
  Altered(format: "yubikey-piv", files: piv, part: "device", stride: 5),
  Altered(format: "yubihsm", files: hsm, part: "leaf", stride: 5),
  Altered(format: "yubihsm", files: hsm, part: "device", stride: 5),
  Altered(format: "luna", files: ["statement": "luna-pkc/rsa-pkc.p7b"], part: "statement", stride: 37),
]

/// What a policy looks at.
private func sayings(_ key: AttestedKey) -> [AnyHashable?] {
  [key.spkiSHA256, key.claims, key.control, key.device, key.localName, key.signer]
}

@Suite(.needsVectors) struct AlteredCertificatesTests {
  /// A bag has bytes that nobody signed: what they say, nothing is built on.
  @Test(arguments: cases)
  private func `a byte that is altered makes the statement unreadable or worthless, or it says the same`(
    altered: Altered
  ) throws {
    let parts = try altered.parts()
    let genuine = try AppraisalOutcome(try Statement(format: altered.format, parts: parts))
    #expect(genuine.problems == [])
    let bytes = try #require(parts[altered.part])
    var refused = 0
    for index in stride(from: 0, to: bytes.count, by: altered.stride) {
      var changed = parts
      changed[altered.part]?[index] ^= 1 << UInt8(index % 8)
      guard let outcome = try? AppraisalOutcome(try Statement(format: altered.format, parts: changed)),
        outcome.problems.isEmpty
      else {
        refused += 1
        continue
      }
      let saysTheSame = sayings(outcome.key) == sayings(genuine.key)
      #expect(saysTheSame, "byte \(index)")
      #expect(altered.format == "luna", "byte \(index)")
    }
    #expect(refused > bytes.count / altered.stride / 2)
  }
}
