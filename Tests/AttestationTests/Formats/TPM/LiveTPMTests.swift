import Cryptography
import Evidence
import Foundation
import TestSupport
import Testing

@testable import Attestation

/// A TPM with an attestation key of its own, as a verifier meets it.
private struct LiveTPM {
  /// What tpm2_certify 5.4 writes in place of a nonce.
  static let toolsNonce: [UInt8] = [0x00, 0xFF, 0x55, 0xAA]

  let tpm: SoftTPM
  let endorsement: TolerantCertificate

  init() async throws {
    tpm = try await SoftTPM()
    try await tpm.createAttestationKey()
    endorsement = try #require(try TolerantCertificate.all(in: tpm.bytes("ek.crt"), path: "ek").first)
  }

  /// TPM2_Certify, with the tools' constant for a nonce.
  func certify(_ name: String, by signer: String = "ak.ctx") async throws {
    try await tpm.run(
      "certify", "-c", "\(name).ctx", "-C", signer, "-g", "sha256", "-o", "\(name).attest", "-s", "\(name).sig", "-f",
      "tss")
  }

  /// The statement about a key as a client sends it, with the endorsement certificate.
  func parts(_ name: String, ak: String = "ak.pub") throws -> [String: [UInt8]] {
    [
      "attest": try tpm.bytes("\(name).attest"), "signature": try tpm.bytes("\(name).sig"),
      "public": try tpm.bytes("\(name).pub"), "ak": try tpm.bytes(ak), "ek-certificate": try tpm.bytes("ek.crt"),
    ]
  }

  /// Makes a credential for an attestation key and has the TPM open it.
  func activate(_ ak: String = "ak") async throws -> (activation: TPMActivation, secret: [UInt8]) {
    let secret = try SecureRandom.bytes(32)
    let credential = try TPMCredential(
      secret: secret, seed: try SecureRandom.bytes(32), attestationKey: try tpm.bytes("\(ak).pub"),
      endorsementKey: endorsement.spki)
    try await tpm.activate("\(ak).ctx", credential: credential.toolFile).expect()
    return (credential.activation, try tpm.bytes("opened"))
  }

  func terms(nonce: [UInt8]?, _ activations: Set<TPMActivation> = []) throws -> AppraisalTerms {
    let root = try tpm.bytes("ca/swtpm-localca-rootca-cert.pem")
    // Certificates of the throw-away CA are valid from a moment ago.
    return AppraisalTerms(
      anchors: AnchorStore(try Anchor.added(from: root, name: "root")), nonce: nonce, activations: activations,
      now: Instant(seconds: Int64(Date().timeIntervalSince1970) + 60))
  }

  func appraise(_ parts: [String: [UInt8]], _ terms: AppraisalTerms) throws -> AttestedKey {
    let statement = try Statement(parts: parts, chain: [try tpm.bytes("ca/issuercert.pem")])
    return try #require(try Formats.appraise(statement, under: terms).first)
  }
}

/// Everything against a TPM that runs: the genuine way, and the attacks on it.
@Suite(.serialized) struct LiveTPMTests {
  private static let nonce: [UInt8] = Array(100..<132)

  @Test func `a key born in the TPM is accepted with nonce and activation, and without either it is not`() async throws
  {
    let live = try await LiveTPM()
    try await live.tpm.create("key")
    try await live.tpm.certifyCreation("key", nonce: Hex.encode(Self.nonce))
    let (activation, secret) = try await live.activate()
    #expect(Hash.digest(secret) == activation.outstandingSecret)

    var parts = try live.parts("key")
    parts["creation-data"] = try live.tpm.bytes("key.data")
    parts["activation"] = secret
    let key = try live.appraise(parts, live.terms(nonce: Self.nonce, [activation]))
    #expect(key.problems == [])
    #expect(key.weaknesses == [])
    #expect(key.evidenceClass == .signed)
    #expect(key[.generatedInside].value == .yes)
    #expect(key[.cloneable].value == .no)
    #expect(key[.nonceBound].value == .yes)
    #expect(key.device?.model == "swtpm")
    #expect(key.signer?.anchor == "operator:root")

    parts["activation"] = try SecureRandom.bytes(32)
    let unproven = try live.appraise(parts, live.terms(nonce: Self.nonce, [activation]))
    #expect(unproven.problems.map(\.kind) == [.partMissing])

    parts["activation"] = secret
    let replayed = try live.appraise(parts, live.terms(nonce: Array(1...32), [activation]))
    #expect(replayed.problems.map(\.kind) == [.nonceDiffers])
  }

  @Test func `the TPM opens no credential for another attestation key than it was made for`() async throws {
    let live = try await LiveTPM()
    try await live.tpm.createAttestationKey("other")
    // Made for `ak`, and opened in the name of `other`.
    let secret = try SecureRandom.bytes(32)
    let credential = try TPMCredential(
      secret: secret, seed: try SecureRandom.bytes(32), attestationKey: try live.tpm.bytes("ak.pub"),
      endorsementKey: live.endorsement.spki)
    let result = try await live.tpm.activate("other.ctx", credential: credential.toolFile)
    #expect(result.code != 0)
    #expect(!FileManager.default.fileExists(atPath: live.tpm.folder.appending(path: "opened").path))
  }

