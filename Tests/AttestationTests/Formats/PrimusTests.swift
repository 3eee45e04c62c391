import Cryptography
import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import Attestation

private func kinds(_ key: AttestedKey) -> [AppraisalProblem.Kind] { key.problems.map(\.kind) }

private let now = Instant(seconds: 1_795_176_000)

@Suite struct PrimusVectorTests {
  private func appraise(_ name: String) throws -> AttestedKey {
    let statement = try Statement(
      parts: [
        "statement": try Vectors.bytes("attestation/securosys/\(name).xml"),
        "signature": try Vectors.bytes("attestation/securosys/\(name).sig"),
      ])
    return try #require(try Formats.appraise(statement, under: AppraisalTerms(now: now)).first)
  }

  @Test(.needsVectors) func `a generated key without its certificate is unverifiable, its claims are asserted`() throws
  {
    let key = try appraise("ed25519-0-generated")
    #expect(key.format == "primus")
    #expect(key.problems.map(\.description) == ["part-missing: no certificate of the attestation key"])
    #expect(key.isUnverifiable)
    #expect(key[.generatedInside] == Claim(.yes, source: "primus creation", evidenceClass: .asserted))
    #expect(key[.imported].value == .no)
    #expect(key[.extractableClear].value == .no)
    #expect(key[.extractableWrapped].value == .no)
    #expect(key[.signs].value == .yes)
    #expect(key[.derives].value == .yes)
    #expect(key.control.quorum == Stated(1, "policy.rule_use"))
    #expect(try KeyFacts(spki: key.spki).kind == .ed25519)
    #expect(key.observedAt == Instant("2024-08-14T18:02:59Z"))
    #expect(key.localName == "TESTKEY2024-08-14_20-02-48.72168016257020")
  }

  @Test(.needsVectors) func `an imported key is imported, whatever never_extractable says`() throws {
    let key = try appraise("ed25519-1-imported")
    #expect(key.isUnverifiable)
    #expect(key[.generatedInside].value == .no)
    #expect(key[.imported].value == .yes)
    #expect(key[.everExtractable].value == .no)
    #expect(key[.everNonSensitive].value == .no)
    #expect(key[.extractableWrapped].value == .unknown)
    #expect(key.localName == "TESTKEY2024-08-14_20-02-48.72168016257020/44'/0'/0'/0'")
  }
}

/// An HSM of the vendor's hierarchy, made for the test.
private struct Primus {
  let root: TestAuthority
  let device: TestAuthority
  let attestation: TestKey

  init(_ attestation: TestKey) throws {
    self.attestation = attestation
    root = try TestAuthority(root: "ROOT", key: TestKey(curve: .p256))
    device = try root.authority("DEVICE", key: TestKey(curve: .p256))
  }

  func certificates() throws -> [UInt8] {
    let leaf = try device.issue("ATTESTATION", key: attestation)
    return Array(
      [leaf, device.certificate].map { PEM(label: "CERTIFICATE", bytes: $0.derBytes).text }.joined().utf8)
  }

