import Cryptography
import Evidence
import Foundation
import PKCS11
import TestSupport
import Testing
import TokenPool

@Suite struct WrappingKeyTests {
  /// Writes to a token behind the pool's back; the pool keeps the process logged in.
  private func plant(_ template: [Attribute], on token: SoftHSM.Token) throws {
    let session = try Session(try SoftHSM.shared().module(), slot: token.slot, readWrite: true)
    _ = try session.generateKey(Mechanism(.aesKeyGeneration), template)
  }

  private func template(_ label: String, length: UInt = 32, _ changes: [AttributeType: Bool] = [:]) -> [Attribute] {
    let flags: [AttributeType: Bool] = [
      .token: true, .isPrivate: true, .sensitive: true, .extractable: false, .wrap: true, .unwrap: true,
      .encrypt: false, .decrypt: false, .sign: false, .verify: false, .derive: false,
    ]
    return [
      Attribute(.secretKey), Attribute(.keyType, number: KeyType.aes.rawValue), Attribute(.label, label),
      Attribute(.valueLength, number: length), Attribute(.id, [7]),
    ] + flags.merging(changes) { _, new in new }.map { Attribute($0, $1) }
  }

  @Test func `the wrapping key is made once, stays, and leaves in no form`() async throws {
    let (pool, token) = try makePool(lanes: 4)
    let made = try await withThrowingTaskGroup(of: WrappingKey.self) { group in
      for _ in 1...8 { group.addTask { try await pool.wrappingKey(label: "wrap") } }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    let key = try #require(made.first)
    #expect(made.count == 1)
    #expect(key.identity.label == "wrap" && key.identity.checkValue?.count == 3)
    #expect(key.local == .yes && key.neverExtractable == .yes && key.alwaysSensitive == .yes && key.trusted == .no)
    let session = try Session(try SoftHSM.shared().module(), slot: token.slot, readWrite: false)
    #expect(try session.find([Attribute(.secretKey)]).count == 1)
    pool.stop()
    let again = try TokenPool(
      host: try ModuleHost.shared(modulePath: SoftHSM.modulePath),
      settings: TokenPool.Settings(uri: token.uri, pinFile: token.pinFile))
    #expect(try await again.wrappingKey(label: "wrap", create: false) == key)
    again.stop()
  }

  @Test func `a wrapping key that is missing is not made where it must be there`() async throws {
    let (pool, _) = try makePool()
    await #expect(throws: TokenPoolError.keyNotFound("no wrapping key with the label wrap")) {
      _ = try await pool.wrappingKey(label: "wrap", create: false)
    }
    #expect(try await !pool.hasObject(label: "wrap", id: [0]))
    pool.stop()
  }

  @Test func `a key that could leave, that decrypts, that is short or not alone is no wrapping key`() async throws {
    let (pool, token) = try makePool()
    let cases: [(String, [Attribute], String)] = [
      ("a", template("a", [.extractable: true]), "could leave the token"),
      ("b", template("b", [.sensitive: false]), "could leave the token"),
      ("c", template("c", [.decrypt: true]), "does more than wrap and unwrap"),
      ("d", template("d", [.encrypt: true]), "does more than wrap and unwrap"),
      ("e", template("e", [.unwrap: false]), "does not wrap and unwrap"),
      ("f", template("f", length: 16), "is no AES key of 256 bits"),
    ]
    for (label, template, why) in cases {
      try plant(template, on: token)
      await #expect(throws: TokenPoolError.keyIsNotTheOne("the secret key with the label \(label) \(why)")) {
        _ = try await pool.wrappingKey(label: label)
      }
    }
    try plant(template("g"), on: token)
    #expect(try await pool.wrappingKey(label: "g").identity.ckaID == [7])
    try plant(template("g"), on: token)
    await #expect(throws: TokenPoolError.keyIsNotTheOne("2 secret keys have the label g")) {
      _ = try await pool.wrappingKey(label: "g")
    }
    pool.stop()
  }
}

