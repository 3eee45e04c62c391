import DER
import Evidence
import TestSupport
import X509

@testable import PolicyGates

/// A signatory's release of two signatures that every gate admits.
struct SampleActivation {
  var signatory = "alice"
  var credential = "c-1"
  var kind = SignatoryKind.natural
  var level = SoleControlLevel.two
  var status = CredentialStatus.enabled
  var signatures = 2
  var hashes = [Sample.hash(1), Sample.hash(2)]
  var seconds: Int64 = 300
  var proofs: [ActivationProof] = [.passkey(.good, .phone)]
  var takesUnnamed = false
  var takesSynced = false
  var takesCounterless = false
  var hasQSCDStatement = true
  var isOneTime = false
  var session: String?
  var identityVerifiedAt: Instant?

  /// Changes the passkey's answer.
  mutating func passkey(_ change: (inout PasskeyAssertion) -> Void) {
    var assertion = PasskeyAssertion.good
    change(&assertion)
    proofs = [.passkey(assertion, .phone)]
  }

  func evidence(at now: Instant = Sample.now) -> ActivationEvidence {
    ActivationEvidence(
      content: ActivationContent(
        session: "s-1", identityVerification: "v-1", signatory: signatory, credential: credential, hashes: hashes,
        signatures: signatures, expires: Sample.now.adding(seconds: seconds)),
      credential: CredentialTerms(
        id: "c-1", signatory: "alice", kind: kind, level: level, status: status, multisign: 2,
        takesUnnamedHashes: takesUnnamed, takesSyncedPasskeys: takesSynced, takesCounterlessPasskeys: takesCounterless,
        hasQSCDStatement: hasQSCDStatement, isOneTime: isOneTime, session: session),
      proofs: proofs, authorisedAt: Sample.now, identityVerifiedAt: identityVerifiedAt, longest: 300, now: now)
  }
}

/// The use of that release for both signatures.
struct SampleControl {
  /// The certificate's validity, as findings spell it.
  static var period: String {
    let sample = SampleCertificate.subject(.qcpNQSCD)
    let ends = [sample.notBefore, sample.notAfter].map { Instant(seconds: $0.secondsSinceEpoch) }
    return "\(ends[0]) to \(ends[1])"
  }

  var activation = SampleActivation()
  var usedCredential = "c-1"
  var used = [Sample.hash(1), Sample.hash(2)]
  var unused = [Sample.hash(1), Sample.hash(2)]
  var left = 2
  var scheme: SignatureScheme? = .ecdsa(.sha256)
  var salt: Int?
  var key = SampleKey.subject
  var certifiedKey = SampleKey.subject
  var place = SubjectKeyPlace.token
  var revocation: Revocation?
  var originProvenAt: Instant? = Sample.now
  var device: DeviceRecord? = SampleOrigin.record()
  var isTheServices = false
  /// Seconds from the release to the use.
  var later: Int64 = 0

  /// RSASSA-PSS with a key of 2048 bits.
  mutating func rsa(salt: Int) {
    key = .rsa(bits: 2048)
    scheme = .rsaPSS(.sha256)
    self.salt = salt
  }

  func evidence() throws -> SoleControlEvidence {
    var certificate = SampleCertificate.subject(.qcpNQSCD)
    certificate.key = certifiedKey
    let now = Sample.now.adding(seconds: later)
    return SoleControlEvidence(
      activation: activation.evidence(at: now),
      use: SignatureUse(
        credential: usedCredential, hashes: used, scheme: scheme, pssSaltLength: salt, unusedHashes: unused,
        unusedSignatures: left),
      standing: SubjectKeyStanding(
        identity: KeyIdentity(ckaID: [1], spkiSHA256: key.facts.spkiSHA256), key: key.facts, place: place,
        certificate: try certificate.tbs(), revocation: revocation, originProvenAt: originProvenAt, device: device,
        isTheServices: isTheServices, demo: false),
      terms: JudgingTerms(baseline: .etsi2026), now: now)
  }
}

func activation(_ change: (inout SampleActivation) -> Void = { _ in }) throws -> ActivationEvidence {
  var sample = SampleActivation()
  change(&sample)
  return sample.evidence()
}

func control(_ change: (inout SampleControl) -> Void = { _ in }) throws -> SoleControlEvidence {
  var sample = SampleControl()
  change(&sample)
  return try sample.evidence()
}

extension Sample {
  /// A digest like no other of another number.
  static func hash(_ number: UInt8) -> Digest {
    guard let digest = Digest(algorithm: .sha256, bytes: [UInt8](repeating: number, count: 32)) else {
      preconditionFailure("32 bytes are a SHA-256")
    }
    return digest
  }
}

extension PasskeyAssertion {
  static let good = PasskeyAssertion(
    credentialID: [1, 2, 3], isGetType: true, challengeMatches: true, origin: "https://sign.example.test",
    originAllowed: true, isCrossOrigin: false, relyingPartyMatches: true, signatureValid: true, userPresent: true,
    userVerified: true, counter: 8, storedCounter: 7, backupEligible: false, backupState: false,
    storedBackupEligible: false)
}

extension AuthenticatorFacts {
  static let phone = AuthenticatorFacts(id: "k1", signatory: "alice", isActive: true)
}

extension SignedActivation {
  static let good = SignedActivation(
    signatureVerifies: true, contentMatches: true, signerKey: Sample.hash(7),
    signerNotBefore: Instant.day("2026-01-01"), signerNotAfter: Instant.day("2030-01-01"))

  func with(verifies: Bool = true, matches: Bool = true, notAfter: String = "2030-01-01") -> SignedActivation {
    SignedActivation(
      signatureVerifies: verifies, contentMatches: matches, signerKey: Sample.hash(7),
      signerNotBefore: Instant.day("2026-01-01"), signerNotAfter: Instant.day(notAfter))
  }
}

extension SharedSecretFactor {
  static let right = of()

  static func of(
    password: Bool = true, code: Bool = true, reused: Bool = false, locked: Bool = false
  ) -> SharedSecretFactor {
    SharedSecretFactor(passwordMatches: password, codeMatches: code, codeIsReused: reused, isLocked: locked)
  }
}

extension Revocation {
  static var superseded: Revocation? {
    SerialNumber(hex: "01").map { Revocation(serial: $0, reason: .superseded, at: Sample.now) }
  }
}

/// A proof that a new key of alice's is there.
func possession(
  status: CredentialStatus = .pending, identity: SampleKey = .subject
) throws -> PossessionEvidence {
  let terms = CredentialTerms(
    id: "c-1", signatory: "alice", kind: .natural, level: .two, status: status, multisign: 1, takesUnnamedHashes: false,
    takesSyncedPasskeys: false, takesCounterlessPasskeys: false, hasQSCDStatement: false)
  return try PossessionEvidence(
    credential: terms, key: KeyIdentity(ckaID: [1], spkiSHA256: identity.facts.spkiSHA256),
    publicKey: SampleKey.subject.facts, now: Sample.now)
}
