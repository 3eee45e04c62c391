internal import DER
internal import Evidence
public import X509

extension SubjectPublicKeyInfo {
  /// RFC 7093, 2 (1): the leftmost 160 bits of SHA-256 over the key's bits.
  public var keyIdentifier: [UInt8] { Array(Hash.digest(key.bytes, .sha256).bytes.prefix(20)) }
}
