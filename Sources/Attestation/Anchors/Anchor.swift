public import Evidence

/// A key that attestations may lead to. Pinned by the key: certificates of vendors run out and are issued again.
public struct Anchor: Sendable, Hashable {
  /// In whose name the anchor's key signs. A device that two parties vouch for needs an anchor of each (Marvell).
  public enum Role: String, Sendable, Hashable, CaseIterable {
    case manufacturer, owner
  }

  /// Such as `yubico-piv-root-263751`; of an operator's anchor `operator:` and the file's name.
  public let id: String
  /// Names of the formats whose evidence it anchors.
  public let formats: Set<String>
  public let role: Role
  /// The subject of its certificate, as text.
  public let name: String
  /// SubjectPublicKeyInfo, DER.
  public let spki: [UInt8]
  /// When the last certificate that was published for the key runs out; nil where none is known.
  public let lastCertificateEnds: Instant?
  /// Where it was published, or who added it.
  public let origin: String
  /// SHA-256 over the certificate (DER) that the key was taken from; nil where it came as a key.
  public let certificateSHA256: Digest?

  public init(
    id: String, formats: Set<String>, role: Role, name: String, spki: [UInt8], lastCertificateEnds: Instant?,
    origin: String, certificateSHA256: Digest?
  ) {
    self.id = id
    self.formats = formats
    self.role = role
    self.name = name
    self.spki = spki
    self.lastCertificateEnds = lastCertificateEnds
    self.origin = origin
    self.certificateSHA256 = certificateSHA256
  }
}

/// The pinned anchors: those that ship with this build, and those that the operator added. Nothing in evidence, in the
/// system or in the network adds one.
public struct AnchorStore: Sendable, Hashable {
  public let anchors: [Anchor]

  public init(_ anchors: [Anchor]) { self.anchors = anchors }

  /// The shipped ones alone.
  public static let shipped = AnchorStore(ShippedAnchors.all)

  /// These, and the operator's beside them.
  public func adding(_ more: [Anchor]) -> AnchorStore { AnchorStore(anchors + more) }

  /// The anchors for one format, manufacturers' and owners'.
  func anchors(for format: String) -> [Anchor] { anchors.filter { $0.formats.contains(format) } }
}
