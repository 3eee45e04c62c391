/// True, false or not known. Absent evidence is `unknown`, never `no`.
public enum Truth: String, Sendable, Hashable {
  case yes = "true"
  case no = "false"
  case unknown

  public init(_ value: Bool) { self = value ? .yes : .no }

  /// Not known stays not known.
  public var negated: Truth {
    switch self {
    case .yes: .no
    case .no: .yes
    case .unknown: .unknown
    }
  }
}

/// How much a piece of key-origin evidence is worth, strongest first.
public enum EvidenceClass: String, Sendable, Hashable, CaseIterable {
  /// Signed by a key that chains to a pinned vendor anchor.
  case signed
  /// Attributes read live over a channel that the certified configuration authenticates.
  case attributesLiveCertifiedChannel = "attributes-live-certified-channel"
  /// Attributes that the gateway read over such a channel when it made the key, and kept since: of then, not of now.
  case attributesRecordedCertifiedChannel = "attributes-recorded-certified-channel"
  /// Attributes that a module returned just now; whoever controls the host can forge them.
  case attributesLive = "attributes-live"
  /// Attributes that the gateway read when it made the key, and kept since.
  case attributesRecorded = "attributes-recorded"
  /// Somebody says so.
  case asserted

  /// Only the gateway that keeps the record can say so of its own: no statement can.
  public var isOfOwnRecords: Bool { self == .attributesRecordedCertifiedChannel || self == .attributesRecorded }

  /// Whether evidence of this class is worth more than evidence of the other.
  public func outranks(_ other: EvidenceClass) -> Bool {
    let order = EvidenceClass.allCases
    return (order.firstIndex(of: self) ?? order.count) < (order.firstIndex(of: other) ?? order.count)
  }
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
