import Cryptography
import DER
import Evidence
import Foundation
import Records
import TestSupport
import Testing
import X509

@testable import SigningGateway

@Suite struct TimestampTests {
  private static let digest = Hash.digest([1]).bytes

  private static func description(_ reply: Scene.Reply) -> String {
    reply.json["error_description"]?.text ?? reply.text
  }

  @Test(arguments: ["v1", "v2"])
  func `a token says what was asked, now, under the unit's policy, and verifies`(dialect: String) async throws {
    let scene = try TimestampScene()
    let bytes = try TimestampScene.bytes(try await scene.stamp(nonce: "00ff01", dialect: dialect))
    let token = try TimestampToken(der: bytes)
    #expect(token.info.imprint == MessageImprint(algorithm: AlgorithmIdentifier(.sha256), digest: Self.digest))
    #expect(token.info.nonce == X509.SerialNumber(magnitude: [0xFF, 1]))
    #expect("\(token.info.policy)" == TimestampScene.policy)
    #expect(token.info.genTime.secondsSinceEpoch == scene.time.seconds)
    #expect(token.info.genTime.fraction.isEmpty)
    #expect(token.info.accuracy == TimestampAccuracy(seconds: 1))
    #expect(!token.info.ordering)
    #expect(token.info.extensions.isEmpty)
    #expect(token.certificate == scene.certificate)
    #expect(token.attributes.messageDigest == Hash.digest(token.info.derBytes).bytes)
    #expect(token.attributes.certificate.sha256 == Hash.digest(scene.certificate.derBytes).bytes)
    let key = try PublicKey(scene.certificate.tbsCertificate.subjectPublicKeyInfo)
    #expect(try key.verify(signature: token.signature, over: token.attributes.derBytes, scheme: .ecdsa(.sha256)))
    #expect(try await scene.kinds().suffix(2) == [.intent, .outcome])
  }

  @Test func `OpenSSL accepts a token with its nonce, and no altered one`() async throws {
    for key in [try TestKeys.p256.get(), try TestKeys.p384.get(), try TestKeys.rsa3072.get()] {
      let scene = try TimestampScene(key: key)
      let folder = try FileManager.default.scratch("timestamp-\(UUID().uuidString)")
      func write(_ name: String, _ bytes: [UInt8]) throws { try Data(bytes).write(to: folder.appending(path: name)) }
      try write("root.pem", Array(scene.folder.root.pem.utf8))
      try write("issuing.pem", Array(scene.folder.issuing.pem.utf8))
      let hex = Hash.digest([1]).hex
      try await ChildProcess.run(
        "openssl", ["ts", "-query", "-digest", hex, "-sha256", "-cert", "-out", "query.tsq"], in: folder
      ).expect()
      let shown = try await ChildProcess.run("openssl", ["ts", "-query", "-in", "query.tsq", "-text"], in: folder)
      let line = try #require(shown.output.split(separator: "\n").first { $0.hasPrefix("Nonce: 0x") }, "\(shown)")
      let nonce = String(line.dropFirst("Nonce: 0x".count))
      let token = try TimestampScene.bytes(try await scene.stamp(nonce: nonce))
      try write("token.der", token)
      let trust = [
        "-in", "token.der", "-token_in", "-CAfile", "root.pem", "-untrusted", "issuing.pem", "-attime",
        "\(scene.time.seconds)",
      ]
      for question in [["-queryfile", "query.tsq"], ["-digest", hex]] {
        let verified = try await ChildProcess.run("openssl", ["ts", "-verify"] + question + trust, in: folder)
        #expect(verified.code == 0, "\(verified)")
        #expect(verified.output.contains("Verification: OK"))
      }
      let other = try await ChildProcess.run(
        "openssl", ["ts", "-verify", "-digest", Hash.digest([2]).hex] + trust, in: folder)
      #expect(other.code != 0)
      // A second later: the digest in the attributes is another's.
      let time = try #require(token.firstRange(of: Array("20261120120000Z".utf8)))
      var altered = token
      altered[time.upperBound - 2] += 1
      try write("token.der", altered)
      let refused = try await ChildProcess.run("openssl", ["ts", "-verify", "-digest", hex] + trust, in: folder)
      #expect(refused.code != 0)
      #expect(refused.errors.contains("digest") || refused.errors.contains("signature"), "\(refused)")
      let read = try TimestampToken(der: altered)
      #expect(read.attributes.messageDigest != Hash.digest(read.info.derBytes, try hash(of: key)).bytes)
    }
  }

