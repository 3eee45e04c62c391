internal import Cryptography
internal import DER
internal import Evidence
internal import Records
internal import TokenPool
internal import X509

/// A revocation that our own register knows.
struct KnownRevocation: Sendable, Hashable {
  let serial: Evidence.SerialNumber
  let reason: RevocationReason
  /// SHA-256 over the certificate's SubjectPublicKeyInfo.
  let key: Digest
}

extension KnownRevocation {
  /// Reads a record `certificate-revoked`; nil where it names no key.
  init?(_ record: SealedRecord) {
    guard let body = record.value, let serial = body["serial"]?.text.flatMap({ Evidence.SerialNumber(hex: $0) }),
      let reason = body["reason"]?.text.flatMap({ RevocationReason(rawValue: $0) }),
      let key = body["subjectKey"]?.text.flatMap({ Digest(sha256: $0) })
    else { return nil }
    self.init(serial: serial, reason: reason, key: key)
  }
}

/// What becomes of keys when their certificates do not count any more. The gate stops signatures at once; this ends the key.
extension CredentialService {
  /// A hold suspends the credential, anything else destroys its key (TS 119 431-1, DEL-6.3.2-01).
  ///
  /// A certificate that the credential does not show any more counts only where its key may be in wrong hands.
  ///
  /// - Returns: the credential as it is now; nil where the revocation ends none.
  func revoked(_ revocation: KnownRevocation) async throws(GatewayError) -> CredentialRecord? {
    guard let entry = try await journal.store.find(CredentialKeyRecord.self, revocation.key.hex)?.value,
      let credential = try await journal.store.find(CredentialRecord.self, entry.credential)?.value
    else { return nil }
    guard let status = CredentialService.status(of: credential, after: revocation) else { return nil }
    return try await change(
      credential.id, to: status,
      reason: "certificate \(revocation.serial.hex) revoked: \(revocation.reason.rawValue)", requester: "register")
  }

  private static func status(
    of credential: CredentialRecord, after revocation: KnownRevocation
  ) -> CredentialStatus? {
    let shown = credential.certificates.first.flatMap { try? Certificate(der: $0).tbsCertificate.serialNumber }
    let serial = shown.flatMap { Evidence.SerialNumber(magnitude: $0.bytes.drop { $0 == 0 }) }
    guard serial == revocation.serial || revocation.reason == .keyCompromise else { return nil }
    switch revocation.reason {
    case .certificateHold: return credential.status == .suspended || credential.status == .destroyed ? nil : .suspended
    // Whether it signs again is for whoever suspended it to say.
    case .removeFromCRL: return nil
    case .unspecified, .keyCompromise, .cACompromise, .affiliationChanged, .superseded, .cessationOfOperation,
      .privilegeWithdrawn, .aACompromise:
      // Also where it is destroyed already: what the token was not asked then, it is asked now.
      return .destroyed
    }
  }

  /// The wrapping key, which is made once: where wrapped keys are on record it must be the one that wrapped them.
  func wrappingKey(
    on token: any SubjectToken, at now: Instant
  ) async throws(GatewayError) -> WrappingKeyFacts {
    guard let label = settings.wrappingKey else {
      throw .unavailable("no key was made: no wrapping key is configured", decision: nil)
    }
    if let known = try await journal.store.find(WrappingKeyRecord.self, label)?.value.name {
      return try await CredentialService.known(known, on: token)
    }
    let made: WrappingKeyFacts
    do { made = try await token.wrappingKeyFacts(label, create: true) } catch {
      throw .unavailable("no wrapping key: \(error)", decision: nil)
    }
    do throws(GatewayError) {
      try await journal.record(
        .credentialChanged, [WrappingKeyRecord(name: made.name).new], ["act": .string("wrapping-key-taken")], at: now)
    } catch {
      // Another request was faster, with the same key or not.
      guard let known = try await journal.store.find(WrappingKeyRecord.self, label)?.value.name else { throw error }
      return try await CredentialService.known(known, on: token)
    }
    return made
  }

  /// Why keys on record cannot be unwrapped; nil where they can, or there are none.
  func wrappingKeyProblem() async throws(GatewayError) -> String? {
    guard let label = settings.wrappingKey, let known = try await journal.store.find(WrappingKeyRecord.self, label)
    else {
      return nil
    }
    let token = try keys.opened()
    do throws(GatewayError) { _ = try await CredentialService.known(known.value.name, on: token) } catch {
      return error.description
    }
    return nil
  }

  private static func known(
    _ known: CredentialRecord.WrappingKeyName, on token: any SubjectToken
  ) async throws(GatewayError) -> WrappingKeyFacts {
    let found: WrappingKeyFacts
    do { found = try await token.wrappingKeyFacts(known.label, create: false) } catch {
      throw .unavailable(
        "the wrapping key \(known.label), under which keys on record are wrapped, cannot be used, and none is made in its "
          + "place: \(error); hint: restore the token", decision: nil)
    }
    guard found.name == known else {
      throw .unavailable(
        "the wrapping key \(known.label) is not the one under which keys on record are wrapped; hint: restore the token",
        decision: nil)
    }
    return found
  }
}
