internal import DER

// The frame that certificates, lists and requests share: what was signed, the algorithm, the signature.

/// Assembles the frame around the bytes that were signed, as they are.
func signedBytes(_ body: [UInt8], _ algorithm: AlgorithmIdentifier, _ signature: [UInt8]) -> [UInt8] {
  var writer = DERWriter()
  writer.sequence { writer in
    writer.raw(body)
    writer.write(algorithm)
    writer.bitString(BitString(bytes: signature))
  }
  return writer.bytes
}

extension DERReader {
  /// Reads the frame; `name` is what errors call the body.
  mutating func signed<Body: DERCodable>(
    _ type: Body.Type, _ name: String
  ) throws(DERError) -> (value: (Body, AlgorithmIdentifier, BitString), bytes: [UInt8]) {
    try withBytes { reader throws(DERError) in
      try reader.sequence { reader throws(DERError) in
        (
          try reader.read(Body.self, name), try reader.read(AlgorithmIdentifier.self, "signatureAlgorithm"),
          try reader.field("signature") { r throws(DERError) in try r.bitString() }
        )
      }
    }
  }
}