  private func hash(of key: TestKey) throws -> HashAlgorithm {
    if case .ec(.p384) = try PublicKey(spki: key.spki).facts.kind { return .sha384 }
    return .sha256
  }

  @Test func `no serial number comes twice, of sixteen at a time neither`() async throws {
    let scene = try TimestampScene()
    let serials = try await withThrowingTaskGroup(of: X509.SerialNumber.self) { group in
      for number in 0..<16 {
        group.addTask {
          let reply = try await scene.stamp(Hash.digest([UInt8(number)]).bytes)
          return try TimestampToken(der: try TimestampScene.bytes(reply)).info.serialNumber
        }
      }
      return try await group.reduce(into: Set<X509.SerialNumber>()) { $0.insert($1) }
    }
    #expect(serials.count == 16)
    #expect(serials.allSatisfy { $0.isPositive && $0.octetCount <= 20 })
    #expect(scene.token.signatures == 16)
  }

  @Test func `a clock that was set back stamps nothing until it catches up, after a start neither`() async throws {
    let scene = try TimestampScene(seconds: 100)
    _ = try TimestampScene.bytes(try await scene.stamp())
    scene.wait(seconds: -10)
    let refused = try await scene.stamp()
    #expect(refused.status == 403)
    #expect(Self.description(refused).hasPrefix("clock is 2026-11-20T12:01:30Z, must be 2026-11-20T12:01:40Z or later"))
    #expect(try await scene.kinds().last == .requestRefused)

    await scene.gateway.remote?.storeGuard.stop()
    let again = try TimestampScene(key: TestKeys.p256.get(), store: scene.store, subject: scene.subject, seconds: 99)
    let early = try await again.stamp()
    #expect(early.status == 403, "\(early.text)")
    again.wait(seconds: 1)
    #expect(try await again.stamp().status == 200)
    #expect(again.token.signatures == 1)
  }

  @Test func `a qualified unit says so in each token, and only where its certificate does`() async throws {
    let claim = QCStatements([.unknown(.qualifiedTimestamp, info: nil)])
    let scene = try TimestampScene(qualified: true) { $0.set(claim) }
    #expect(await scene.gateway.remote?.timestamps?.problem() == nil)
    let token = try TimestampToken(der: try TimestampScene.bytes(try await scene.stamp()))
    #expect(token.info.extensions == [X509.Extension(claim, critical: false)])

    let plain = try TimestampScene(qualified: true)
    #expect(Self.description(try await plain.stamp()).contains("no claim of qualified time stamps"))
    let mixed = try TimestampScene { $0.set(claim) }
    #expect(Self.description(try await mixed.stamp()).contains("not configured as qualified"))
    for scene in [plain, mixed] {
      #expect(scene.token.signatures == 0)
      let problem = try #require(await scene.gateway.remote?.timestamps?.problem())
      #expect(problem.contains("sealgate.house.timestamp.kinds_mixed"))
    }
  }

  @Test func `a unit that is not fit stops the start, and stamps nothing`() async throws {
    let scenes = [
      ("key_differs", try TimestampScene(onToken: TestKeys.p384.get())),
      ("key_purpose", try TimestampScene { $0.set(ExtendedKeyUsage([.timeStamping]), critical: false) }),
      ("key_purpose", try TimestampScene { $0.set(ExtendedKeyUsage([.timeStamping, .clientAuth]), critical: true) }),
      ("key_purpose", try TimestampScene { $0.remove(ExtendedKeyUsage.self) }),
      ("key_purpose", try TimestampScene { $0.set([.digitalSignature, .cRLSign] as KeyUsage, critical: true) }),
      ("key_of_another", try TimestampScene(hasAuthority: true)),
    ]
    for (rule, scene) in scenes {
      #expect(await scene.gateway.remote?.timestamps?.problem()?.contains(rule) == true, "\(rule)")
      let reply = try await scene.stamp()
      #expect(reply.status == 403, "\(rule): \(reply.text)")
      #expect(reply.json["error"]?.text == "access_denied")
      #expect(try await scene.kinds().last == .requestRefused)
      #expect(scene.token.signatures == 0)
    }
  }

  @Test func `a certificate that has run out stamps nothing, but stops no start`() async throws {
    let scene = try TimestampScene { $0.notAfter = Sample.time("2026-11-20T12:00:10Z") }
    #expect(try await scene.stamp().status == 200)
    scene.wait(seconds: 11)
    let reply = try await scene.stamp()
    #expect(reply.status == 403)
    #expect(Self.description(reply).hasPrefix("timestampUnit.certificate.validity is"))
    #expect(await scene.gateway.remote?.timestamps?.problem() == nil)
  }

