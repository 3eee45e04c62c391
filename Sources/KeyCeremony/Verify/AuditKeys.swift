internal import Attestation
internal import Cryptography
internal import DER
internal import Evidence
internal import Records
internal import TokenPool

/// A public key that the evidence shows, and where it comes from.
struct ShownKey {
  let key: PublicKey
  let record: Int64
}

// The keys that were made: as the script wants them, and as they must read back.
extension Audit {
  /// Returns all public keys that signatures can be verified with, by the SHA-256 of their SubjectPublicKeyInfo.
  mutating func examineKeys(_ traces: [StepTrace]) -> [Digest: ShownKey] {
    var shown: [Digest: ShownKey] = [:]
    for trace in traces {
      for (record, body, _) in trace.all(.keyGenerated) {
        guard let key = madeKey(record, body, trace.step) else { continue }
        shown[key.facts.spkiSHA256] = ShownKey(key: key, record: record.sequence)
      }
      for (record, body, _) in trace.all(.keyRestored) + trace.all(.restoreRehearsed) {
        guard let key = restoredKey(record, body, trace.step) else { continue }
        shown[key.facts.spkiSHA256] = ShownKey(key: key, record: record.sequence)
      }
      for (record, body, _) in trace.all(.wrappingKeyGenerated) { examineWrappingKey(record, body, trace.step) }
      let made = trace.all(.keyGenerated) + trace.all(.wrappingKeyGenerated)
      if let step = trace.step as? any KeyMakingStep, trace.isDone, made.isEmpty {
        error("step \(step.id) is done without a key on record", trace.lines.last?.record.sequence)
      }
    }
    return shown
  }

  /// A secret key has no public half: names, use and protection are all that the record can show.
  private mutating func examineWrappingKey(_ record: SealedRecord, _ body: JSONValue, _ step: any CeremonyStep) {
    guard let step = step as? GenerateWrappingKey, !step.planned.contains(where: { body[$0.key] != $0.value }) else {
      return error("the wrapping key on record is not the one that the script asks for", record.sequence)
    }
    for unmet in WrappingKeyRequirement.unmet(body["attributes"]) {
      error("the key \(step.label) is not as the script requires: \(unmet)", record.sequence, "it must not be used")
    }
  }

  /// A key that came out of a backup: the one of the record, by a test signature, and guarded as the script says.
  private mutating func restoredKey(
    _ record: SealedRecord, _ body: JSONValue, _ step: any CeremonyStep
  ) -> PublicKey? {
    guard let spki = body["publicKey"]?.text.flatMap({ Base64.decode($0) }), let key = try? PublicKey(spki: spki),
      body["spkiSHA256"]?.text == key.facts.spkiSHA256.hex,
      let read = body["attributes"].flatMap({ try? PKCS11Attributes(received: $0) }), read.attributes.spki == spki,
      let protection = body["protection"]?.text.flatMap(KeyProtection.init(rawValue:))
    else {
      error("the restored key on record cannot be read, or its parts are of different keys", record.sequence)
      return nil
    }
    let wanted = (step as? RestoreKey)?.restoration ?? (step as? RestoreRehearsal)?.restoration
    if wanted?.named.contains(where: { body[$0.key] != $0.value }) ?? true {
      error("the restored key on record is not the one that the script asks for", record.sequence)
    }
    for one in KeyRequirement.restored(protection) where one.found(read.attributes) != one.required {
      error("the restored key is not as the script requires: CKA_\(one.name)", record.sequence, "it must not be used")
    }
    if body["proof"]?.isProof(by: key) != true {
      error("the test signature of the restored key does not verify", record.sequence, "the backup is not proven")
    }
    return key
  }

  private mutating func madeKey(_ record: SealedRecord, _ body: JSONValue, _ step: any CeremonyStep) -> PublicKey? {
    guard let spki = body["publicKey"]?.text.flatMap({ Base64.decode($0) }), let key = try? PublicKey(spki: spki),
      body["spkiSHA256"]?.text == key.facts.spkiSHA256.hex
    else {
      error("the public key on record cannot be read, or is not the one of its digest", record.sequence)
      return nil
    }
    guard let statement = body["attributes"], let read = try? PKCS11Attributes(received: statement) else {
      error("the attributes of the key were not read back", record.sequence, "nothing shows that it cannot leave")
      return key
    }
    if read.attributes.spki != key.facts.spki {
      error("the attributes on record are of another key", record.sequence)
    }
    guard let step = step as? GenerateKey else { return key }
    for unmet in step.unmet(read.attributes) {
      error("the key \(step.label) is not as the script requires: \(unmet)", record.sequence, "it must not be used")
    }
    if step.planned.contains(where: { body[$0.key] != $0.value }) {
      error("the key on record is not the one that the script asks for", record.sequence)
    }
    return key
  }
}
