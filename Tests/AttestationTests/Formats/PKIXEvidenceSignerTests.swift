import Cryptography
import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import Attestation

private let subject = Result { try TestKey(curve: .p256).spki }

@Suite struct PKIXEvidenceSignerTests {
  let attester: SampleAttester
  let tbs: PKIXEvidenceDescription

  init() throws {
    attester = try SampleAttester()
    tbs = PKIXEvidenceDescription([
      attester.transaction(), attester.platform(), attester.keyElement(try subject.get()),
    ])
  }

  private func key(
    _ signatures: [PKIXEvidenceSignature], _ tbs: PKIXEvidenceDescription? = nil, certificates: [[UInt8]] = [],
    chain: [[UInt8]] = [], _ change: (inout AppraisalTerms) -> Void = { _ in }
  ) throws -> AttestedKey {
    var terms = attester.terms
    change(&terms)
    let statement = PKIXEvidenceStatement(
      tbs: tbs ?? self.tbs, signatures: signatures, certificates: certificates)
    return try #require(try attester.appraise(statement, chain: chain, under: terms).first)
  }

  private func kinds(
    _ signatures: [PKIXEvidenceSignature], _ tbs: PKIXEvidenceDescription? = nil, certificates: [[UInt8]] = [],
    chain: [[UInt8]] = []
  ) throws -> [AppraisalProblem.Kind] {
    try key(signatures, tbs, certificates: certificates, chain: chain).problems.map(\.kind)
  }

  /// A signature by a key whose certificate came from this device's root.
  private func signature(
    usage: KeyUsage? = .digitalSignature, purposes: [ObjectIdentifier]? = [SampleAttester.purpose],
    more: [Extension] = [], until: Int64 = 2_082_758_400
  ) throws -> PKIXEvidenceSignature {
    let certificate = try SampleAttester.certificate(
      attester.key, attester.root, usage, purposes, more: more, until: until)
    let good = try attester.signature(over: tbs.derBytes)
    return PKIXEvidenceSignature(certificate: certificate, algorithm: good.algorithm, signature: good.signature)
  }

  @Test func `without a signature anybody may have written it`() throws {
    #expect(try kinds([]) == [.signatureInvalid])
  }

  @Test func `the certificate is for this use`() throws {
    #expect(try kinds([signature()]) == [])
    #expect(try kinds([signature(usage: nil)]) == [.certificateUnfit])
    #expect(try kinds([signature(usage: .nonRepudiation)]) == [.certificateUnfit])
    #expect(try kinds([signature(purposes: nil)]) == [.certificateUnfit])
    #expect(try kinds([signature(purposes: [.clientAuth])]) == [.certificateUnfit])
    #expect(try kinds([signature(purposes: [.anyExtendedKeyUsage])]) == [.certificateUnfit])
    #expect(try kinds([signature(purposes: [.clientAuth, SampleAttester.purpose])]) == [])
  }

  @Test func `a critical extension that we do not read, or one that is there twice, refuses`() throws {
    let unknown = Extension(oid: ObjectIdentifier(1, 2, 3), critical: true, value: [0x05, 0x00])
    #expect(try kinds([signature(more: [unknown])]) == [.certificateUnfit])
    let twice = Extension(KeyUsage.digitalSignature, critical: true)
    #expect(try kinds([signature(more: [twice])]) == [.certificateUnfit])
  }

  @Test func `an expired certificate proves nothing`() throws {
    #expect(try kinds([signature(until: 1_790_000_000)]) == [.certificateExpired])
  }

  @Test func `the purpose is the configured one`() throws {
    let other = ObjectIdentifier(1, 3, 6, 1, 5, 5, 7, 3, 77)
    let found = try key([signature(purposes: [other])]) { $0.evidencePurpose = other }
    #expect(found.problems.isEmpty)
  }

  @Test func `a key id leads to a certificate beside the statement, by its own name or by digest`() throws {
    let info = try SubjectPublicKeyInfo(der: attester.key.spki)
    for keyID in [info.keyIdentifier, Hash.digest(info.derBytes).bytes, Hash.digest(info.key.bytes).bytes] {
      let block = try attester.signature(over: tbs.derBytes, keyID: keyID)
      #expect(try kinds([block], chain: [attester.certificate]) == [])
      #expect(try kinds([block], certificates: [attester.certificate]) == [])
    }
  }

  @Test func `a key id that leads nowhere refuses`() throws {
    let info = try SubjectPublicKeyInfo(der: attester.key.spki)
    let block = try attester.signature(over: tbs.derBytes, keyID: info.keyIdentifier)
    #expect(try kinds([block]) == [.signatureInvalid])
    let wrong = try attester.signature(over: tbs.derBytes, keyID: [1, 2, 3])
    #expect(try kinds([wrong], chain: [attester.certificate]) == [.signatureInvalid])
    // Beside a signature that is good, too.
    #expect(try kinds([attester.signature(over: tbs.derBytes), wrong]) == [.signatureInvalid])
  }

