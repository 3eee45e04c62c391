internal import Attestation
internal import Cryptography
internal import DER
internal import Evidence
internal import PolicyGates
internal import Records
internal import Signing
internal import X509

// What the token signed: exactly what was permitted, by the key that was named, and rightly so.
extension Audit {
  mutating func examineSignatures(_ trace: StepTrace, _ keys: [Digest: ShownKey]) {
    let ends: Set<RecordKind> = [.outcome, .notSigned, .outcomeUnknown, .incident, .intentAbandoned]
    for intent in trace.all(.intent) {
      guard let decision = intent.body["decision"]?.text else { continue }
      let end = trace.lines.first { ends.contains($0.record.kind) && $0.body["decision"]?.text == decision }
      guard let end else {
        error(
          "an intent to sign has no end", intent.record.sequence,
          "a signature may exist that was never released: 'key-ceremony resume' puts that on record")
        continue
      }
      guard end.record.kind == .outcome else { continue }
      guard let signed = SignedIntent(intent.body, intent.blobs, end.blobs) else {
        error("what was signed cannot be read", end.record.sequence)
        continue
      }
      examine(signed, intent.record.sequence, end.record.sequence, keys)
      examineContent(signed, trace.step, intent.record.sequence)
    }
    if !trace.all(.outcome).isEmpty, trace.all(.intent).isEmpty {
      error("step \(trace.step.id) has a signature without an intent", trace.lines.last?.record.sequence)
    }
  }

  private mutating func examine(
    _ signed: SignedIntent, _ intent: Int64, _ outcome: Int64, _ keys: [Digest: ShownKey]
  ) {
    guard signed.object.content == signed.message else {
      return error("what was signed is not, byte for byte, what was permitted", outcome, "do not use it")
    }
    guard let key = keys[signed.key]?.key ?? signed.certifiedKeys.first(where: { $0.facts.spkiSHA256 == signed.key })
    else {
      return error("nothing here shows the key that signed, with SHA-256 \(signed.key.hex)", intent)
    }
    guard (try? key.verify(signature: signed.object.signature, over: signed.message, scheme: signed.scheme)) == true
    else { return error("the signature does not verify", outcome, "do not use what was signed") }
  }

  /// As the script describes it, and as the gates judge it again at the time of the decision.
  private mutating func examineContent(_ signed: SignedIntent, _ step: any CeremonyStep, _ record: Int64) {
    if signed.demo != script.demo { error("the decision was made under other rules than the script's", record) }
    guard let again = step.judgedAgain(signed, script: script, started: started) else {
      return notice("the gates cannot judge this again from what is on record", record)
    }
    for one in (step as? CertificateListStep)?.order.numbersAlone ?? [] {
      notice(
        "not proven: that the number \(one.number) on the list is of a certificate that \(one.issuer) issued", record,
        "none was at hand: \(one.why)")
    }
    if again.expected != signed.message { error("it is not what the script describes", record) }
    for finding in again.evaluation.findings where finding.severity == .error {
      error("the gates refuse it: \(finding)", record, "it should not have been made")
    }
    let recorded = Set(signed.findings)
    if Set(again.evaluation.findings.map { RecordedFinding($0) }) != recorded {
      error("the gates' findings on record are not those that they make of the same evidence", record)
    }
  }
}

/// An intent with what came of it.
struct SignedIntent {
  let message: [UInt8]
  let key: Digest
  let keyID: [UInt8]
  let scheme: SignatureScheme
  let demo: Bool
  let decidedAt: Instant
  let findings: [RecordedFinding]
  let object: SignedObject
  private let evidence: [String: [UInt8]]

  init?(_ body: JSONValue, _ blobs: [Blob], _ outcome: [Blob]) {
    func content(_ address: JSONValue?) -> [UInt8]? {
      address?.sha256.flatMap { digest in blobs.first { $0.address == digest }?.content }
    }
    guard let messages = body["messages"]?.elements, messages.count == 1, let message = content(messages[0]["sha256"]),
      let key = body["key"]?["spkiSHA256"]?.sha256, let keyID = body["key"]?["id"]?.text.flatMap({ Hex.decode($0) }),
      let scheme = SignatureName.allCases.map(\.scheme).first(where: { $0.recordName == body["scheme"]?.text }),
      case .bool(let demo)? = body["demo"], let decidedAt = body["decidedAt"]?.text.flatMap({ Instant($0) }),
      let findings = body["findings"]?.elements?.compactMap({ RecordedFinding($0) }),
      let object = outcome.first.flatMap({ SignedObject($0.content) })
    else { return nil }
    (self.message, self.key, self.keyID, self.scheme, self.demo) = (message, key, keyID, scheme, demo)
    (self.decidedAt, self.findings, self.object) = (decidedAt, findings, object)
    var evidence: [String: [UInt8]] = [:]
    for item in body["evidence"]?.elements ?? [] {
      if let name = item["name"]?.text, let bytes = content(item["sha256"]) { evidence[name] = bytes }
    }
    self.evidence = evidence
  }

  func certificate(_ name: String) -> Certificate? { evidence[name].flatMap { try? Certificate(der: $0) } }

  /// Keys of the certificates that the gates saw, and of what signs itself.
  var certifiedKeys: [PublicKey] {
    let own = (try? CertificationRequest(der: object.bytes))?.subjectPublicKeyInfo
    let infos = (Array(evidence.values) + [object.bytes]).compactMap {
      (try? Certificate(der: $0))?.tbsCertificate.subjectPublicKeyInfo
    }
    return (infos + [own].compactMap { $0 }).compactMap { try? PublicKey(spki: $0.derBytes) }
  }

  /// What else the gates saw, by its name on record.
  func item(_ name: String) -> [UInt8]? { evidence[name] }

  /// The claims about a key on the token. The reading was live then; whether the record of it is true, the approvals and
  /// signatures around it say.
  var attested: AttestedKey? {
    evidence["attestation"].flatMap { JSONValue(canonical: $0) }.flatMap { try? PKCS11Attributes(received: $0) }
      .map { PKCS11Attributes(readLive: $0.attributes).appraise() }
  }
}

/// Anything of the shape that certificates, lists, answers and requests share: content, algorithm, signature.
struct SignedObject: Sendable {
  let bytes: [UInt8]
  /// What is signed.
  let content: [UInt8]
  let signature: [UInt8]

  init?(_ bytes: [UInt8]) {
    // Answers have a frame of their own around that.
    if case .successful(let basic)? = try? OCSPResponse(der: bytes), let signature = basic.signature.wholeBytes {
      (self.bytes, content, self.signature) = (bytes, basic.data.derBytes, signature)
      return
    }
    let parts = try? DERReader.decode(bytes[...]) { reader throws(DERError) in
      try reader.sequence { reader throws(DERError) in
        let content = try reader.any()
        _ = try reader.read(AlgorithmIdentifier.self)
        return (content: content, signature: try reader.bitString())
      }
    }
    guard let parts, parts.signature.unusedBits == 0 else { return nil }
    (self.bytes, content, signature) = (bytes, parts.content, parts.signature.bytes)
  }
}