@Suite struct WrappedKeyTests {
  private static let now = Instant(seconds: 1_795_132_800)
  private static let message = Array("to be signed".utf8)

  private static let cases: [(KeyPairKind, SignatureScheme, MessageForm)] = [
    (.ec(.p256), .ecdsa(.sha256), .whole), (.ec(.p256), .ecdsa(.sha256), .digest(pssSaltLength: nil)),
    (.ec(.p384), .ecdsa(.sha384), .digest(pssSaltLength: nil)),
    (.rsa(bits: 2048), .rsaPKCS1(.sha512), .digest(pssSaltLength: nil)),
    (.rsa(bits: 3072), .rsaPSS(.sha256), .digest(pssSaltLength: 222)), (.rsa(bits: 2048), .rsaPSS(.sha256), .whole),
  ]

  private func objects(_ token: SoftHSM.Token) throws -> (all: Int, keys: Int) {
    let session = try Session(try SoftHSM.shared().module(), slot: token.slot, readWrite: false)
    return (
      try session.find([]).count,
      try session.find([Attribute(.privateKey)]).count + session.find([Attribute(.publicKey)]).count
    )
  }

  @Test(arguments: cases) func `a wrapped key signs, and nothing of it stays on the token`(
    kind: KeyPairKind, scheme: SignatureScheme, form: MessageForm
  ) async throws {
    let (pool, token) = try makePool()
    let wrapping = try await pool.wrappingKey(label: "wrap").identity
    let pair = try await pool.generateWrapped(kind, under: wrapping, at: Self.now)
    #expect(try objects(token) == (1, 0))
    let kept = try WrappedKey(
      spki: pair.key.spki, bytes: pair.key.bytes, mechanism: pair.key.mechanism, wrappingKey: wrapping)
    #expect(kept == pair.key && kept.mechanism == .aesKeyWrapPad)
    let message = form == .whole ? Self.message : Hash.digest(Self.message, try #require(scheme.hash)).bytes
    let signer = WrappedKeySigner(pool: pool, key: kept)
    for _ in 1...3 {
      let signature = try await signer.sign(key: kept.identity, scheme: scheme, message: message, form: form)
      #expect(try PublicKey(spki: kept.spki).verify(signature: signature, over: message, scheme: scheme, form: form))
      #expect(try objects(token) == (1, 0))
    }
    pool.stop()
  }

  @Test func `a kind of key that the module does not wrap is unsupported, and nothing of it stays`() async throws {
    let (pool, token) = try makePool()
    let wrapping = try await pool.wrappingKey(label: "wrap").identity
    await #expect(
      throws: TokenPoolError.unsupported(
        "C_WrapKey returned CKR_KEY_NOT_WRAPPABLE (0x69); the wrapping key is not trusted, or the key may not be wrapped"
      )
    ) { _ = try await pool.generateWrapped(.ed25519, under: wrapping, at: Self.now) }
    #expect(try objects(token) == (1, 0))
    pool.stop()
  }

  @Test(arguments: [KeyPairKind.ec(.p256), .rsa(bits: 2048)])
  func `what is read before it is wrapped says that it was made here and that it can leave`(
    kind: KeyPairKind
  ) async throws {
    let (pool, token) = try makePool()
    let wrapping = try await pool.wrappingKey(label: "wrap").identity
    let pair = try await pool.generateWrapped(kind, under: wrapping, at: Self.now)
    let said = pair.attributes
    #expect(said.local == .yes && said.sensitive == .yes && said.alwaysSensitive == .yes)
    #expect(said.extractable == .yes && said.neverExtractable == .no)
    #expect(said.generationMechanism != nil && said.readAt == Self.now && said.tokenLabel == token.label)
    #expect(said.spki == pair.key.spki && !pair.wrapsWithTrustedOnly)
    pool.stop()
  }

