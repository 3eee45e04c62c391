internal import Cryptography
internal import Evidence

/// A hash as TPMs name it. SHA-1 is known in order to be refused by name, or taken where the verifier says so.
enum TPMHash: Sendable, Hashable {
  case sha1
  case modern(HashAlgorithm)

  /// Nil for a number that is no hash of ours.
  init?(number: UInt16) {
    switch number {
    case TPMAlgorithm.sha1: self = .sha1
    case 0x000B: self = .modern(.sha256)
    case 0x000C: self = .modern(.sha384)
    case 0x000D: self = .modern(.sha512)
    case 0x0027: self = .modern(.sha3_256)
    case 0x0028: self = .modern(.sha3_384)
    case 0x0029: self = .modern(.sha3_512)
    default: return nil
    }
  }

  /// The hash of SHA-1 or SHA-2 that gives digests of this length.
  init?(byteCount: Int) {
    switch byteCount {
    case 20: self = .sha1
    case 32: self = .modern(.sha256)
    case 48: self = .modern(.sha384)
    case 64: self = .modern(.sha512)
    default: return nil
    }
  }

  var number: UInt16 {
    switch self {
    case .sha1: TPMAlgorithm.sha1
    case .modern(.sha256): 0x000B
    case .modern(.sha384): 0x000C
    case .modern(.sha512): 0x000D
    case .modern(.sha3_256): 0x0027
    case .modern(.sha3_384): 0x0028
    case .modern(.sha3_512): 0x0029
    }
  }

  var byteCount: Int {
    switch self {
    case .sha1: 20
    case .modern(let hash): hash.byteCount
    }
  }

  func digest(_ bytes: [UInt8]) -> [UInt8] {
    switch self {
    case .sha1: LegacyHash.sha1(bytes)
    case .modern(let hash): Hash.digest(bytes, hash).bytes
    }
  }
}

extension TPMReader {
  /// TPMI_ALG_HASH.
  mutating func hash(_ field: String) throws(AttestationError) -> TPMHash {
    let number: UInt16 = try number(field)
    guard let hash = TPMHash(number: number) else {
      throw error(field, TPMReader.spell(number), "SHA-1, SHA-2 or SHA-3")
    }
    return hash
  }

  static func spell(_ number: some FixedWidthInteger & UnsignedInteger) -> String {
    let digits = String(number, radix: 16)
    return "0x" + String(repeating: "0", count: max(0, number.bitWidth / 4 - digits.count)) + digits
  }
}
