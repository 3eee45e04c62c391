public import Evidence

/// The start of a service: what it ran and by which configuration.
public struct ServiceStart: Sendable, Hashable {
  /// SHA-256 over the configuration.
  public let configuration: Digest
  public let demo: Bool
  /// Names and versions of the software and of the libraries it found.
  public let versions: [String: String]

  public init(configuration: Digest, demo: Bool, versions: [String: String]) {
    self.configuration = configuration
    self.demo = demo
    self.versions = versions
  }

  var entry: Entry {
    Entry(
      .serviceStarted,
      .object([
        "configuration": .string(configuration.hex),
        "demo": .bool(demo),
        "versions": .object(versions.mapValues(JSONValue.string)),
      ]))
  }
}
