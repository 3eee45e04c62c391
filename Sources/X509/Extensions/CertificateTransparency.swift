public import DER

/// The poison that keeps a precertificate from being used (RFC 6962, 3.1).
public struct PrecertificatePoison: MarkerExtension {
  public static let oid = ObjectIdentifier(1, 3, 6, 1, 4, 1, 11129, 2, 4, 3)
  public init() {}
}

/// SignedCertificateTimestampList of RFC 6962, 3.3: a TLS vector of vectors in an OCTET STRING; neither may be empty.
public struct SignedCertificateTimestamps: CertificateExtension {
  public static let oid = ObjectIdentifier(1, 3, 6, 1, 4, 1, 11129, 2, 4, 2)
  /// In the order of the encoding, which has room for 65,535 bytes.
  public let timestamps: [SignedCertificateTimestamp]

  public init(_ timestamps: [SignedCertificateTimestamp]) { self.timestamps = timestamps }

  public init(from reader: inout DERReader) throws(DERError) {
    let start = reader
    guard let timestamps = Self.timestamps(try reader.octetString()) else {
      throw start.error(.constraint, found: "another content", required: "a list of timestamps with exact lengths")
    }
    self.timestamps = timestamps
  }

  private static func timestamps(_ octets: [UInt8]) -> [SignedCertificateTimestamp]? {
    var rest = octets[...]
    guard var list = rest.popVector(), rest.isEmpty, !list.isEmpty else { return nil }
    var timestamps: [SignedCertificateTimestamp] = []
    while !list.isEmpty {
      guard let bytes = list.popVector(), let timestamp = SignedCertificateTimestamp(bytes) else { return nil }
      timestamps.append(timestamp)
    }
    return timestamps
  }

  public func write(to writer: inout DERWriter) {
    writer.octetString(tlsVector(timestamps.flatMap { tlsVector($0.bytes) }))
  }
}

/// What a log answered for a precertificate (RFC 6962, 3.2).
public enum SignedCertificateTimestamp: Sendable, Hashable {
  case v1(Version1)
  /// Of a version that nobody here knows: the whole of it, with the version in the first byte.
  case other([UInt8])

  public struct Version1: Sendable, Hashable {
    /// SHA-256 of the log's key: 32 bytes.
    public let logID: [UInt8]
    /// Milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    public let milliseconds: UInt64
    public let extensions: [UInt8]
    /// Hash and signature algorithm, as TLS 1.2 numbers them.
    public let algorithm: [UInt8]
    public let signature: [UInt8]

    public init(
      logID: [UInt8], milliseconds: UInt64, extensions: [UInt8] = [], algorithm: [UInt8] = [4, 3], signature: [UInt8]
    ) {
      self.logID = logID
      self.milliseconds = milliseconds
      self.extensions = extensions
      self.algorithm = algorithm
      self.signature = signature
    }
  }

  /// Nil where the bytes are none, or of version 1 and not exactly one timestamp.
  init?(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes
    guard let version = rest.popFirst() else { return nil }
    guard version == 0 else {
      self = .other(Array(bytes))
      return
    }
    guard let logID = rest.pop(32), let time = rest.pop(8), let extensions = rest.popVector(),
      let algorithm = rest.pop(2), let signature = rest.popVector(), rest.isEmpty
    else { return nil }
    self = .v1(
      Version1(
        logID: Array(logID), milliseconds: time.reduce(0) { $0 << 8 | UInt64($1) }, extensions: Array(extensions),
        algorithm: Array(algorithm), signature: Array(signature)))
  }

  var bytes: [UInt8] {
    switch self {
    case .other(let bytes): bytes
    case .v1(let value):
      [0] + value.logID + (0..<8).reversed().map { UInt8(truncatingIfNeeded: value.milliseconds >> ($0 * 8)) }
        + tlsVector(value.extensions) + value.algorithm + tlsVector(value.signature)
    }
  }
}

/// The bytes behind their number in two bytes.
private func tlsVector(_ bytes: [UInt8]) -> [UInt8] {
  [UInt8(truncatingIfNeeded: bytes.count >> 8), UInt8(truncatingIfNeeded: bytes.count)] + bytes
}

extension ArraySlice<UInt8> {
  fileprivate mutating func pop(_ count: Int) -> ArraySlice<UInt8>? {
    guard count <= self.count else { return nil }
    let bytes = prefix(count)
    removeFirst(count)
    return bytes
  }

  /// A vector behind its length of two bytes; it may be empty.
  fileprivate mutating func popVector() -> ArraySlice<UInt8>? {
    guard let length = pop(2) else { return nil }
    return pop(length.reduce(0) { $0 << 8 | Int($1) })
  }
}
