import Cryptography
import Evidence
import TestSupport
import Testing

@testable import Attestation

/// The saved statements of the vectors, each with its expected verdict.
@Suite(.needsVectors) struct TPMVectorTests {
  private static func swtpm(_ name: String) throws -> [UInt8] { try Vectors.bytes("attestation/tpm/swtpm/\(name)") }

  private static func windows(_ name: String) throws -> [UInt8] {
    try Vectors.bytes("attestation/tpm/windowshellotpm.\(name)")
  }

  private static func statement(
    _ name: String, ak: String = "ak", attest: String? = nil, endorsed: Bool = true
  ) throws -> Statement {
    var parts = [
      "attest": try swtpm("\(attest ?? name).attest.bin"), "signature": try swtpm("\(name).attest.sig.tss"),
      "public": try swtpm("\(name).tpm2b_public.raw"), "ak": try swtpm("\(ak).tpm2b_public.raw"),
    ]
    if endorsed { parts["ek-certificate"] = try swtpm("ek_rsa.crt.der") }
    return try Statement(parts: parts, chain: endorsed ? [try swtpm("ek_issuer_ca.pem")] : [])
  }

  /// The day on which the vectors were made and held valid, and the root of their EK certificate.
  private static func terms(_ change: (inout AppraisalTerms) throws -> Void = { _ in }) throws -> AppraisalTerms {
    let root = try Anchor.added(from: swtpm("ek_root_ca.pem"), name: "ek_root_ca.pem")
    var terms = AppraisalTerms(
      anchors: AnchorStore(root), nonce: try swtpm("nonce.bin"), now: SoftwareTPM.now)
    try change(&terms)
    return terms
  }

  private static func appraise(_ statement: Statement, _ terms: AppraisalTerms) throws -> AttestedKey {
    try #require(try Formats.appraise(statement, under: terms).first)
  }

  @Test func `good: with the AK activated, a key that was born in the TPM and stays there`() throws {
    let ek = try #require(try TolerantCertificate.all(in: Self.swtpm("ek_rsa.crt.der"), path: "ek").first)
    let activation = TPMActivation(
      endorsementKey: Hash.digest(ek.spki), attestationKeyName: try Self.swtpm("ak.name.bin"))
    let key = try Self.appraise(Self.statement("good"), Self.terms { $0.activations = [activation] })
    #expect(key.problems == [])
    #expect(key.weaknesses == [])
    #expect(key.evidenceClass == .signed)
    #expect(try key.spki == Anchor.added(from: Self.swtpm("good.pub.pem"), name: "key").first?.spki)
    #expect(key[.generatedInside].value == .yes)
    #expect(key[.extractableWrapped].value == .no)
    #expect(key[.nonceBound].value == .yes)
    #expect(key.signer?.anchor == "operator:ek_root_ca.pem")
    #expect(key.signer?.chain == ["CN=unknown", "CN=swtpm-localca"])
    var device = StatedDevice(vendor: "id:00001014", model: "swtpm", firmware: "8217.4131")
    // The unit is known by its endorsement key, as nobody else could have opened the credential.
    device.serial = Hash.digest(ek.spki).hex
    #expect(key.device == device)
    #expect(key[.productionGrade].value == .no)
  }

  @Test func `good: without activation the evidence is not refuted, and proves nothing`() throws {
    let key = try Self.appraise(Self.statement("good"), Self.terms())
    #expect(key.problems.map(\.kind) == [.partMissing])
    #expect(key.isUnverifiable)
    #expect(key.evidenceClass == .asserted)
  }

  @Test func `good: who looks at saved evidence may do without activation, and is told so`() throws {
    let key = try Self.appraise(Self.statement("good"), Self.terms { $0.trustsUnactivatedAK = true })
    #expect(key.problems == [])
    #expect(key.weaknesses.map(\.kind) == [.unactivatedAK])
  }

  @Test(arguments: ["ak.pub.pem", "ak.tpm2b_public.raw"])
  func `good: an AK that the operator pinned needs no certificate`(file: String) throws {
    let key = try Self.appraise(
      Self.statement("good", endorsed: false),
      Self.terms { $0.anchors = AnchorStore(try Anchor.added(from: Self.swtpm(file), name: file)) })
    #expect(key.problems == [])
    #expect(key.weaknesses == [])
    #expect(key.signer?.anchor == "operator:\(file)")
    #expect(key.device == nil)
  }

  @Test func `another TPM's activation, or another AK's, is none of this one`() throws {
    let ek = try #require(try TolerantCertificate.all(in: Self.swtpm("ek_rsa.crt.der"), path: "ek").first)
    let name = try Self.swtpm("ak.name.bin")
    let others = [
      TPMActivation(endorsementKey: Hash.digest([1]), attestationKeyName: name),
      TPMActivation(endorsementKey: Hash.digest(ek.spki), attestationKeyName: name.dropLast() + [0]),
      TPMActivation(
        endorsementKey: Hash.digest(ek.spki), attestationKeyName: name, outstandingSecret: Hash.digest([1, 2, 3])),
    ]
    let key = try Self.appraise(Self.statement("good"), Self.terms { $0.activations = Set(others) })
    #expect(key.problems.map(\.kind) == [.partMissing])
  }

