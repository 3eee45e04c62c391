import Cryptography
import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import CSC

@Suite struct AlgorithmTests {
  /// Measured: what pyHanko 0.38.0 sends for RSA-2048 (reference, 12.7).
  private static let pyHankoPSS =
    "3035a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165030402010500a204020200de"

  private func work(_ changes: [String: JSONValue?], key: KeyDescription) throws(CSCError) -> SigningAlgorithm {
    let request = try SignHashRequest(Body.signHash(changes), dialect: .v2)
    let hashes = try request.hashes()
    return try request.work(hashes, key: key, limits: nil).algorithm
  }

  private func sentence(_ changes: [String: JSONValue?], key: KeyDescription) -> String? {
    Body.error { () throws(CSCError) in _ = try work(changes, key: key) }?.description
  }

  private func pss(_ der: [UInt8]) -> [String: JSONValue?] {
    ["signAlgo": "1.2.840.113549.1.1.10", "signAlgoParams": .string(Base64.encode(der))]
  }

  private func parameters(
    _ hash: ObjectIdentifier = .sha256, mask: ObjectIdentifier? = nil, salt: Int = 32
  ) -> RSASSAPSSParameters {
    let plain = RSASSAPSSParameters(hash: hash, digestLength: salt)
    let other = RSASSAPSSParameters(hash: mask ?? hash, digestLength: salt)
    return RSASSAPSSParameters(hash: plain.hash, maskGeneration: other.maskGeneration, saltLength: salt)
  }

  @Test func `an identifier that names its hash needs no other, takes the same, and refuses another`() throws {
    let key = try Body.rsa()
    let plain = SigningAlgorithm(scheme: .rsaPKCS1(.sha256), hash: .sha256, pssSaltLength: nil)
    #expect(try work([:], key: key) == plain)
    #expect(try work(["hashAlgorithmOID": .string(Body.sha256)], key: key) == plain)
    #expect(
      sentence(["hashAlgorithmOID": "2.16.840.1.101.3.4.2.2"], key: key)
        == "String parameter hashAlgorithmOID contradicts with signAlgo parameter")
    #expect(sentence(["hashAlgorithmOID": "2.16.840.1.101.3.4.2.8"], key: key) == "Invalid parameter hashAlgorithmOID")
  }

  @Test func `bare rsaEncryption wants the hash's identifier`() throws {
    let key = try Body.rsa()
    let bare: [String: JSONValue?] = ["signAlgo": "1.2.840.113549.1.1.1"]
    #expect(sentence(bare, key: key) == "Missing (or invalid type) string parameter hashAlgorithmOID")
    let whole = bare.merging(["hashAlgorithmOID": .string(Body.sha256)]) { _, new in new }
    #expect(try work(whole, key: key).scheme == .rsaPKCS1(.sha256))
  }

  @Test func `PSS without parameters is refused`() throws {
    let changes: [String: JSONValue?] = ["signAlgo": "1.2.840.113549.1.1.10"]
    #expect(sentence(changes, key: try Body.rsa()) == "Missing (or invalid type) string parameter signAlgoParams")
  }

  @Test func `PSS takes the salt that pyHanko sends, and none beyond the key`() throws {
    let key = try Body.rsa()
    let measured = try work(pss(try #require(Hex.decode(AlgorithmTests.pyHankoPSS))), key: key)
    #expect(measured == SigningAlgorithm(scheme: .rsaPSS(.sha256), hash: .sha256, pssSaltLength: 222))
    #expect(sentence(pss(parameters(salt: 223).derEncoded), key: key) == "Invalid parameter signAlgoParams")
    #expect(try work(pss(parameters(salt: 0).derEncoded), key: key).pssSaltLength == 0)
  }

  @Test func `PSS parameters are one hash for both and DER to the last byte`() throws {
    let key = try Body.rsa()
    let good = parameters().derEncoded
    // The trailer's default written out, as X.690, 11.5 forbids.
    var withTrailer = Array(good.dropFirst(2)) + [0xA3, 0x03, 0x02, 0x01, 0x01]
    withTrailer = [0x30, UInt8(withTrailer.count)] + withTrailer
    let bad = [
      parameters(mask: .sha384).derEncoded, parameters(.sha1).derEncoded, good + [0], Array(good.dropLast()),
      [0x30, 0],
      withTrailer, [0x05, 0x00],
    ]
    for der in bad { #expect(sentence(pss(der), key: key) == "Invalid parameter signAlgoParams", "\(Hex.encode(der))") }
    let other = pss(good).merging(["hashAlgorithmOID": "2.16.840.1.101.3.4.2.3"]) { _, new in new }
    #expect(sentence(other, key: key) == "String parameter hashAlgorithmOID contradicts with signAlgo parameter")
  }

  @Test func `parameters where the algorithm has none are refused, save NULL`() throws {
    let key = try Body.rsa()
    #expect(
      sentence(["signAlgoParams": .string(Base64.encode(parameters().derEncoded))], key: key)
        == "Invalid parameter signAlgoParams")
    #expect(sentence(["signAlgoParams": "BQA="], key: key) == nil)
  }

  @Test func `a key takes the algorithms that it offers and no other`() throws {
    let ec = try Body.ec()
    #expect(try work(["signAlgo": "1.2.840.10045.4.3.2"], key: ec).scheme == .ecdsa(.sha256))
    for other in ["1.2.840.10045.4.3.3", "1.2.840.113549.1.1.11", "1.3.101.112", "x", "1.2.840.10045.2.1"] {
      #expect(sentence(["signAlgo": .string(other)], key: ec) == "Invalid parameter signAlgo", "\(other)")
    }
    let facts = try TestKeys.rsa2048.get().publicKey.facts
    let chosen = KeyDescription(facts, enabled: true, algorithms: [.rsaSHA512, .ecdsaSHA256])
    #expect(chosen.algorithms == [.rsaSHA512])
    #expect(sentence([:], key: chosen) == "Invalid parameter signAlgo")
    let ed25519 = try TestKeys.ed25519.get().publicKey.facts
    #expect(SignAlgorithm.offered(for: ed25519).isEmpty)
  }

  @Test(arguments: zip([EllipticCurve.p256, .p384, .p521], ["4.3.2", "4.3.3", "4.3.4"]))
  func `an EC key offers the hash that fits its size`(_ curve: EllipticCurve, _ end: String) throws {
    let facts = try TestKey(curve: curve).publicKey.facts
    #expect(SignAlgorithm.offered(for: facts).map { "\($0.oid)" } == ["1.2.840.10045.\(end)"])
  }
}
