/// A secret that several parts hold on to: one piece of locked memory, wiped when the last of them lets it go.
public final class KeptSecret: Sendable {
  public let bytes: SecretBytes

  public init(_ bytes: consuming SecretBytes) { self.bytes = bytes }

  /// How many bytes it has.
  public var count: Int { bytes.count }
}
