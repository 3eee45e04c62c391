/// True, false or not known. Absent evidence is `unknown`, never `no`.
public enum Truth: String, Sendable, Hashable {
  case yes = "true"
  case no = "false"
  case unknown
}

/// How much a piece of key-origin evidence is worth, strongest first.
public enum EvidenceClass: String, Sendable, Hashable, CaseIterable {
  /// Signed by a key that chains to a pinned vendor anchor.
  case signed
  /// Attributes read live over a channel that the certified configuration authenticates.
  case attributesLiveCertifiedChannel = "attributes-live-certified-channel"
  /// Attributes that a module returned just now; whoever controls the host can forge them.
  case attributesLive = "attributes-live"
  /// Somebody says so.
  case asserted
}

/// One claim about a key, and where it comes from.
public struct Claim: Sendable, Hashable {
  public let value: Truth
  /// The format and the field, such as `pkcs11 CKA_LOCAL`.
  public let source: String
  public let evidenceClass: EvidenceClass

  public init(_ value: Truth, source: String, evidenceClass: EvidenceClass) {
    self.value = value
    self.source = source
    self.evidenceClass = evidenceClass
  }

  /// The claim that nothing was said.
  public static func unknown(_ source: String) -> Claim {
    Claim(.unknown, source: source, evidenceClass: .asserted)
  }
}

/// The device that holds a key, as the evidence names it.
public struct DeviceIdentity: Sendable, Hashable {
  public let manufacturer: String
  public let model: String
  public let serial: String
  public let hardwareVersion: String
  public let firmwareVersion: String

  public init(manufacturer: String, model: String, serial: String, hardwareVersion: String, firmwareVersion: String) {
    self.manufacturer = manufacturer
    self.model = model
    self.serial = serial
    self.hardwareVersion = hardwareVersion
    self.firmwareVersion = firmwareVersion
  }
}

extension DeviceIdentity: CustomStringConvertible {
  public var description: String {
    "\(manufacturer) \(model), serial \(serial), hardware \(hardwareVersion), firmware \(firmwareVersion)"
  }
}

/// A public key with the claims that some evidence makes about its private half.
public struct AttestedKey: Sendable, Hashable {
  /// SHA-256 over the attested SubjectPublicKeyInfo.
  public let spkiSHA256: Digest
  /// The evidence format, such as `pkcs11-attributes`.
  public let format: String
  public let evidenceClass: EvidenceClass
  /// Generated inside the device, not imported and not restored.
  public let generatedInside: Claim
  /// Cannot be read in clear.
  public let sensitive: Claim
  public let alwaysSensitive: Claim
  /// Cannot be exported, in clear or wrapped.
  public let notExtractable: Claim
  public let neverExtractable: Claim
  /// The generation mechanism is one that makes key pairs.
  public let generationMechanism: Claim
  public let device: DeviceIdentity?
  /// When the evidence was made, where it says so.
  public let observedAt: Instant?
  /// Digest of the raw evidence, which is kept beside the record.
  public let rawDigest: Digest

  public init(
    spkiSHA256: Digest, format: String, evidenceClass: EvidenceClass, generatedInside: Claim, sensitive: Claim,
    alwaysSensitive: Claim, notExtractable: Claim, neverExtractable: Claim, generationMechanism: Claim,
    device: DeviceIdentity?, observedAt: Instant?, rawDigest: Digest
  ) {
    self.spkiSHA256 = spkiSHA256
    self.format = format
    self.evidenceClass = evidenceClass
    self.generatedInside = generatedInside
    self.sensitive = sensitive
    self.alwaysSensitive = alwaysSensitive
    self.notExtractable = notExtractable
    self.neverExtractable = neverExtractable
    self.generationMechanism = generationMechanism
    self.device = device
    self.observedAt = observedAt
    self.rawDigest = rawDigest
  }
}

/// What the operator's device register says of one device (attestation reference, section 10).
public struct DeviceRecord: Sendable, Hashable {
  public enum Status: String, Sendable, Hashable, CaseIterable {
    case certified, expired, cancelled, suspended, transitional
  }

  public let id: String
  public let device: DeviceIdentity
  public let certificateReference: String
  public let issued: Instant
  public let expires: Instant
  public let status: Status
  /// True for a software token that stands in for a device in demonstrations and tests.
  public let demo: Bool

  public init(
    id: String, device: DeviceIdentity, certificateReference: String, issued: Instant, expires: Instant,
    status: Status, demo: Bool
  ) {
    self.id = id
    self.device = device
    self.certificateReference = certificateReference
    self.issued = issued
    self.expires = expires
    self.status = status
    self.demo = demo
  }
}