  @Test func `of several keys under one key id the one that signed counts`() throws {
    let impostor = try TestKey(curve: .p256)
    let info = try SubjectPublicKeyInfo(der: attester.key.spki)
    let named = Extension(SubjectKeyIdentifier(info.keyIdentifier), critical: false)
    let certificate = try attester.root.issue("impostor", key: impostor)
    let tbsCertificate = certificate.tbsCertificate
    let forged = try TBSCertificate(
      serialNumber: tbsCertificate.serialNumber, signature: tbsCertificate.signature, issuer: tbsCertificate.issuer,
      validity: tbsCertificate.validity, subject: tbsCertificate.subject,
      subjectPublicKeyInfo: tbsCertificate.subjectPublicKeyInfo, extensions: [named])
    let other = try attester.root.key.certificate(signing: forged).derBytes
    let block = try attester.signature(over: tbs.derBytes, keyID: info.keyIdentifier)
    #expect(try kinds([block], chain: [other, attester.certificate]) == [])
    #expect(try kinds([block], chain: [other]) == [.signatureInvalid])
  }

  @Test func `key id, key and certificate name one key`() throws {
    let good = try attester.signature(over: tbs.derBytes)
    let other = try TestKey(curve: .p256).spki
    func block(keyID: [UInt8]? = nil, spki: [UInt8]? = nil) -> PKIXEvidenceSignature {
      PKIXEvidenceSignature(
        keyID: keyID, spki: spki, certificate: attester.certificate, algorithm: good.algorithm,
        signature: good.signature)
    }
    let info = try SubjectPublicKeyInfo(der: attester.key.spki)
    #expect(try kinds([block(keyID: info.keyIdentifier, spki: info.derBytes)]) == [])
    #expect(try kinds([block(spki: other)]) == [.partsDisagree])
    #expect(try kinds([block(keyID: [7])]) == [.partsDisagree])
  }

  @Test func `a bare key counts with its certificate, or where it is pinned itself`() throws {
    let good = try attester.signature(over: tbs.derBytes)
    let block = PKIXEvidenceSignature(
      spki: try attester.key.spki, algorithm: good.algorithm, signature: good.signature)
    #expect(try kinds([block]) == [.anchorUnknown])
    #expect(try kinds([block], chain: [attester.certificate]) == [])
    let spki = try attester.key.spki
    let pinned = try key([block]) { terms in
      terms.anchors = AnchorStore([
        Anchor(
          id: "operator:ak", formats: ["pkix-evidence"], role: .owner, name: "ak", spki: spki,
          lastCertificateEnds: nil, origin: "a test", certificateSHA256: nil)
      ])
    }
    #expect(pinned.problems.isEmpty)
    #expect(pinned.signer?.anchor == "operator:ak")
  }

  @Test func `an anchor of another format is none`() throws {
    let anchor = attester.anchor
    let found = try key([attester.signature(over: tbs.derBytes)]) { terms in
      terms.anchors = AnchorStore([
        Anchor(
          id: anchor.id, formats: ["yubikey-piv"], role: .manufacturer, name: anchor.name, spki: anchor.spki,
          lastCertificateEnds: nil, origin: anchor.origin, certificateSHA256: nil)
      ])
    }
    #expect(found.problems.map(\.kind) == [.anchorUnknown])
    #expect(found.signer?.anchor == nil)
  }

  @Test func `a countersignature by somebody unknown neither helps nor harms`() throws {
    let stranger = try SampleAttester().signature(over: tbs.derBytes)
    let own = try attester.signature(over: tbs.derBytes)
    for signatures in [[own, stranger], [stranger, own]] {
      let found = try key(signatures)
      #expect(found.problems.isEmpty)
      #expect(found.signer?.anchor == "acme")
    }
    #expect(try kinds([stranger]) == [.anchorUnknown])
  }

  @Test func `no signature in the list may be wrong`() throws {
    let own = try attester.signature(over: tbs.derBytes)
    let wrong = try attester.signature(over: [1, 2, 3])
    #expect(try kinds([own, wrong]) == [.signatureInvalid])
    let unfit = try signature(purposes: nil)
    #expect(try kinds([own, unfit]) == [.certificateUnfit])
  }

  @Test func `who signs is who the statement says signs it`() throws {
    let other = try TestKey(curve: .p256).spki
    func described(_ spkis: [[UInt8]]) throws -> PKIXEvidenceDescription {
      let claims = spkis.map { attester.arc.claim(.attestationKey, .octets($0)) }
      return PKIXEvidenceDescription([attester.transaction(claims), attester.keyElement(try subject.get())])
    }
    func kinds(of spkis: [[UInt8]]) throws -> [AppraisalProblem.Kind] {
      let tbs = try described(spkis)
      return try self.kinds([attester.signature(over: tbs.derBytes)], tbs)
    }
    let own = try attester.key.spki
    #expect(try kinds(of: [own]) == [])
    // The other's signature may have been taken away on the way.
    #expect(try kinds(of: [other, own]) == [])
    #expect(try kinds(of: [other]) == [.partsDisagree])
    #expect(try kinds(of: [own, own]) == [.claimRepeated])
  }

