internal import DER
internal import Evidence

extension Anchor {
  /// An anchor as it stands in the source: the key in base64 (lines do not matter), digest in hexadecimal, time as RFC 3339.
  /// Nil where one of them is misspelt; a test looks for every shipped anchor by its id.
  init?(
    shipped id: String, _ formats: String..., role: Role, name: String, spki: String, ends: String, origin: String,
    certificateSHA256: String
  ) {
    guard let key = Base64.decode(spki.utf8.filter { $0 != UInt8(ascii: "\n") }), let ends = Instant(ends),
      let digest = Hex.decode(certificateSHA256).flatMap({ Digest(algorithm: .sha256, bytes: $0) })
    else { return nil }
    self.init(
      id: id, formats: Set(formats), role: role, name: name, spki: key, lastCertificateEnds: ends, origin: origin,
      certificateSHA256: digest)
  }
}
