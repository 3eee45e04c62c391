/// Names one decision of the gateway: 128 random bits, which nobody can guess and no client chooses.
public struct DecisionID: Sendable, Hashable {
  /// 32 lower-case hexadecimal digits.
  public let text: String

  /// Returns nil for anything but 32 lower-case hexadecimal digits.
  public init?(_ text: some StringProtocol) {
    guard let bytes = Hex.decode(text), bytes.count == 16, Hex.encode(bytes) == text else { return nil }
    self.text = String(text)
  }

  /// A new one. Swift's system generator is the kernel's (getrandom).
  public static func random() -> DecisionID {
    var generator = SystemRandomNumberGenerator()
    // Two calls of the kernel, not sixteen.
    let halves = [generator.next() as UInt64, generator.next()]
    return DecisionID(bytes: halves.flatMap { half in (0..<8).map { UInt8(truncatingIfNeeded: half >> ($0 * 8)) } })
  }

  private init(bytes: [UInt8]) { text = Hex.encode(bytes) }
}

extension DecisionID: CustomStringConvertible {
  public var description: String { text }
}

/// For whom the gateway reserved a serial number.
public struct SerialReservation: Sendable, Hashable {
  public let serial: SerialNumber
  /// The issuer's name in the configuration.
  public let issuer: String
  /// The requester's id.
  public let requester: String
  /// SHA-256 over the SubjectPublicKeyInfo that the serial is meant for, where the requester named it.
  public let subjectKey: Digest?
  public let reservedAt: Instant
  /// The first instant at which the reservation is worth nothing; nil where it does not end.
  public let expires: Instant?

  public init(
    serial: SerialNumber, issuer: String, requester: String, subjectKey: Digest?, reservedAt: Instant,
    expires: Instant?
  ) {
    self.serial = serial
    self.issuer = issuer
    self.requester = requester
    self.subjectKey = subjectKey
    self.reservedAt = reservedAt
    self.expires = expires
  }
}

/// A serial number whose precertificate has been signed, or was going to be (RFC 6962 clause 3.1).
public struct Precertification: Sendable, Hashable {
  /// For whom the number was reserved: the certificate is for the same.
  public let reservation: SerialReservation
  /// The precertificate's.
  public let decision: DecisionID
  /// SHA-256 over the precertificate, DER; nil where none was released.
  public let certificate: Digest?

  public init(reservation: SerialReservation, decision: DecisionID, certificate: Digest?) {
    self.reservation = reservation
    self.decision = decision
    self.certificate = certificate
  }
}

/// What the serial register says of one serial number. A spent serial stays spent.
public enum SerialStatus: Sendable, Hashable {
  /// The gateway never gave it out.
  case unknown
  case reserved(SerialReservation)
  /// An intent to sign a precertificate with it is on record; the certificate of the pair has yet to come.
  case precertified(Precertification)
  /// An intent to sign a certificate with it is on record, whatever became of it.
  case spent(decision: DecisionID)
  /// It stands in the imported inventory of this issuer.
  case imported(issuer: String)
}