  @Test func `TPM2_Certify says the same as TPM2_CertifyCreation, and cut or lengthened it says nothing`() async throws
  {
    let live = try await LiveTPM()
    try await live.tpm.create("key")
    try await live.certify("key")
    let (activation, secret) = try await live.activate()
    var parts = try live.parts("key")
    parts["activation"] = secret
    let terms = try live.terms(nonce: LiveTPM.toolsNonce, [activation])
    #expect(try live.appraise(parts, terms).problems == [])
    for part in ["attest", "signature", "public", "ak"] {
      let whole = try #require(parts[part])
      for bytes in [
        whole + [0], Array(whole.dropLast()), Array(whole.dropFirst()), Array(whole.prefix(whole.count / 2)),
      ] {
        var changed = parts
        changed[part] = bytes
        #expect(throws: AttestationError.self) { try live.appraise(changed, terms) }
      }
    }
  }

  @Test func `an unrestricted key of the same TPM that poses as AK is refused, and a real AK signs no invention`()
    async throws
  {
    let live = try await LiveTPM()
    try await live.tpm.create("posing")
    // A statement that no TPM made, about a key that never was in one, over the attacker's own signature.
    let area = try SoftwareTPM.area(SoftwareTPM.subjectKey.get(), attributes: SoftwareTPM.keyAttributes)
    try live.tpm.write(SoftwareTPM.attest(area, extraData: Self.nonce), to: "invented.attest")
    try live.tpm.write(area, to: "invented.pub")
    try await live.tpm.run(
      "sign", "-c", "posing.ctx", "-g", "sha256", "-f", "tss", "-o", "invented.sig", "invented.attest")
    var terms = try live.terms(nonce: Self.nonce)
    terms.trustsUnactivatedAK = true
    let key = try live.appraise(live.parts("invented", ak: "posing.pub"), terms)
    #expect(key.problems.map(\.description) == ["signer-unfit: the attestation key is not restricted"])

    let refused = try await live.tpm.attempt(
      "sign", ["-c", "ak.ctx", "-g", "sha256", "-f", "tss", "-o", "refused.sig", "invented.attest"])
    #expect(refused.code != 0)
  }

  @Test func `a duplicable key is shown as one that can leave`() async throws {
    let live = try await LiveTPM()
    try await live.tpm.create("key", "sensitivedataorigin|userwithauth|sign")
    try await live.tpm.certifyCreation("key", nonce: Hex.encode(Self.nonce))
    let (activation, secret) = try await live.activate()
    var parts = try live.parts("key")
    parts["activation"] = secret
    let key = try live.appraise(parts, live.terms(nonce: Self.nonce, [activation]))
    #expect(key.problems == [])
    #expect(key[.generatedInside].value == .yes)
    #expect(key[.extractableWrapped].value == .yes)
    #expect(key[.everExtractable].value == .yes)
    #expect(key[.cloneable].value == .yes)
  }

  @Test(arguments: [("userwithauth|sign", Truth.no), ("sensitivedataorigin|userwithauth|sign", .unknown)])
  func `an imported key never counts as generated, whatever its importer writes`(attributes: String, generated: Truth)
    async throws
  {
    let live = try await LiveTPM()
    try live.tpm.write(try TestKey(curve: .p256).pem, to: "outside.pem")
    try await live.tpm.run(
      "import", "-C", "parent.ctx", "-G", "ecc", "-i", "outside.pem", "-u", "key.pub", "-r", "key.priv", "-a",
      attributes)
    try await live.tpm.run("load", "-C", "parent.ctx", "-u", "key.pub", "-r", "key.priv", "-c", "key.ctx")
    try await live.certify("key")
    let (activation, secret) = try await live.activate()
    var parts = try live.parts("key")
    parts["activation"] = secret
    let key = try live.appraise(parts, live.terms(nonce: LiveTPM.toolsNonce, [activation]))
    #expect(key.problems == [])
    #expect(key[.generatedInside].value == generated)
    #expect(key[.extractableWrapped].value == .yes)
  }

  @Test func `an import that claims to be confined is refused by the TPM itself`() async throws {
    let live = try await LiveTPM()
    try live.tpm.write(try TestKey(curve: .p256).pem, to: "outside.pem")
    let result = try await live.tpm.attempt(
      "import",
      [
        "-C", "parent.ctx", "-G", "ecc", "-i", "outside.pem", "-u", "key.pub", "-r", "key.priv", "-a", SoftTPM.born,
      ])
    #expect(result.code != 0)
  }

  @Test func `a quote passed off as a certification is named and refused`() async throws {
    let live = try await LiveTPM()
    try await live.tpm.create("key")
    try await live.tpm.run(
      "quote", "-c", "ak.ctx", "-l", "sha256:0", "-q", Hex.encode(Self.nonce), "-m", "key.attest", "-s", "key.sig",
      "-f", "tss", "-g", "sha256")
    let (activation, secret) = try await live.activate()
    var parts = try live.parts("key")
    parts["activation"] = secret
    let key = try live.appraise(parts, live.terms(nonce: Self.nonce, [activation]))
    #expect(key.problems.map(\.description) == ["not-a-key-attestation: TPM2_Quote (0x8018)"])
  }

  @Test(arguments: [("rsa", "rsassa"), ("rsa", "rsapss")])
  func `attestation keys of RSA are understood in both their schemes`(type: String, scheme: String) async throws {
    let live = try await LiveTPM()
    try await live.tpm.run(
      "createak", "-C", "ek.ctx", "-c", "rsa.ctx", "-G", type, "-g", "sha256", "-s", scheme, "-u", "rsa.pub")
    try await live.tpm.create("key")
    try await live.tpm.certifyCreation("key", nonce: Hex.encode(Self.nonce), by: "rsa.ctx", ["-s", scheme])
    let (activation, secret) = try await live.activate("rsa")
    var parts = try live.parts("key", ak: "rsa.pub")
    parts["activation"] = secret
    #expect(try live.appraise(parts, live.terms(nonce: Self.nonce, [activation])).problems == [])
  }
}
