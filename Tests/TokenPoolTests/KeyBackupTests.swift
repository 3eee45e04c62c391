import Cryptography
import Evidence
import Foundation
import PKCS11
import TestSupport
import Testing
import TokenPool

private func pinSource(_ text: String) -> TokenPool.PINSource {
  { () throws(PKCS11Error) in
    var bytes = Array(text.utf8)
    return PIN(&bytes)
  }
}

private func refusal(_ body: () async throws -> Void) async -> String {
  do {
    try await body()
    return "done"
  } catch {
    return "\(error)"
  }
}

@Suite struct BackupKeyTests {
  @Test func `a wrapping key that the officer makes is trusted, wraps guarded keys, and is gone when destroyed`()
    async throws
  {
    let (pool, token) = try makePool(lanes: 1)
    let pair = try await pool.generateKeyPair(
      .ec(.p384), label: "ca", id: [1], protection: .underTrustedWrapping)
    let secret = try await pool.secretRandom(count: 32)
    let key = try await pool.importBackupKey(
      secret, label: "backup", id: [2], officer: pinSource("12345678"))
    // SoftHSM lets trust be given to what is not private alone, whose value then lies in clear in its file.
    #expect(key.trusted == .yes && !key.isPrivate && key.staysOnToken)
    #expect(try await !pool.wrapKey(pair.identity, under: key).isEmpty)
    #expect(try await pool.destroyBackupKey(label: "backup", id: [2]) == 1)
    #expect(try await pool.destroyBackupKey(label: "backup", id: [2]) == 0)
    #expect(
      await refusal { _ = try await pool.wrapKey(pair.identity, under: key) }
        == "no such key on the token: 0 wrapping keys with the label backup, must be one")
    _ = try await pool.proof(of: pair.identity)
    pool.stop()
    _ = token
  }

  @Test func `one that the user makes is not trusted, lasts for the session, and wraps no guarded key`() async throws {
    let (pool, token) = try makePool(lanes: 1)
    let guarded = try await pool.generateKeyPair(.ec(.p256), label: "a", id: [1], protection: .underTrustedWrapping)
    let closed = try await pool.generateKeyPair(.ec(.p256), label: "b", id: [3])
    let key = try await pool.importBackupKey(
      try await pool.secretRandom(count: 32), label: "backup", id: [2], officer: nil)
    #expect(key.trusted == .no && key.isPrivate && !key.staysOnToken)
    #expect(
      await refusal { _ = try await pool.wrapKey(guarded.identity, under: key) }
        == """
        not supported: the token does not give the key out: C_WrapKey returned CKR_KEY_NOT_WRAPPABLE (0x69); the wrapping \
        key is not trusted, or the key may not be wrapped
        """)
    #expect(
      await refusal { _ = try await pool.wrapKey(closed.identity, under: key) }
        == "not supported: the token does not give the key out: C_WrapKey returned CKR_KEY_UNEXTRACTABLE (0x6A)")
    pool.stop()
    let session = try Session(try SoftHSM.shared().module(), slot: token.slot, readWrite: true)
    try session.login(.user, pin: PIN(file: token.pinFile))
    #expect(try session.find([Attribute(.secretKey)]).isEmpty)
  }

  @Test func `a wrong officer's PIN is tried once and leaves the user's login as it is`() async throws {
    let (pool, _) = try makePool(lanes: 1)
    let secret = try await pool.secretRandom(count: 32)
    #expect(
      await refusal {
        _ = try await pool.importBackupKey(secret, label: "backup", id: [2], officer: pinSource("00000000"))
      }.hasPrefix("the PIN is refused: C_Login returned CKR_PIN_INCORRECT (0xA0)"))
    #expect(try await pool.pinStates().officer.countIsLow)
    #expect(pool.status.isReady)
    let pair = try await pool.generateKeyPair(.ec(.p256), label: "a", id: [1])
    _ = try await pool.proof(of: pair.identity)
    #expect(try await !pool.hasObject(label: "backup", id: [2]))
    pool.stop()
  }

  @Test func `a label that is taken, a key of another length and a pool of several lanes are refused`() async throws {
    let (pool, _) = try makePool(lanes: 1)
    _ = try await pool.generateKeyPair(.ec(.p256), label: "taken", id: [1])
    let secret = try await pool.secretRandom(count: 32)
    let short = try await pool.secretRandom(count: 16)
    #expect(
      await refusal { _ = try await pool.importBackupKey(secret, label: "taken", id: [2], officer: nil) }
        == "the key on the token is not the one asked for: an object with the label taken is there already")
    #expect(
      await refusal { _ = try await pool.importBackupKey(short, label: "b", id: [2], officer: nil) }
        == "not supported: a wrapping key of 16 bytes, must be 32")
    pool.stop()
    let (wide, _) = try makePool(lanes: 2)
    #expect(
      await refusal { _ = try await wide.importBackupKey(secret, label: "b", id: [2], officer: pinSource("12345678")) }
        == "not supported: work of the security officer while several sessions are open")
    wide.stop()
  }
}

