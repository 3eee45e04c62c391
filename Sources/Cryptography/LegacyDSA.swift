internal import COpenSSL
internal import DER
public import Evidence
internal import X509

/// DSA (FIPS 186-4), which some devices still certify their worlds with. Verified only, and for attestation chains alone.
public struct LegacyDSA: Sendable, Hashable {
  private let spki: [UInt8]

  /// All numbers big-endian; leading zeros are dropped. Throws `unsafeKey` for a prime of less than 2048 bits or more than
  /// 4096, a subgroup of other than 224 or 256 bits, and for a generator or key by which anything would verify.
  public init(p: [UInt8], q: [UInt8], g: [UInt8], y: [UInt8]) throws(CryptographyError) {
    let (p, q) = (Array(p.drop { $0 == 0 }), Array(q.drop { $0 == 0 }))
    let (g, y) = (Array(g.drop { $0 == 0 }), Array(y.drop { $0 == 0 }))
    guard (2048...4096).contains(LegacyDSA.bits(p)), [224, 256].contains(LegacyDSA.bits(q)) else {
      throw .unsafeKey("DSA of \(LegacyDSA.bits(p)) and \(LegacyDSA.bits(q)) bits; at least 2048 and 224 are required")
    }
    for number in [g, y] where number.isEmpty || number == [1] || !LegacyDSA.isBelow(number, p) {
      throw .unsafeKey("a DSA generator or key outside its group")
    }
    var parameters = DERWriter()
    parameters.sequence { writer in
      for number in [p, q, g] { writer.unsignedInteger(number) }
    }
    var key = DERWriter()
    key.unsignedInteger(y)
    let dsa = ObjectIdentifier(1, 2, 840, 10040, 4, 1)
    spki =
      SubjectPublicKeyInfo(
        algorithm: AlgorithmIdentifier(dsa, parameters: parameters.bytes), key: BitString(bytes: key.bytes)
      ).derBytes
  }

  /// Whether the signature (a DER pair of integers) over the message is this key's. The corresponding C function is
  /// `EVP_DigestVerify`.
  public func verify(
    signature: [UInt8], over message: [UInt8], hash: HashAlgorithm
  ) throws(CryptographyError) -> Bool {
    let key = spki.withUnsafeBufferPointer { buffer in
      var cursor = buffer.baseAddress
      return d2i_PUBKEY(nil, &cursor, buffer.count)
    }
    guard let key else { throw .library("d2i_PUBKEY") }
    defer { EVP_PKEY_free(key) }
    guard let context = EVP_MD_CTX_new() else { throw .library("EVP_MD_CTX_new") }
    defer {
      EVP_MD_CTX_free(context)
      ERR_clear_error()
    }
    guard EVP_DigestVerifyInit(context, nil, hash.evp.pointer, nil, key) == 1 else {
      throw .library("EVP_DigestVerifyInit")
    }
    return EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
  }

  private static func bits(_ number: [UInt8]) -> Int {
    number.first.map { number.count * 8 - $0.leadingZeroBitCount } ?? 0
  }

  private static func isBelow(_ number: [UInt8], _ other: [UInt8]) -> Bool {
    number.count == other.count ? number.lexicographicallyPrecedes(other) : number.count < other.count
  }
}