  @Test func `the CA above an attestation key is one`() throws {
    let below = try attester.root.authority("device CA", key: TestKey(curve: .p256))
    let device = try SampleAttester(issuedBy: below)
    let tbs = tbs.derBytes
    #expect(try kinds([device.signature(over: tbs)], certificates: [below.certificate.derBytes]) == [])
    #expect(try kinds([device.signature(over: tbs)]) == [.anchorUnknown])
    // Under an ordinary certificate of the same root anybody could make attestation keys.
    let key = try TestKey(curve: .p256)
    let user = try attester.root.issue("user", key: key)
    let certificate = try forged(under: user, key)
    let good = try attester.signature(over: tbs)
    let block = PKIXEvidenceSignature(
      certificate: certificate, algorithm: good.algorithm, signature: good.signature)
    #expect(try kinds([block], certificates: [user.derBytes]) == [.certificateUnfit])
  }

  /// A certificate for the attestation key that a user's key signed.
  private func forged(under user: Certificate, _ key: TestKey) throws -> [UInt8] {
    let template = try Certificate(der: attester.certificate).tbsCertificate
    let tbs = try TBSCertificate(
      serialNumber: template.serialNumber, signature: template.signature, issuer: user.tbsCertificate.subject,
      validity: template.validity, subject: template.subject, subjectPublicKeyInfo: template.subjectPublicKeyInfo,
      extensions: template.extensions)
    return try key.certificate(signing: tbs).derBytes
  }

  @Test func `another nonce than the one asked for is a problem`() throws {
    let found = try key([attester.signature(over: tbs.derBytes)]) { $0.nonce = [9, 9] }
    #expect(found.problems.map(\.kind) == [.nonceDiffers])
    #expect(found[.nonceBound].value == .no)
  }

  @Test(arguments: [EvidenceClass.attributesLive, .attributesLiveCertifiedChannel, .asserted, .signed])
  func `a statement is worth no more than it says itself`(stated: EvidenceClass) throws {
    let claim = PKIXEvidenceClaim(
      SealgateArc.evidenceClassClaim, PKIXEvidenceValue.text(stated.rawValue).derEncoded)
    let keys = try attester.appraise(
      attester.statement([attester.keyElement(try subject.get(), "k", [claim])]))
    #expect(keys.map(\.evidenceClass) == [stated])
    #expect(keys.allSatisfy { $0.problems.isEmpty })
  }

  @Test func `a class that nobody knows is none, and is not said twice`() throws {
    let odd = PKIXEvidenceClaim(SealgateArc.evidenceClassClaim, PKIXEvidenceValue.text("certified").derEncoded)
    let good = PKIXEvidenceClaim(SealgateArc.evidenceClassClaim, PKIXEvidenceValue.text("signed").derEncoded)
    let number = PKIXEvidenceClaim(SealgateArc.evidenceClassClaim, PKIXEvidenceValue.integer(1).derEncoded)
    // What a gateway has on record it can say of its own records alone.
    let recorded = [EvidenceClass.attributesRecorded, .attributesRecordedCertifiedChannel].map {
      PKIXEvidenceClaim(SealgateArc.evidenceClassClaim, PKIXEvidenceValue.text($0.rawValue).derEncoded)
    }
    let cases: [([PKIXEvidenceClaim], AppraisalProblem.Kind)] =
      recorded.map { ([$0], .claimUnknownValue) } + [
        ([odd], .claimUnknownValue), ([number], .claimUnknownValue), ([good, good], .claimRepeated),
      ]
    for (claims, kind) in cases {
      let keys = try attester.appraise(
        attester.statement([attester.keyElement(try subject.get(), "k", claims)]))
      #expect(keys.map { $0.problems.map(\.kind) } == [[kind]])
    }
  }

  @Test func `claims of our own carry what PKCS#11 says besides`() throws {
    let claims = [
      PKIXEvidenceClaim(SealgateArc.alwaysSensitiveClaim, PKIXEvidenceValue.boolean(true).derEncoded),
      PKIXEvidenceClaim(SealgateArc.generationMechanismClaim, PKIXEvidenceValue.integer(0x1040).derEncoded),
    ]
    let key = try #require(
      try attester.appraise(attester.statement([attester.keyElement(try subject.get(), "k", claims)])).first)
    #expect(key[.everNonSensitive].value == .no)
    #expect(key[.generationMechanism].value == .yes)
  }
}