@Suite struct KeyBackupTests {
  /// Two tokens, the same wrapping key on both, and a key of the first.
  private func bench(
    _ kind: KeyPairKind
  ) async throws -> (
    from: TokenPool, to: TokenPool, secret: KeptSecret, pair: TokenKeyPair, key: BackupKey, other: BackupKey
  ) {
    let from = try makePool(lanes: 1).pool
    let to = try makePool(lanes: 1).pool
    let secret = try await from.secretRandom(count: 32)
    let pair = try await from.generateKeyPair(kind, label: "ca", id: [1], protection: .underTrustedWrapping)
    let officer = pinSource("12345678")
    let key = try await from.importBackupKey(secret, label: "backup", id: [2], officer: officer)
    let other = try await to.importBackupKey(secret, label: "backup", id: [2], officer: officer)
    return (from, to, secret, pair, key, other)
  }

  @Test(arguments: [KeyPairKind.ec(.p256), .ec(.p384), .ec(.p521), .ec(.brainpoolP256r1), .rsa(bits: 2048)])
  func `a wrapped key comes back on another token, signs there, and says that it was not made there`(
    kind: KeyPairKind
  ) async throws {
    let bench = try await bench(kind)
    let wrapped = try await bench.from.wrapKey(bench.pair.identity, under: bench.key)
    for (number, protection) in [(UInt8(7), KeyProtection.neverExtractable), (8, .underTrustedWrapping)] {
      let restored = try await bench.to.unwrapKey(
        wrapped, spki: bench.pair.spki, under: bench.other, label: "back-\(number)", id: [number],
        protection: protection)
      #expect(restored.pair.spki == bench.pair.spki && restored.pair.label == "back-\(number)")
      #expect(restored.pair.identity == KeyIdentity(ckaID: [number], spkiSHA256: bench.pair.identity.spkiSHA256))
      let key = try PublicKey(spki: bench.pair.spki)
      let proof = restored.proof
      #expect(try key.verify(signature: proof.signature, over: proof.message, scheme: proof.scheme))
      #expect(try await bench.to.keyPairs(label: "back-\(number)") == [restored.pair])
      let inventory = try await bench.to.inventory().filter { $0.ckaID == [number] }
      #expect(inventory.map(\.objectClass) == ["private-key", "public-key"])
      let half = try #require(inventory.first)
      #expect(half.local == .no && half.sensitive == .yes)
      #expect(half.extractable == (protection == .neverExtractable ? .no : .yes))
      #expect(half.wrapWithTrusted == (protection == .neverExtractable ? .no : .yes))
    }
    bench.from.stop()
    bench.to.stop()
  }

