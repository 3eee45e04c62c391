internal import Cryptography
public import Evidence

/// Bytes kept beside the records under their SHA-256: raw evidence, messages, signed objects.
public struct Blob: Sendable, Hashable {
  /// SHA-256 over the content.
  public let address: Digest
  public let content: [UInt8]

  public init(_ content: [UInt8]) {
    self.content = content
    address = Hash.digest(content, .sha256)
  }
}

/// One piece of raw evidence that a decision rests on, with the name it goes by in the record.
public struct EvidenceItem: Sendable, Hashable {
  /// Such as `tbsCertificate`, `csr`, `attestation`.
  public let name: String
  public let blob: Blob

  public init(_ name: String, _ content: [UInt8]) {
    self.name = name
    blob = Blob(content)
  }
}
