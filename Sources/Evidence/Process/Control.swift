/// Who controls the key (EN 319 411-2 SDP-6.3.5-02 to -09).
public struct Control: Sendable, Hashable {
  public var kind: ControlKind?
  /// The signature activation module or data, by reference.
  public var activation: String?
  /// The assurance level of the signatory's authentication: `substantial` or `high`.
  public var authenticationLevel: String?
  /// A copy of the key is held in escrow.
  public var escrowed: Bool?
  /// The key is, or was, used outside the device.
  public var usedOutsideDevice: Bool?

  public init(
    kind: ControlKind? = nil, activation: String? = nil, authenticationLevel: String? = nil, escrowed: Bool? = nil,
    usedOutsideDevice: Bool? = nil
  ) {
    self.kind = kind
    self.activation = activation
    self.authenticationLevel = authenticationLevel
    self.escrowed = escrowed
    self.usedOutsideDevice = usedOutsideDevice
  }
}

/// Natural persons have sole control of their key, legal persons control.
public enum ControlKind: String, Sendable, Hashable, CaseIterable {
  case soleControl = "sole control"
  case control
}