  @Test(arguments: [KeyPairKind.ec(.p256), .rsa(bits: 2048)])
  func `what is wrapped opens with OpenSSL alone`(kind: KeyPairKind) async throws {
    let bench = try await bench(kind)
    let wrapped = try await bench.from.wrapKey(bench.pair.identity, under: bench.key)
    let folder = try FileManager.default.scratch("backup-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(wrapped).write(to: folder.appending(path: "wrapped"))
    let hex = bench.secret.bytes.withBytes { $0.map { String(format: "%02x", $0) }.joined() }
    _ = try await ChildProcess.run(
      "openssl",
      [
        "enc", "-d", "-id-aes256-wrap-pad", "-K", hex, "-iv", "A65959A6", "-in", "wrapped", "-out", "key.der",
      ], in: folder
    ).expect()
    _ = try await ChildProcess.run(
      "openssl", ["pkey", "-inform", "DER", "-in", "key.der", "-pubout", "-outform", "DER", "-out", "public.der"],
      in: folder
    ).expect()
    #expect(Array(try Data(contentsOf: folder.appending(path: "public.der"))) == bench.pair.spki)
    bench.from.stop()
    bench.to.stop()
  }

  @Test func `an Ed25519 key, which SoftHSM does not wrap, is refused with that reason, and the token goes on`()
    async throws
  {
    let bench = try await bench(.ed25519)
    let found = await refusal { _ = try await bench.from.wrapKey(bench.pair.identity, under: bench.key) }
    #expect(found.hasPrefix("not supported: the token does not wrap Ed25519 keys, or not in this way: C_WrapKey"))
    _ = try await bench.from.proof(of: bench.pair.identity)
    #expect(bench.from.status.isReady)
    bench.from.stop()
    bench.to.stop()
  }

  @Test func `altered bytes, another wrapping key and another public key leave nothing behind`() async throws {
    let bench = try await bench(.ec(.p256))
    let wrapped = try await bench.from.wrapKey(bench.pair.identity, under: bench.key)
    let stranger = try await bench.from.generateKeyPair(.ec(.p256), label: "other", id: [9])
    let before = try await bench.to.inventory()
    var altered = wrapped
    altered[wrapped.count / 2] ^= 1
    let cases: [([UInt8], [UInt8], String)] = [
      (altered, bench.pair.spki, "the wrapped key does not open under this wrapping key: C_UnwrapKey"),
      ([], bench.pair.spki, "the wrapped key does not open under this wrapping key: C_UnwrapKey"),
      (Array(wrapped.dropLast(8)), bench.pair.spki, "the wrapped key does not open under this wrapping key"),
      (wrapped, stranger.spki, "the private key does not belong to"),
    ]
    for (bytes, spki, expected) in cases {
      let found = await refusal {
        _ = try await bench.to.unwrapKey(
          bytes, spki: spki, under: bench.other, label: "back", id: [7], protection: .neverExtractable)
      }
      #expect(found.contains(expected))
      #expect(try await bench.to.inventory() == before)
    }
    let third = try makePool(lanes: 1).pool
    let wrong = try await third.importBackupKey(
      try await third.secretRandom(count: 32), label: "backup", id: [2], officer: nil)
    #expect(
      await refusal {
        _ = try await third.unwrapKey(
          wrapped, spki: bench.pair.spki, under: wrong, label: "back", id: [7], protection: .neverExtractable)
      }.contains("does not open under this wrapping key"))
    for pool in [bench.from, bench.to, third] { pool.stop() }
  }

  @Test func `a key under another curve, or a taken name, is not restored`() async throws {
    let bench = try await bench(.ec(.p256))
    let wrapped = try await bench.from.wrapKey(bench.pair.identity, under: bench.key)
    #expect(
      await refusal {
        _ = try await bench.from.unwrapKey(
          wrapped, spki: bench.pair.spki, under: bench.key, label: "ca", id: [7], protection: .neverExtractable)
      } == "the key on the token is not the one asked for: an object with the label ca is there already")
    #expect(
      await refusal {
        _ = try await bench.to.unwrapKey(
          wrapped, spki: [0x30, 0], under: bench.other, label: "x", id: [7], protection: .neverExtractable)
      }.hasPrefix("not supported: "))
    bench.from.stop()
    bench.to.stop()
  }
}

