internal import DER
public import Evidence
public import X509

/// What the gateway says of a key on one of its own tokens, in the layout of PKIX Evidence.
///
/// A signature makes nothing better: the class of what was seen is a claim in the statement, and no appraisal of ours takes it
/// for more (docs/ATTESTATION.md, "Our own evidence").
public enum OwnEvidence {
  /// What is to be signed: the verifier's nonce, the time, the attestation key, the device, and one key with what its token
  /// says of it. What the token does not say is left out.
  ///
  /// - Parameter attestationKey: SubjectPublicKeyInfo, DER.
  public static func description(
    of key: KeyAttributes, called name: String, worth evidenceClass: EvidenceClass, nonce: [UInt8],
    attestationKey: [UInt8], arc: PKIXEvidenceArc
  ) -> PKIXEvidenceDescription {
    PKIXEvidenceDescription([
      arc.element(
        .transaction,
        [
          arc.claim(.nonce, .octets(nonce)), arc.claim(.timestamp, .time(key.readAt.seconds)),
          arc.claim(.attestationKey, .octets(attestationKey)),
        ]),
      arc.element(
        .platform,
        [
          arc.claim(.vendor, .text(key.device.manufacturer)), arc.claim(.model, .octets(Array(key.device.model.utf8))),
          arc.claim(.hardwareVersion, .text(key.device.hardwareVersion)),
          arc.claim(.hardwareSerial, .text(key.device.serial)),
          arc.claim(.softwareVersion, .text(key.device.firmwareVersion)),
        ]),
      arc.element(.key, claims(of: key, called: name, worth: evidenceClass, arc)),
    ])
  }

  private static func claims(
    of key: KeyAttributes, called name: String, worth evidenceClass: EvidenceClass, _ arc: PKIXEvidenceArc
  ) -> [PKIXEvidenceClaim] {
    var claims = [arc.claim(.identifier, .text(name)), arc.claim(.spki, .octets(key.spki))]
    for (claim, value) in [
      (PKIXEvidenceName.extractable, key.extractable), (.sensitive, key.sensitive),
      (.neverExtractable, key.neverExtractable), (.local, key.local),
    ] where value != .unknown { claims.append(arc.claim(claim, .boolean(value == .yes))) }
    claims.append(own(SealgateArc.evidenceClassClaim, .text(evidenceClass.rawValue)))
    if key.alwaysSensitive != .unknown {
      claims.append(own(SealgateArc.alwaysSensitiveClaim, .boolean(key.alwaysSensitive == .yes)))
    }
    if let mechanism = key.generationMechanism.flatMap({ Int64(exactly: $0) }) {
      claims.append(own(SealgateArc.generationMechanismClaim, .integer(mechanism)))
    }
    return claims
  }

  private static func own(_ type: ObjectIdentifier, _ value: PKIXEvidenceValue) -> PKIXEvidenceClaim {
    PKIXEvidenceClaim(type, value.derEncoded)
  }
}