  static func document(
    _ head: String = #"<private_key creation="generated">"#, attributes: String = "", more: String = "",
    end: String = "</private_key>"
  ) throws -> String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    \(head)
    \t<label>signer</label>
    \t<attest_time>2026-11-01T00:00:00Z</attest_time>
    \t<public_key>\(Base64.encode(try TestKeys.p256.get().spki))</public_key>
    \t<attributes>
    \t\t<sign>true</sign><sensitive>true</sensitive><always_sensitive>true</always_sensitive>
    \t\t<extractable>false</extractable><never_extractable>true</never_extractable>\(attributes)
    \t</attributes>\(more)
    \(end)
    """
  }

  func appraise(
    _ document: String, scheme: SignatureScheme, over other: String? = nil, certificates: [UInt8]? = nil
  ) throws -> AttestedKey {
    let signature = try attestation.sign(Array((other ?? document).utf8), scheme: scheme)
    return try appraise(document, signature: signature, certificates: certificates)
  }

  func appraise(_ document: String, signature: [UInt8], certificates: [UInt8]? = nil) throws -> AttestedKey {
    let anchor = Anchor(
      id: "root", formats: ["primus"], role: .manufacturer, name: "root",
      spki: root.certificate.tbsCertificate.subjectPublicKeyInfo.derBytes, lastCertificateEnds: nil, origin: "test",
      certificateSHA256: nil)
    let statement = try Statement(
      format: "primus",
      parts: [
        "statement": Array(document.utf8), "signature": signature,
        "certificate": try certificates ?? self.certificates(),
      ])
    let keys = try Formats.appraise(statement, under: AppraisalTerms(anchors: AnchorStore([anchor]), now: now))
    return try #require(keys.first)
  }
}

@Suite struct PrimusStatementTests {
  @Test func `a signed document is signed, by whichever scheme the key has`() throws {
    let rsa = try Primus(try TestKeys.rsa2048.get())
    let ec = try Primus(try TestKeys.p384.get())
    let document = try Primus.document()
    for key in [
      try rsa.appraise(document, scheme: .rsaPKCS1(.sha256)), try rsa.appraise(document, scheme: .rsaPSS(.sha256)),
      try ec.appraise(document, scheme: .ecdsa(.sha384)), try ec.appraise(document, scheme: .ecdsa(.sha256)),
    ] {
      #expect(key.problems == [])
      #expect(key.evidenceClass == .signed)
      #expect(key[.generatedInside].value == .yes)
      #expect(key.signer?.chain == ["CN=ATTESTATION", "CN=DEVICE"])
      #expect(key.signer?.anchor == "root")
      #expect(key.spki == (try TestKeys.p256.get().spki))
    }
  }

  @Test func `ECDSA's numbers may stand side by side`() throws {
    let ec = try Primus(try TestKeys.p256.get())
    let document = try Primus.document()
    let signature = try TestKeys.p256.get().sign(Array(document.utf8), scheme: .ecdsa(.sha256))
    let numbers = try DERReader.decode(signature[...]) { reader throws(DERError) in
      try reader.sequence { r throws(DERError) in [try r.unsignedInteger(), try r.unsignedInteger()] }
    }
    let flat = numbers.flatMap { [UInt8](repeating: 0, count: 32 - $0.count) + $0 }
    #expect(try ec.appraise(document, signature: flat).problems == [])
  }

  @Test func `a signature over other bytes is none, be it a blank`() throws {
    let primus = try Primus(try TestKeys.rsa2048.get())
    let document = try Primus.document()
    let key = try primus.appraise(document, scheme: .rsaPKCS1(.sha256), over: document + "\n")
    #expect(kinds(key) == [.signatureInvalid])
    #expect(kinds(try primus.appraise(document, scheme: .rsaPKCS1(.sha512))) == [.signatureInvalid])
  }

  @Test func `a document without signature lacks a part`() throws {
    let statement = try Statement(format: "primus", parts: ["statement": Array(try Primus.document().utf8)])
    let key = try #require(try Formats.appraise(statement, under: AppraisalTerms(now: now)).first)
    #expect(kinds(key) == [.partMissing, .partMissing])
    #expect(key.isUnverifiable)
  }

  @Test func `a user's certificate vouches for no attestation key`() throws {
    let attestation = try TestKeys.rsa2048.get()
    let primus = try Primus(attestation)
    let user = try TestKey(curve: .p256)
    let userCertificate = try primus.device.issue("USER", key: user)
    let name = userCertificate.tbsCertificate.subject
    let forged = try TestAuthority(root: "USER", key: user).issue("ATTESTATION", key: attestation)
    #expect(forged.tbsCertificate.issuer == name)
    let pool = [forged, userCertificate, primus.device.certificate]
      .map { PEM(label: "CERTIFICATE", bytes: $0.derBytes).text }.joined()
    let key = try primus.appraise(
      try Primus.document(), scheme: .rsaPKCS1(.sha256), certificates: Array(pool.utf8))
    #expect(kinds(key) == [.certificateUnfit])
  }

  @Test func `a root of another's making is no anchor`() throws {
    let attestation = try TestKeys.rsa2048.get()
    let stranger = try Primus(attestation)
    let key = try Primus(attestation).appraise(
      try Primus.document(), scheme: .rsaPKCS1(.sha256), certificates: try stranger.certificates())
    #expect(kinds(key) == [.anchorUnknown])
  }

  @Test func `an imported key that was never extractable is imported, signed or not`() throws {
    let primus = try Primus(try TestKeys.rsa2048.get())
    let key = try primus.appraise(
      try Primus.document(#"<private_key creation="imported">"#), scheme: .rsaPKCS1(.sha256))
    #expect(key.problems == [])
    #expect(key[.generatedInside] == Claim(.no, source: "primus creation", evidenceClass: .signed))
    #expect(key[.imported].value == .yes)
    #expect(key[.everExtractable].value == .no)
  }

  @Test func `a creation that is absent or unheard of is a problem`() throws {
    let primus = try Primus(try TestKeys.rsa2048.get())
    for (head, kind) in [
      ("<private_key>", AppraisalProblem.Kind.claimMissing), (#"<private_key creation="copied">"#, .claimUnknownValue),
    ] {
      let key = try primus.appraise(try Primus.document(head), scheme: .rsaPKCS1(.sha256))
      #expect(kinds(key) == [kind])
      #expect(key[.generatedInside].value == .unknown)
    }
  }

  @Test func `flags that are absent are not known, flags that mean nothing are a problem`() throws {
    let primus = try Primus(try TestKeys.rsa2048.get())
    let odd = try primus.appraise(
      try Primus.document(attributes: "<derive>yes</derive>"), scheme: .rsaPKCS1(.sha256))
    #expect(kinds(odd) == [.claimUnknownValue])
    #expect(odd[.wraps].value == .unknown)
  }

  @Test func `a key that is kept outside may have left under wrap`() throws {
    let primus = try Primus(try TestKeys.rsa2048.get())
    let key = try primus.appraise(
      try Primus.document(#"<private_key creation="generated" storage="external">"#), scheme: .rsaPKCS1(.sha256))
    #expect(key[.extractableWrapped].value == .unknown)
    #expect(key[.generatedInside].value == .yes)
  }

  @Test func `the quorum is that of the token that asks for the fewest`() throws {
    func group(_ quorum: String) -> String { "<group name='g'><quorum>\(quorum)</quorum></group>" }
    let primus = try Primus(try TestKeys.rsa2048.get())
    func appraise(_ tokens: [String]) throws -> Int? {
      let rule = tokens.map { "<token>\($0)</token>" }.joined()
      let policy = "<policy><rule_use>\(rule)</rule_use><rule_modify/></policy>"
      return try primus.appraise(try Primus.document(more: policy), scheme: .rsaPKCS1(.sha256)).control.quorum?.value
    }
    #expect(try appraise([group("2") + group("1"), group("4")]) == 3)
    #expect(try appraise([group("2"), ""]) == 0)
    #expect(try appraise([]) == nil)
    for bad in ["", "x", "-1", "1001", "99999999999999999999"] {
      #expect(throws: AttestationError.self) { try appraise([group(bad)]) }
    }
  }

  @Test(arguments: [
    "<label>twice</label>", "<attributes><sign>true</sign></attributes>", "<public_key>AAAA</public_key>",
    "<policy/><policy/>", "<policy><rule_use/><rule_use/></policy>", "<!-- c -->", "<![CDATA[x]]>",
  ])
  func `an element that is there twice, or is none, is refused although it is signed`(more: String) throws {
    let primus = try Primus(try TestKeys.rsa2048.get())
    #expect(throws: AttestationError.self) {
      try primus.appraise(try Primus.document(more: more), scheme: .rsaPKCS1(.sha256))
    }
  }

  @Test func `a flag that is there twice is refused although it is signed`() throws {
    let primus = try Primus(try TestKeys.rsa2048.get())
    #expect(throws: AttestationError.self) {
      try primus.appraise(
        try Primus.document(attributes: "<extractable>false</extractable>"), scheme: .rsaPKCS1(.sha256))
    }
  }

  @Test func `a document about something else is no key attestation`() throws {
    let primus = try Primus(try TestKeys.rsa2048.get())
    let key = try primus.appraise(
      try Primus.document(#"<secret_key creation="generated">"#, end: "</secret_key>"), scheme: .rsaPKCS1(.sha256))
    #expect(kinds(key) == [.notAKeyAttestation])
    #expect(key.spki == [])
  }

  @Test func `every prefix of a document is refused`() throws {
    let document = Array(try Primus.document().utf8)
    for count in 0..<document.count { #expect(StrictXML.document(Array(document.prefix(count))) == nil) }
    #expect(StrictXML.document(document) != nil)
  }
}