  /// On SoftHSM the security officer can give trust only to a key that he makes himself, and that is not private.
  @Test func `under a key that the security officer trusts, the token itself lets no other key wrap`() async throws {
    let softHSM = try SoftHSM.shared()
    let host = try ModuleHost.shared(modulePath: SoftHSM.modulePath)
    let token = try softHSM.makeToken(host.module)
    do {
      let session = try Session(host.module, slot: token.slot, readWrite: true)
      try session.login(.securityOfficer, pin: PIN(file: token.soPINFile))
      let uses = [AttributeType.encrypt, .decrypt, .sign, .verify, .derive].map { Attribute($0, false) }
      _ = try session.generateKey(
        Mechanism(.aesKeyGeneration),
        uses + [
          Attribute(.secretKey), Attribute(.keyType, number: KeyType.aes.rawValue), Attribute(.label, "wrap"),
          Attribute(.valueLength, number: 32), Attribute(.token, true), Attribute(.isPrivate, false),
          Attribute(.sensitive, true), Attribute(.extractable, false), Attribute(.wrap, true), Attribute(.unwrap, true),
          Attribute(.trusted, true),
        ])
      try session.logout()
    }
    let pool = try TokenPool(host: host, settings: TokenPool.Settings(uri: token.uri, pinFile: token.pinFile))
    let wrapping = try await pool.wrappingKey(label: "wrap", create: false)
    #expect(wrapping.trusted == .yes)
    let pair = try await pool.generateWrapped(.ec(.p256), under: wrapping.identity, at: Self.now)
    #expect(pair.wrapsWithTrustedOnly && pair.attributes.extractable == .yes)
    let signature = try await WrappedKeySigner(pool: pool, key: pair.key).sign(
      key: pair.key.identity, scheme: .ecdsa(.sha256), message: Self.message, form: .whole)
    #expect(
      try PublicKey(spki: pair.key.spki).verify(signature: signature, over: Self.message, scheme: .ecdsa(.sha256)))
    pool.stop()
  }

  @Test(arguments: [KeyPairKind.ec(.p256), .rsa(bits: 2048)])
  func `bytes that were altered, cut or another's open nothing, and the token goes on`(kind: KeyPairKind) async throws {
    let (pool, token) = try makePool()
    let wrapping = try await pool.wrappingKey(label: "wrap").identity
    let pair = try await pool.generateWrapped(kind, under: wrapping, at: Self.now)
    let scheme: SignatureScheme = kind == .ec(.p256) ? .ecdsa(.sha256) : .rsaPKCS1(.sha256)
    @Sendable func sign(_ bytes: [UInt8]) async throws -> [UInt8] {
      let key = try WrappedKey(
        spki: pair.key.spki, bytes: bytes, mechanism: pair.key.mechanism, wrappingKey: wrapping)
      return try await WrappedKeySigner(pool: pool, key: key).sign(
        key: key.identity, scheme: scheme, message: Self.message, form: .whole)
    }
    var wrong = [[], Array(pair.key.bytes.dropLast(8)), pair.key.bytes + [0], [UInt8](repeating: 0, count: 80)]
    for place in [0, 9, pair.key.bytes.count - 1] {
      var altered = pair.key.bytes
      altered[place] ^= 1
      wrong.append(altered)
    }
    for bytes in wrong {
      await #expect {
        _ = try await sign(bytes)
      } throws: { error in
        guard case .keyIsNotTheOne(let why) = error as? TokenPoolError else { return false }
        return why.hasPrefix("the wrapped key does not open: C_UnwrapKey returned ")
      }
      #expect(pool.status.isReady)
    }
    #expect(try await !sign(pair.key.bytes).isEmpty)
    #expect(try objects(token) == (1, 0))
    pool.stop()
  }

  @Test func `another key's bytes under a public key are refused, or make a signature that does not verify`()
    async throws
  {
    let (pool, token) = try makePool()
    let wrapping = try await pool.wrappingKey(label: "wrap").identity
    func swapped(_ kind: KeyPairKind, _ other: KeyPairKind) async throws -> WrappedKey {
      let one = try await pool.generateWrapped(kind, under: wrapping, at: Self.now).key
      let two = try await pool.generateWrapped(other, under: wrapping, at: Self.now).key
      return try WrappedKey(spki: one.spki, bytes: two.bytes, mechanism: one.mechanism, wrappingKey: wrapping)
    }
    for (kind, other, scheme) in [
      (.rsa(bits: 2048), .rsa(bits: 2048), .rsaPKCS1(.sha256)), (.ec(.p256), .ec(.p384), .ecdsa(.sha256)),
    ] as [(KeyPairKind, KeyPairKind, SignatureScheme)] {
      let key = try await swapped(kind, other)
      await #expect(
        throws: TokenPoolError.keyIsNotTheOne("what was wrapped is not the private half of \(key.identity.spkiSHA256)")
      ) {
        _ = try await WrappedKeySigner(pool: pool, key: key).sign(
          key: key.identity, scheme: scheme, message: Self.message, form: .whole)
      }
    }
    // SoftHSM tells no point of a private key: there the verification is the last word.
    let key = try await swapped(.ec(.p256), .ec(.p256))
    let signature = try await WrappedKeySigner(pool: pool, key: key).sign(
      key: key.identity, scheme: .ecdsa(.sha256), message: Self.message, form: .whole)
    #expect(
      try !PublicKey(spki: key.spki).verify(signature: signature, over: Self.message, scheme: .ecdsa(.sha256)))
    #expect(try objects(token) == (1, 0))
    pool.stop()
  }

  @Test func `a wrapping key of the same name that is another one is refused`() async throws {
    let (pool, token) = try makePool(lanes: 1)
    let wrapping = try await pool.wrappingKey(label: "wrap").identity
    let key = try await pool.generateWrapped(.ec(.p256), under: wrapping, at: Self.now).key
    pool.stop()
    let settings = TokenPool.Settings(uri: token.uri, pinFile: token.pinFile)
    let host = try ModuleHost.shared(modulePath: SoftHSM.modulePath)
    let again = try TokenPool(host: host, settings: settings)
    do {
      let session = try Session(host.module, slot: token.slot, readWrite: true)
      for object in try session.find([Attribute(.secretKey)]) { try session.destroy(object) }
    }
    let signer = WrappedKeySigner(pool: again, key: key)
    await #expect(throws: TokenPoolError.keyNotFound("no wrapping key with the label wrap")) {
      _ = try await signer.sign(key: key.identity, scheme: .ecdsa(.sha256), message: [1], form: .whole)
    }
    _ = try await again.wrappingKey(label: "wrap")
    await #expect {
      _ = try await signer.sign(key: key.identity, scheme: .ecdsa(.sha256), message: [1], form: .whole)
    } throws: { error in
      guard case .keyIsNotTheOne(let why) = error as? TokenPoolError else { return false }
      return why.hasSuffix("has another CKA_ID or check value")
    }
    again.stop()
  }

  @Test func `a signer signs for its own key alone`() async throws {
    let (pool, _) = try makePool()
    let wrapping = try await pool.wrappingKey(label: "wrap").identity
    let one = try await pool.generateWrapped(.ec(.p256), under: wrapping, at: Self.now).key
    let two = try await pool.generateWrapped(.ec(.p256), under: wrapping, at: Self.now).key
    let withID = KeyIdentity(ckaID: [1], spkiSHA256: one.identity.spkiSHA256)
    for identity in [two.identity, withID] {
      await #expect(throws: TokenPoolError.self) {
        _ = try await WrappedKeySigner(pool: pool, key: one).sign(
          key: identity, scheme: .ecdsa(.sha256), message: [1], form: .whole)
      }
    }
    pool.stop()
  }
}
