/// Who caused the request at the authority (EN 319 411-1 GEN-6.5.5-04).
public struct OperatorAuthentication: Sendable, Hashable {
  public var operatorID: String?
  /// The trusted role.
  public var role: String?
  public var multiFactor: Bool?

  public init(
    operatorID: String? = nil, role: String? = nil, multiFactor: Bool? = nil
  ) {
    self.operatorID = operatorID
    self.role = role
    self.multiFactor = multiFactor
  }
}