@Suite struct PINChangeTests {
  @Test func `both PINs are changed while the pool works, and a wrong old one changes nothing`() async throws {
    let (pool, token) = try makePool(lanes: 1)
    let pair = try await pool.generateKeyPair(.ec(.p256), label: "a", id: [1])
    #expect(
      await refusal { try await pool.changeUserPIN(from: pinSource("00000000"), to: pinSource("11112222")) }
        .hasPrefix("the PIN is refused: C_SetPIN returned CKR_PIN_INCORRECT (0xA0)"))
    #expect(
      await refusal { try await pool.changeOfficerPIN(from: pinSource("00000000"), to: pinSource("33334444")) }
        .hasPrefix("the PIN is refused: C_Login returned CKR_PIN_INCORRECT (0xA0)"))
    try await pool.changeOfficerPIN(from: pinSource("12345678"), to: pinSource("33334444"))
    try await pool.changeUserPIN(from: pinSource("87654321"), to: pinSource("11112222"))
    _ = try await pool.proof(of: pair.identity)
    pool.stop()
    let session = try Session(try SoftHSM.shared().module(), slot: token.slot, readWrite: true)
    #expect(throws: PKCS11Error.failed(function: "C_Login", code: .pinIncorrect)) {
      try session.login(.user, pin: PIN(file: token.pinFile))
    }
    try session.login(.user, pin: pinSource("11112222")())
    try session.logout()
    try session.login(.securityOfficer, pin: pinSource("33334444")())
    try session.logout()
  }

  @Test func `where the old PIN cannot be had, no login of either is lost`() async throws {
    let (pool, _) = try makePool(lanes: 1)
    let none: TokenPool.PINSource = { () throws(PKCS11Error) in throw .pin(file: "/dev/tty", problem: "nobody answers")
    }
    #expect(
      await refusal { try await pool.changeUserPIN(from: none, to: pinSource("11112222")) }
        == "the PIN is refused: nobody answers")
    #expect(
      await refusal { try await pool.changeOfficerPIN(from: none, to: pinSource("11112222")) }
        == "the PIN is refused: nobody answers")
    #expect(pool.status.isReady)
    pool.stop()
  }
}

@Suite struct InventoryTests {
  @Test func `every object is named, private ones too, in one order`() async throws {
    let (pool, token) = try makePool(lanes: 1)
    let ec = try await pool.generateKeyPair(.ec(.p384), label: "b", id: [2], protection: .underTrustedWrapping)
    let rsa = try await pool.generateKeyPair(.rsa(bits: 2048), label: "a", id: [1])
    let ed = try await pool.generateKeyPair(.ed25519, label: "c", id: [3])
    try await pool.writeData(label: "note\u{1B}[2J", [1, 2, 3])
    _ = try await pool.wrappingKey(label: "wrap")
    let found = try await pool.inventory()
    let shown = found.map { one in
      let bits = one.bits.map { "\($0)" } ?? "-"
      return "\(one.objectClass) \(one.label) \(one.keyType ?? "-") \(bits) \(one.local) \(one.extractable)"
    }
    #expect(
      shown == [
        "private-key a rsa 2048 yes no", "public-key a rsa 2048 yes unknown", "private-key b ec 384 yes yes",
        "public-key b ec 384 yes unknown", "private-key c edwards - yes no", "public-key c edwards 256 yes unknown",
        "data note\\u{1b}[2J - - unknown unknown", "secret-key wrap aes 256 yes no",
      ])
    #expect(
      found.filter { $0.objectClass == "public-key" }.map(\.spkiSHA256) == [rsa, ec, ed].map { $0.identity.spkiSHA256 })
    #expect(found[0].spkiSHA256 == rsa.identity.spkiSHA256 && found[0].ckaID == [1])
    #expect(found.map(\.wrapWithTrusted) == [.no, .unknown, .yes, .unknown, .no, .unknown, .unknown, .no])
    #expect(found[0].isPrivate == .yes && found[1].isPrivate == .no && found[0].sensitive == .yes)
    pool.stop()
    let again = try TokenPool(
      host: try ModuleHost.shared(modulePath: SoftHSM.modulePath),
      settings: TokenPool.Settings(uri: token.uri, pinFile: token.pinFile))
    #expect(try await again.inventory() == found)
    again.stop()
  }
}
