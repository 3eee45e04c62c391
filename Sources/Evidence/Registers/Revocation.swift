/// Why a certificate was revoked (RFC 5280 clause 5.3.1, by its names).
public enum RevocationReason: String, Sendable, Hashable, CaseIterable {
  case unspecified, keyCompromise, cACompromise, affiliationChanged, superseded, cessationOfOperation, certificateHold
  case removeFromCRL, privilegeWithdrawn, aACompromise

  /// Whether security may have been breached (EN 319 411-1 GEN-6.3.6-10). A reason that nobody gave may be any.
  public var mayBeBreach: Bool {
    switch self {
    case .unspecified, .keyCompromise, .cACompromise, .aACompromise: true
    case .affiliationChanged, .superseded, .cessationOfOperation, .certificateHold, .removeFromCRL,
      .privilegeWithdrawn:
      false
    }
  }
}

/// A revocation as far as the gateway was told of it.
public struct Revocation: Sendable, Hashable {
  public let serial: SerialNumber
  public let reason: RevocationReason
  public let at: Instant

  public init(serial: SerialNumber, reason: RevocationReason, at: Instant) {
    self.serial = serial
    self.reason = reason
    self.at = at
  }

  public var json: JSONValue {
    .object(["serial": .string(serial.hex), "reason": .string(reason.rawValue), "at": .string(at.description)])
  }

  public init?(_ json: JSONValue) {
    guard let serial = json["serial"]?.text.flatMap({ SerialNumber(hex: $0) }),
      let reason = json["reason"]?.text.flatMap({ RevocationReason(rawValue: $0) }),
      let at = json["at"]?.text.flatMap({ Instant($0) })
    else { return nil }
    self.init(serial: serial, reason: reason, at: at)
  }
}
