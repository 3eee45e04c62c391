internal import Cryptography
internal import DER
internal import Evidence
internal import X509

/// A time-stamp over the last hash of a transcript (RFC 3161): it was there at that time, and nothing came after.
///
/// The hash is a SHA-256, so it is the imprint itself.
enum TranscriptTimestamp {
  static let tokenFile = "timestamp.token"
  static let anchorFile = "timestamp-ca.pem"

  /// What to send to an authority, as `application/timestamp-query`.
  static func query(_ hash: Digest, nonce: [UInt8]) -> [UInt8] {
    var writer = DERWriter()
    writer.sequence { writer in
      writer.integer(1)
      writer.write(
        MessageImprint(
          algorithm: AlgorithmIdentifier(ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 2, 1), parameters: nil),
          digest: hash.bytes))
      writer.write(SerialNumber(magnitude: nonce))
      // The authority's certificate is wanted in the answer.
      writer.booleanDefaultFalse(true)
    }
    return writer.bytes
  }

  /// The token in an authority's answer, or the token itself; nil where there is none.
  static func token(in answer: [UInt8]) -> [UInt8]? {
    try? DERReader.decode(answer[...]) { reader throws(DERError) in
      try reader.sequence { reader throws(DERError) in
        if reader.next(is: .objectIdentifier) {
          _ = try reader.any()
          _ = try reader.any()
          return answer
        }
        let status = try reader.sequence { reader throws(DERError) in
          let status = try reader.integer()
          while reader.next(is: .sequence) || reader.next(is: .bitString) { _ = try reader.any() }
          return status
        }
        // Granted, or granted with changes (RFC 3161, 2.4.2).
        guard status == 0 || status == 1 else {
          throw reader.error(.constraint, found: "status \(status)", required: "0 or 1")
        }
        return try reader.any()
      }
    }
  }

  static func anchors(_ pem: [UInt8]) throws(CeremonyError) -> [Certificate] {
    do { return [try Certificate(pem: String(decoding: pem, as: UTF8.self))] } catch {
      throw CeremonyError(.usage, "the certificate of the time-stamping authority cannot be read: \(error)")
    }
  }
}
