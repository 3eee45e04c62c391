import Cryptography
import Evidence
import Foundation
import PKCS11
import TestSupport
import Testing
import TokenPool

@Suite struct DigestFormTests {
  private static let hashes: [HashAlgorithm] = [.sha256, .sha384, .sha512]
  private static let message = Array("a document that the gateway never sees".utf8)

  private static let rsaCases: [(SignatureScheme, Int?)] =
    hashes.flatMap { hash -> [(SignatureScheme, Int?)] in
      [(.rsaPKCS1(hash), nil), (.rsaPSS(hash), nil), (.rsaPSS(hash), 0), (.rsaPSS(hash), 32), (.rsaPSS(hash), 190)]
    } + [(.rsaPSS(.sha256), 222)]

  /// Asks the `openssl` program, which shares no code of ours.
  private func openSSLVerifies(
    _ signature: [UInt8], digest: [UInt8], spki: [UInt8], scheme: SignatureScheme, salt: Int?
  ) async throws -> Bool {
    let folder = try FileManager.default.scratch("keys-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, bytes) in [("sig", signature), ("digest", digest), ("key", spki)] {
      try Data(bytes).write(to: folder.appending(path: name))
    }
    let hash = try #require(scheme.hash)
    var arguments = [
      "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", "key", "-in", "digest", "-sigfile", "sig",
      "-pkeyopt", "digest:\(hash.rawValue.replacing("-", with: ""))",
    ]
    if case .rsaPSS = scheme {
      arguments += ["-pkeyopt", "rsa_padding_mode:pss", "-pkeyopt", "rsa_pss_saltlen:\(salt ?? hash.byteCount)"]
    }
    return try await ChildProcess.run("openssl", arguments, in: folder).code == 0
  }

  private func check(
    _ pool: TokenPool, _ pair: TokenKeyPair, _ scheme: SignatureScheme, salt: Int?
  ) async throws {
    let digest = Hash.digest(Self.message, try #require(scheme.hash)).bytes
    let form = MessageForm.digest(pssSaltLength: salt)
    let signature = try await pool.sign(key: pair.identity, scheme: scheme, message: digest, form: form)
    let key = try PublicKey(spki: pair.spki)
    #expect(try key.verify(signature: signature, over: digest, scheme: scheme, form: form), "\(scheme) \(form)")
    if salt == nil { #expect(try key.verify(signature: signature, over: Self.message, scheme: scheme)) }
    #expect(
      try await openSSLVerifies(signature, digest: digest, spki: pair.spki, scheme: scheme, salt: salt),
      "\(scheme) \(form)")
    var other = digest
    other[0] ^= 1
    #expect(try await !openSSLVerifies(signature, digest: other, spki: pair.spki, scheme: scheme, salt: salt))
  }

  @Test func `RSA signs a digest as it is, by PKCS1 and by PSS with the salt that was asked for`() async throws {
    let (pool, _) = try makePool()
    let pair = try await pool.generateKeyPair(.rsa(bits: 2048), label: "key", id: [1])
    for (scheme, salt) in Self.rsaCases { try await check(pool, pair, scheme, salt: salt) }
    pool.stop()
  }

  @Test(arguments: [EllipticCurve.p256, .p384]) func `ECDSA signs a digest as it is`(curve: EllipticCurve) async throws
  {
    let (pool, _) = try makePool()
    let pair = try await pool.generateKeyPair(.ec(curve), label: "key", id: [1])
    for hash in Self.hashes { try await check(pool, pair, .ecdsa(hash), salt: nil) }
    pool.stop()
  }

  @Test func `what is no digest of the scheme, or a salt without room, is refused and never asked of the token`()
    async throws
  {
    let (pool, _) = try makePool()
    let rsa = try await pool.generateKeyPair(.rsa(bits: 2048), label: "rsa", id: [1])
    let curve = try await pool.generateKeyPair(.ec(.p256), label: "ec", id: [2])
    let edwards = try await pool.generateKeyPair(.ed25519, label: "ed", id: [3])
    let cases: [(TokenKeyPair, SignatureScheme, Int, Int?)] = [
      (rsa, .rsaPSS(.sha256), 32, 223), (rsa, .rsaPSS(.sha512), 64, 191), (rsa, .rsaPSS(.sha256), 32, -1),
      (rsa, .rsaPKCS1(.sha256), 32, 32), (rsa, .rsaPKCS1(.sha256), 31, nil), (rsa, .rsaPKCS1(.sha512), 32, nil),
      (curve, .ecdsa(.sha256), 0, nil), (curve, .ecdsa(.sha256), 33, nil), (curve, .ecdsa(.sha256), 200, nil),
      (curve, .ecdsa(.sha256), 32, 0), (edwards, .ed25519, 32, nil), (edwards, .ed25519, 64, nil),
    ]
    for (pair, scheme, count, salt) in cases {
      let message = [UInt8](repeating: 1, count: count)
      let form = MessageForm.digest(pssSaltLength: salt)
      let problem = try #require(
        form.problem(message: message, scheme: scheme, key: try PublicKey(spki: pair.spki).facts))
      await #expect(throws: TokenPoolError.unsupported(problem)) {
        _ = try await pool.sign(key: pair.identity, scheme: scheme, message: message, form: form)
      }
    }
    pool.stop()
  }
}
