public import Evidence

/// The start of a service: what it ran and by which configuration.
public struct ServiceStart: Sendable, Hashable {
  /// SHA-256 over the configuration.
  public let configuration: Digest
  public let demo: Bool
  /// Names and versions of the software and of the libraries it found.
  public let versions: [String: String]
  /// Nil where the configuration is not in effect yet.
  public let approval: ConfigurationApproval?

  public init(
    configuration: Digest, demo: Bool, versions: [String: String], approval: ConfigurationApproval? = nil
  ) {
    self.configuration = configuration
    self.approval = approval
    self.demo = demo
    self.versions = versions
  }

  var entry: Entry {
    let members: [String: JSONValue] = [
      "configuration": .string(configuration.hex),
      "demo": .bool(demo),
      "versions": .object(versions.mapValues(JSONValue.string)),
    ]
    return Entry(.serviceStarted, .object(members.merging(approval?.members ?? [:]) { own, _ in own }))
  }
}
