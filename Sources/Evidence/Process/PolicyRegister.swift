/// The certificate policies of the TSP's own: what each identifier builds on, and which documents say so (EN 319 411-2
/// GEN-6.6.1-07, clause 7). A reviewed file; a certificate that names only such an identifier means nothing without it.
public struct PolicyRegister: Sendable, Hashable {
  public struct Entry: Sendable, Hashable {
    /// Dotted.
    public var oid: String
    /// The policy of EN 319 411-1 or -2 that the CP builds on.
    public var base: CertificatePolicy
    public var cpVersion: String
    public var cpsVersion: String
    /// SHA-256 over the CP as published.
    public var cpSHA256: Digest
    public var from: Instant
    /// The first instant at which nothing is issued under it any more.
    public var until: Instant?

    public init(
      oid: String, base: CertificatePolicy, cpVersion: String, cpsVersion: String, cpSHA256: Digest, from: Instant,
      until: Instant?
    ) {
      self.oid = oid
      self.base = base
      self.cpVersion = cpVersion
      self.cpsVersion = cpsVersion
      self.cpSHA256 = cpSHA256
      self.from = from
      self.until = until
    }

    public func isInForce(at now: Instant) -> Bool { from <= now && until.map { now < $0 } ?? true }
  }

  /// Several may have one identifier: versions of a CP follow each other.
  public let entries: [Entry]

  public init(_ entries: [Entry] = []) { self.entries = entries }

  public func entries(for oid: String) -> [Entry] { entries.filter { $0.oid == oid } }
}
