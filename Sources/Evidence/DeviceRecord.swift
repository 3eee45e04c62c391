/// What a certified device may be used for (CIR (EU) 2025/1570).
public enum DevicePurpose: String, Sendable, Hashable, CaseIterable {
  case signature, seal, both
}

/// Who manages a device: the signatory, or a QTSP on the signatory's behalf.
public enum DeviceManagement: String, Sendable, Hashable, CaseIterable {
  case user, qtsp
}

/// The certificate of conformity that a device rests on: for a QSCD that of eIDAS Art. 30.
public struct DeviceCertificate: Sendable, Hashable {
  public enum Status: String, Sendable, Hashable, CaseIterable {
    case certified, expired, cancelled, suspended, transitional
  }

  public let reference: String
  /// The designated body (Art. 30(1)).
  public let body: String
  public let issued: Instant
  public let expires: Instant
  public let status: Status

  public init(reference: String, body: String, issued: Instant, expires: Instant, status: Status) {
    self.reference = reference
    self.body = body
    self.issued = issued
    self.expires = expires
    self.status = status
  }
}

/// One part of a composed device, such as the module and the signature activation module of a remote QSCD.
public struct DeviceComponent: Sendable, Hashable {
  public let product: String
  /// The protection profile that it is certified to, such as `EN 419 221-5`.
  public let profile: String
  public let reference: String

  public init(product: String, profile: String, reference: String) {
    self.product = product
    self.profile = profile
    self.reference = reference
  }
}

/// What the operator's register says of one certified device (attestation reference, section 10).
public struct DeviceRecord: Sendable, Hashable {
  public var id: String
  /// A QSCD, or a secure cryptographic device that is none.
  public var kind: DeviceKind
  public var vendor: String
  public var model: String
  /// Exactly the versions that the certificate names; newer ones are not certified.
  public var hardware: Set<String>
  public var firmware: Set<String>
  /// Units that the operator vouches for to be of this hardware and firmware: needed where evidence names a serial number and
  /// no version. Empty: any unit whose evidence states the versions.
  public var serials: Set<String>
  /// The guidance that the certified configuration follows.
  public var configuration: String?
  public var purpose: DevicePurpose
  public var management: DeviceManagement
  public var certificate: DeviceCertificate
  /// Parts of a composed device; empty where the certificate covers one product.
  public var components: [DeviceComponent]
  /// The alternative process of Art. 30(3)(b) by which the whole was certified.
  public var alternativeProcess: String?
  /// The host reaches the device over a channel that its certified configuration authenticates: what its module says live is
  /// worth `attributes-live-certified-channel`.
  public var certifiedChannel: Bool
  /// The certified configuration lets a key's copies (clones, backups, what administrators can recover) exist in devices of
  /// the same certification alone: the answer where evidence cannot say whether a key can be copied.
  public var confinesCopies: Bool
  /// The certified configuration keeps keys outside the device, encrypted under a key that never leaves it, and takes them in
  /// for each use.
  public var keepsWrappedKeys: Bool
  /// Where the record's facts are published.
  public var source: String
  /// SHA-256 over the download that the reviewer kept.
  public var sourceSHA256: Digest?
  public var reviewedBy: String
  public var reviewedAt: Instant
  /// True for a software token that stands in for a device in demonstrations and tests.
  public var demo: Bool

  public init(
    id: String, kind: DeviceKind, vendor: String, model: String, hardware: Set<String>, firmware: Set<String>,
    serials: Set<String> = [], configuration: String? = nil, purpose: DevicePurpose, management: DeviceManagement,
    certificate: DeviceCertificate, components: [DeviceComponent] = [], alternativeProcess: String? = nil,
    certifiedChannel: Bool = false, confinesCopies: Bool = false, keepsWrappedKeys: Bool = false, source: String,
    sourceSHA256: Digest? = nil,
    reviewedBy: String, reviewedAt: Instant, demo: Bool = false
  ) {
    self.id = id
    self.kind = kind
    self.vendor = vendor
    self.model = model
    self.hardware = hardware
    self.firmware = firmware
    self.serials = serials
    self.configuration = configuration
    self.purpose = purpose
    self.management = management
    self.certificate = certificate
    self.components = components
    self.alternativeProcess = alternativeProcess
    self.certifiedChannel = certifiedChannel
    self.confinesCopies = confinesCopies
    self.keepsWrappedKeys = keepsWrappedKeys
    self.source = source
    self.sourceSHA256 = sourceSHA256
    self.reviewedBy = reviewedBy
    self.reviewedAt = reviewedAt
    self.demo = demo
  }
}

/// One respect in which a device is not the one of a record.
public struct DeviceDifference: Sendable, Hashable {
  /// `vendor`, `model`, `hardwareVersion`, `firmware`, `serial`.
  public let field: String
  /// Nil where the evidence does not state it.
  public let found: String?
  public let required: String

  public init(field: String, found: String?, required: String) {
    self.field = field
    self.found = found
    self.required = required
  }
}

extension DeviceRecord {
  /// Every respect in which stated evidence is not exactly of this record; none means that it is.
  ///
  /// A version that the evidence does not state counts as right only for a unit that the record names by serial number: the
  /// operator's word then stands for the evidence's.
  public func differences(from device: StatedDevice) -> [DeviceDifference] {
    let isNamedUnit = device.serial.map { serials.contains($0) } ?? false
    var differences: [DeviceDifference] = []
    func compare(_ field: String, _ found: String?, _ allowed: Set<String>, statedOnly: Bool) {
      if let found, allowed.contains(found) { return }
      if found == nil, statedOnly, isNamedUnit { return }
      let required = allowed.sorted().joined(separator: " or ")
      differences.append(DeviceDifference(field: field, found: found, required: required))
    }
    compare("vendor", device.vendor, [vendor], statedOnly: false)
    compare("model", device.model, [model], statedOnly: true)
    compare("hardwareVersion", device.hardwareVersion, hardware, statedOnly: true)
    compare("firmware", device.firmware, firmware, statedOnly: true)
    if !serials.isEmpty { compare("serial", device.serial, serials, statedOnly: false) }
    return differences
  }
}