  @Test func `a key that is not there, and a signature that is another's, release nothing`() async throws {
    let away = try TimestampScene()
    away.token.rename("other")
    #expect(try await away.stamp().status == 503)
    #expect(await away.gateway.remote?.timestamps?.problem()?.contains("0 key pairs with label tsu") == true)

    let wrong = try TimestampScene()
    wrong.token.signAnother()
    let reply = try await wrong.stamp()
    #expect(reply.status == 500)
    #expect(reply.json["timestamp"] == nil)
    #expect(try await wrong.kinds().last == .incident)
  }

  @Test(arguments: ["v1", "v2"]) func `a wrong request is told so in the specification's words`(
    dialect: String
  ) async throws {
    let scene = try TimestampScene()
    let good: [String: JSONValue] = [
      "hash": .string(Base64.encode(Self.digest)), "hashAlgo": .string("2.16.840.1.101.3.4.2.1"),
    ]
    let cases: [(String, JSONValue?, String)] = [
      ("hash", nil, "Missing (or invalid type) string parameter hash"),
      ("hash", .integer(1), "Missing (or invalid type) string parameter hash"),
      ("hash", .string(""), "Empty hash parameter"),
      ("hash", .string("!!"), "Invalid Base64 hash string parameter"),
      ("hash", .string(Base64.encode(Array(Self.digest.dropLast()))), "Invalid digest value length"),
      ("hashAlgo", nil, "Invalid parameter hashAlgo"),
      ("hashAlgo", .string("1.3.14.3.2.26"), "Invalid parameter hashAlgo"),
      ("hashAlgo", .string("2.16.840.1.101.3.4.2.8"), "Invalid parameter hashAlgo"),
      ("nonce", .string("xyz"), "Invalid parameter nonce"),
    ]
    for (name, value, sentence) in cases {
      var members = good
      members[name] = value
      let reply = try await scene.send(members, dialect: dialect)
      #expect(reply.status == 400, "\(sentence)")
      #expect(Self.description(reply) == sentence)
    }
    #expect(scene.token.signatures == 0)
  }

  @Test func `nobody unknown is stamped for, and without a unit it is 501 as before`() async throws {
    let scene = try TimestampScene()
    let members: [String: JSONValue] = [
      "hash": .string(Base64.encode(Self.digest)), "hashAlgo": .string("2.16.840.1.101.3.4.2.1"),
    ]
    #expect(try await scene.send(members, as: nil).status == 401)
    #expect(try await scene.send(members, as: ConfigurationFolder.pipeline).status == 401)
    #expect(scene.token.signatures == 0)
    func methods(_ scene: TimestampScene) async throws -> [String] {
      (try await scene.send([:], as: nil, method: "info").json["methods"]?.elements ?? []).compactMap(\.text)
    }
    #expect(try await methods(scene).contains("signatures/timestamp"))

    let without = try TimestampScene(configured: false)
    let reply = try await without.send(members)
    #expect(reply.status == 501)
    #expect(Self.description(reply) == "The method signatures/timestamp is not implemented")
    #expect(try await !methods(without).contains("signatures/timestamp"))
  }

  @Test func `the certificate counts in the configuration's digest, and the section is checked`() async throws {
    let folder = try ConfigurationFolder()
    defer { folder.remove() }
    func read(_ section: String) throws -> Configuration {
      try folder.write("gateway.yaml", RemoteScene.configuration(more: section))
      return try folder.read()
    }
    let key = try TestKeys.p256.get()
    try folder.write("tsu.pem", try TimestampScene.certificate(key, by: folder.issuingKey).pem)
    let first = try read(TimestampScene.settings()).digest
    #expect(try read(TimestampScene.settings()).digest == first)
    let other = try TimestampScene.certificate(key, by: folder.issuingKey) { $0.serial = [1, 2, 3, 4, 5, 6, 7, 8, 9] }
    try folder.write("tsu.pem", other.pem)
    #expect(try read(TimestampScene.settings()).digest != first)

    for (section, problem) in [
      (TimestampScene.settings(token: "none"), "$.remote-signing.timestamp.token: no token is named none"),
      (TimestampScene.settings(label: "credential x"), "key-label: is that of a signatory's key"),
      (TimestampScene.settings(policy: "1.2.x"), "a dotted object identifier"),
      (TimestampScene.settings(accuracy: 0), "accuracy-seconds"),
    ] {
      let error = #expect(throws: ConfigurationError.self) { try read(section) }
      #expect(error?.problem.contains(problem) == true, "\(error?.problem ?? "")")
    }
  }
}
