public import Evidence

/// A published weakness of devices, as data: which vendor, models, firmware and kinds of key it is about.
public struct Advisory: Sendable, Hashable {
  public enum KeyType: String, Sendable, Hashable, CaseIterable {
    case rsa, ec, edwards
  }

  /// Such as `YSA-2024-03`.
  public let id: String
  public let kind: EvidenceWeakness.Kind
  public let title: String
  /// As `StatedDevice.vendor` says it.
  public let vendor: String
  /// Beginnings of `StatedDevice.model`; empty for every model.
  public let models: [String]
  /// The first firmware that is concerned; nil from the beginning.
  public let firmwareFrom: FirmwareVersion?
  /// The first firmware that is no longer concerned; nil without an end.
  public let firmwareBelow: FirmwareVersion?
  /// Empty for every kind of key.
  public let keyTypes: Set<KeyType>
  /// Where it was published.
  public let source: String
  /// When it was published, or last changed.
  public let date: Instant

  public init(
    id: String, kind: EvidenceWeakness.Kind, title: String, vendor: String, models: [String] = [],
    firmwareFrom: FirmwareVersion? = nil, firmwareBelow: FirmwareVersion? = nil, keyTypes: Set<KeyType> = [],
    source: String, date: Instant
  ) {
    self.id = id
    self.kind = kind
    self.title = title
    self.vendor = vendor
    self.models = models
    self.firmwareFrom = firmwareFrom
    self.firmwareBelow = firmwareBelow
    self.keyTypes = keyTypes
    self.source = source
    self.date = date
  }

  /// Whether it is about such a key in such a device. A firmware that the evidence does not state, or that cannot be
  /// compared, is taken to be concerned: not known is no all-clear.
  func concerns(_ device: StatedDevice?, _ key: KeyKind) -> Bool {
    guard let device, device.vendor == vendor else { return false }
    guard keyTypes.isEmpty || key.advisoryType.map({ keyTypes.contains($0) }) ?? true else { return false }
    if let model = device.model, !models.isEmpty, !models.contains(where: { model.hasPrefix($0) }) { return false }
    guard let firmware = device.firmware.flatMap({ FirmwareVersion($0) }) else { return true }
    if let firmwareFrom, firmware < firmwareFrom { return false }
    if let firmwareBelow, !(firmware < firmwareBelow) { return false }
    return true
  }
}

/// Numbers with dots between them, compared one by one; what is missing at the end counts as 0.
public struct FirmwareVersion: Sendable, Hashable, Comparable {
  public let numbers: [UInt64]

  /// Nil for any other text.
  public init?(_ text: String) {
    var numbers: [UInt64] = []
    for part in text.split(separator: ".", omittingEmptySubsequences: false) {
      guard numbers.count < 8, let number = UInt64(part) else { return nil }
      numbers.append(number)
    }
    while numbers.last == 0 { numbers.removeLast() }
    self.numbers = numbers
  }

  public static func < (one: FirmwareVersion, other: FirmwareVersion) -> Bool {
    one.numbers.lexicographicallyPrecedes(other.numbers)
  }
}

extension KeyKind {
  fileprivate var advisoryType: Advisory.KeyType? {
    switch self {
    case .rsa: .rsa
    case .ec: .ec
    case .ed25519, .ed448: .edwards
    case .postQuantum, .other: nil
    }
  }
}
