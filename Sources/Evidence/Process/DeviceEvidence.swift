/// The device that holds the subject's key (EN 319 411-2 SDP-6.5.1, EN 319 411-1 NCP+).
public struct DeviceEvidence: Sendable, Hashable {
  public var kind: DeviceKind?
  public var model: String?
  public var serial: String?
  /// The certificate of conformity, or of the evaluation.
  public var certification: String?
  /// The entry in the Commission's list of notified devices.
  public var listEntry: String?
  /// As the list says.
  public var listStatus: String?
  public var listCheckedAt: Instant?
  /// The record of the device's preparation and handing over.
  public var preparation: String?
  /// The key came into the device from another one (SDP-6.5.1-05).
  public var keyImported: Bool?
  public var keyImportEvidence: String?
  /// The key was moved between devices (SDP-6.5.1-06).
  public var keyMoved: Bool?
  public var keyMoveEvidence: String?

  public init(
    kind: DeviceKind? = nil, model: String? = nil, serial: String? = nil, certification: String? = nil,
    listEntry: String? = nil, listStatus: String? = nil, listCheckedAt: Instant? = nil, preparation: String? = nil,
    keyImported: Bool? = nil, keyImportEvidence: String? = nil, keyMoved: Bool? = nil, keyMoveEvidence: String? = nil
  ) {
    self.kind = kind
    self.model = model
    self.serial = serial
    self.certification = certification
    self.listEntry = listEntry
    self.listStatus = listStatus
    self.listCheckedAt = listCheckedAt
    self.preparation = preparation
    self.keyImported = keyImported
    self.keyImportEvidence = keyImportEvidence
    self.keyMoved = keyMoved
    self.keyMoveEvidence = keyMoveEvidence
  }
}

/// Sorts of device.
public enum DeviceKind: String, Sendable, Hashable, CaseIterable {
  case qscd
  /// A secure cryptographic device that is not certified as a QSCD (NCP+).
  case secureCryptographicDevice = "secure cryptographic device"
  case none
}
