internal import DER
public import Evidence

/// What RFC 7518 and RFC 8037 call the schemes that are taken; in this order for signing. Each is for one kind of key.
public enum JWSAlgorithm: String, Sendable, Hashable, CaseIterable {
  case es256 = "ES256"
  case es384 = "ES384"
  case es512 = "ES512"
  case edDSA = "EdDSA"
  case ps256 = "PS256"
  case rs256 = "RS256"

  public var scheme: SignatureScheme {
    switch self {
    case .es256: .ecdsa(.sha256)
    case .es384: .ecdsa(.sha384)
    case .es512: .ecdsa(.sha512)
    case .edDSA: .ed25519
    case .ps256: .rsaPSS(.sha256)
    case .rs256: .rsaPKCS1(.sha256)
    }
  }

  private var curve: EllipticCurve? {
    switch self {
    case .es256: .p256
    case .es384: .p384
    case .es512: .p521
    case .edDSA, .ps256, .rs256: nil
    }
  }

  /// Whether a key of this kind signs so.
  public func fits(_ kind: KeyKind) -> Bool {
    switch (self, kind) {
    case (.es256, .ec(let found)), (.es384, .ec(let found)), (.es512, .ec(let found)): found == curve
    case (.edDSA, .ed25519), (.ps256, .rsa), (.rs256, .rsa): true
    default: false
    }
  }

  /// The signature as libcrypto takes it: for ECDSA the two numbers side by side (RFC 7518, 3.4) become DER.
  public func signature(_ raw: [UInt8]) -> [UInt8]? {
    guard let curve else { return raw }
    let width = (curve.bits + 7) / 8
    guard raw.count == 2 * width else { return nil }
    var writer = DERWriter()
    writer.sequence { writer in
      for number in [raw.prefix(width), raw.suffix(width)] { writer.unsignedInteger(number) }
    }
    return writer.bytes
  }

  /// The reverse of `signature(_:)`.
  public func raw(_ signature: [UInt8]) -> [UInt8]? {
    guard let curve else { return signature }
    let width = (curve.bits + 7) / 8
    let numbers: [[UInt8]]
    do {
      numbers = try DERReader.decode(signature[...]) { reader throws(DERError) in
        try reader.sequence { reader throws(DERError) in
          [try reader.unsignedInteger(), try reader.unsignedInteger()]
        }
      }
    } catch { return nil }
    guard numbers.allSatisfy({ $0.count <= width }) else { return nil }
    return numbers.flatMap { [UInt8](repeating: 0, count: width - $0.count) + $0 }
  }
}
