public import Evidence

/// Who approved the configuration in force, and since when it is in effect.
public struct ConfigurationApproval: Sendable, Hashable {
  /// Ids of operators; empty in a demo without operators.
  public let approvedBy: [String]
  public let since: Instant

  public init(approvedBy: [String], since: Instant) {
    self.approvedBy = approvedBy
    self.since = since
  }

  /// What stands beside a configuration digest in records and reports.
  public var members: [String: JSONValue] {
    ["approvedBy": .array(approvedBy.map(JSONValue.string)), "since": .string(since.description)]
  }
}