  @Test func `duplicable: genuine, and able to leave`() throws {
    let key = try Self.appraise(Self.statement("duplicable"), Self.terms { $0.trustsUnactivatedAK = true })
    #expect(key.problems == [])
    #expect(key[.extractableWrapped].value == .yes)
    #expect(key[.cloneable].value == .yes)
    #expect(key[.everExtractable].value == .yes)
    #expect(key[.generatedInside].value == .unknown)
  }

  @Test func `imported: genuine, and made elsewhere`() throws {
    let key = try Self.appraise(Self.statement("imported"), Self.terms { $0.trustsUnactivatedAK = true })
    #expect(key.problems == [])
    #expect(key[.generatedInside].value == .no)
    #expect(key[.imported].value == .yes)
    #expect(key[.everNonSensitive].value == .yes)
  }

  @Test func `forged: an ordinary key that poses as AK is refused though its signature is right`() throws {
    let statement = try Self.statement("forged", ak: "forged_ak")
    let key = try Self.appraise(statement, Self.terms { $0.trustsUnactivatedAK = true })
    #expect(key.problems.map(\.description) == ["signer-unfit: the attestation key is not restricted"])
  }

  @Test(arguments: [("neg_tampered", "signature-invalid"), ("neg_magic", "not-a-key-attestation")])
  func `what was changed after signing is refused`(name: String, kind: String) throws {
    let key = try Self.appraise(
      Self.statement("good", attest: name), Self.terms { $0.trustsUnactivatedAK = true })
    #expect(key.problems.map(\.kind.rawValue).contains(kind))
    #expect(key.problems.map(\.kind).contains(.signatureInvalid))
  }

  // MARK: - A real TPM, through WebAuthn

  private static func webAuthn(legacy: Set<LegacyAlgorithm> = [.sha1], now: Instant = SoftwareTPM.now) -> AppraisalTerms
  {
    AppraisalTerms(legacy: legacy, now: now)
  }

  @Test func `a real TPM's object is accepted where SHA-1 is, and names its device`() throws {
    let statement = try Statement(
      parts: ["statement": Self.windows("attobj.cbor"), "clientdata": Self.windows("clientdata.json")])
    let key = try Self.appraise(statement, Self.webAuthn())
    #expect(key.problems == [])
    #expect(key.weaknesses.map(\.kind) == [.sha1Signature])
    #expect(key.signer?.anchor == "microsoft-tpm-root-2014")
    #expect(key.device == StatedDevice(vendor: "NTC", model: "NPCT75x", firmware: "7.2"))
    #expect(key[.generatedInside].value == .yes)
    #expect(key[.generatedInside].source.hasSuffix("the AK is restricted by its CA's word"))
    #expect(key.control.userAuthentication?.value == .once)
    #expect(key.nonce == hexBytes("90881d21099a026b39e94373c340c7f2e3b3dc10c5d942586893facc8417d5af"))
  }

  @Test func `its parts say the same as the object`() throws {
    let parts = try [
      "attest": Self.windows("certinfo.bin"), "signature": Self.windows("sig.bin"),
      "public": Self.windows("pubarea.bin"), "authdata": Self.windows("authdata.bin"),
      "clientdata": Self.windows("clientdata.json"), "ak-certificate": Self.windows("x5c0.der"),
    ]
    let key = try Self.appraise(Statement(parts: parts, chain: [Self.windows("x5c1.der")]), Self.webAuthn())
    #expect(key.problems == [])
    #expect(key.weaknesses.map(\.kind) == [.sha1Signature])
    var other = parts
    other["clientdata"] = Array("{}".utf8)
    let refused = try Self.appraise(Statement(parts: other, chain: [Self.windows("x5c1.der")]), Self.webAuthn())
    #expect(refused.problems.map(\.kind) == [.partsDisagree])
  }

  @Test func `without client data there is no nonce, and the rest stands`() throws {
    let key = try Self.appraise(Statement(parts: ["statement": Self.windows("attobj.cbor")]), Self.webAuthn())
    #expect(key.problems == [])
    #expect(key.weaknesses.map(\.kind) == [.sha1Signature, .noNonce])
  }

  @Test func `SHA-1 is refused by default`() throws {
    let statement = try Statement(parts: ["statement": Self.windows("attobj.cbor")])
    #expect(try Self.appraise(statement, Self.webAuthn(legacy: [])).problems.map(\.kind) == [.algorithmRefused])
  }

  @Test func `after the AK certificate's end the statement proves nothing`() throws {
    let statement = try Statement(parts: ["statement": Self.windows("attobj.cbor")])
    let later = try #require(Instant("2027-06-04"))
    #expect(
      try Self.appraise(statement, Self.webAuthn(now: later)).problems.map(\.kind).contains(.certificateExpired))
  }

  @Test func `the shipped anchor is the key of Microsoft's published root`() throws {
    let file = try Self.windows("root.der")
    let root = try #require(try TolerantCertificate.all(in: file, path: "root").first)
    let anchor = try #require(ShippedAnchors.tpm.first)
    #expect(anchor.spki == root.spki)
    #expect(anchor.name == root.subjectText)
    #expect(anchor.lastCertificateEnds == root.notAfter)
    #expect(anchor.certificateSHA256 == Hash.digest(file))
  }
}
