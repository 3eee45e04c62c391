import CommandLineTools
import Cryptography
import Evidence
import PolicyGates
import Records
import WebAuthn
import X509

/// Processor time of the parts of `signatures/signHash`, each alone, on files that `scripts/bench` left: what is judged
/// again at each use of activation data, and the check of each signature.
struct RemoteParts {
  let folder: String
  let milliseconds: Int64

  private static let relyingParty = RelyingParty(id: "sign.example.test", origins: ["https://sign.example.test"])

  /// Nanoseconds of processor time by part.
  func measure() async throws -> [String: Int64] {
    var parts: [String: Int64] = [:]
    let challenge = Hash.digest(Array("content".utf8)).bytes
    var phone = try SoftwarePasskey(relyingPartyID: RemoteParts.relyingParty.id)
    let origin = "https://sign.example.test"
    let registered = try phone.registration(challenge: challenge, origin: origin)
      .verified(challenge: challenge, relyingParty: RemoteParts.relyingParty)
    let answer = try phone.answer(challenge: challenge, origin: origin)
    parts["passkey"] = try Parts.time(milliseconds) {
      let assertion = try registered.examine(
        answer, challenge: challenge, relyingParty: RemoteParts.relyingParty)
      guard assertion.signatureValid else { throw Sample.wrong("the passkey's answer") }
      return 1
    }
    let assertion = try registered.examine(answer, challenge: challenge, relyingParty: RemoteParts.relyingParty)
    for count in [1, 10] {
      let evidence = try evidence(assertion, signatures: count)
      parts["gates-\(count)"] = try Parts.time(milliseconds) {
        let evaluation = SoleControlGates.evaluate(evidence)
        guard evaluation.admits else { throw Sample.wrong("the evidence: \(evaluation.findings)") }
        return evaluation.gates.count
      }
      parts["commit-\(count)"] = try await Parts.commit(milliseconds) { journal in
        try await RemoteParts.decide(signatures: count, journal)
      }
    }
    for key in ["p256", "rsa2048"] {
      let request = try CertificationRequest(pem: try text("remote-\(key)-token.csr"))
      parts["verify-\(key)"] = try Parts.time(milliseconds) {
        guard try request.provesPossession() else { throw Sample.wrong("the credential's request") }
        return 1
      }
    }
    return parts
  }

  private func evidence(_ assertion: PasskeyAssertion, signatures: Int) throws -> SoleControlEvidence {
    let certificate = try Certificate(pem: try text("remote-p256-token.pem")).tbsCertificate
    let key = try KeyFacts(certificate.subjectPublicKeyInfo)
    let now = SystemClock.now()
    let hashes = (0..<signatures).map { Hash.digest([UInt8(truncatingIfNeeded: $0)]) }
    let content = ActivationContent(
      session: "session", identityVerification: "verification", signatory: "anna", credential: "credential",
      hashes: hashes, signatures: signatures, expires: now.adding(seconds: 300))
    let phone = AuthenticatorFacts(id: "phone", signatory: "anna", isActive: true)
    return SoleControlEvidence(
      activation: ActivationEvidence(
        content: content,
        credential: CredentialTerms(
          id: "credential", signatory: "anna", kind: .natural, level: .two, status: .enabled, multisign: 10,
          takesUnnamedHashes: false, takesSyncedPasskeys: false, takesCounterlessPasskeys: false,
          hasQSCDStatement: false),
        proofs: [.passkey(assertion, phone)], authorisedAt: now, identityVerifiedAt: nil, longest: 300, now: now),
      use: SignatureUse(
        credential: "credential", hashes: hashes, scheme: .ecdsa(.sha256), pssSaltLength: nil, unusedHashes: hashes,
        unusedSignatures: signatures),
      standing: SubjectKeyStanding(
        identity: KeyIdentity(ckaID: [1], spkiSHA256: key.spkiSHA256), key: key, place: .token,
        certificate: certificate, revocation: nil, originProvenAt: now, device: nil, isTheServices: false, demo: true),
      terms: JudgingTerms(baseline: .etsi2026), now: now)
  }

  private static func decide(signatures: Int, _ journal: Journal) async throws {
    let decision = DecisionID.random()
    let own = Array(decision.text.utf8)
    let judgement = Judgement(
      decision: decision, request: Hash.digest(own), requester: "app", issuer: "credential", policy: "remote-signing",
      event: "sign-hash", serial: nil, subjectKey: nil, decidedAt: Parts.wallClock(),
      gates: ["Authentication", "Activation", "SoleControl", "SubjectKey"], findings: [],
      configuration: Hash.digest([]),
      demo: true,
      evidence: [
        EvidenceItem("request", own), EvidenceItem("activation", own + [UInt8](repeating: 1, count: 2000)),
        EvidenceItem("credential", [UInt8](repeating: 1, count: 2000)),
      ])
    let intent = Intent(
      judgement: judgement, key: KeyIdentity(ckaID: [1], spkiSHA256: Hash.digest([])), scheme: .ecdsa(.sha256),
      messages: (0..<signatures).map { Hash.digest(own + [UInt8(truncatingIfNeeded: $0)]).bytes },
      form: .digest(pssSaltLength: nil),
      consumes: (0..<signatures).map { Consumption(register: "sad", value: "\(decision.text):\($0)") },
      counts: [Consumption(register: "credential-uses", value: "credential")])
    _ = try await journal.intend(intent)
    try await journal.conclude(
      Outcome(decision: decision, signedObject: own + [UInt8](repeating: 1, count: 100 * signatures)))
  }

  private func text(_ name: String) throws -> String {
    String(decoding: try InputFile.read("\(folder)/\(name)"), as: UTF8.self)
  }
}
