internal import Cryptography
internal import Evidence

/// A credential's public key as a COSE_Key (RFC 9052, 7), with `alg` and nothing that is not needed
/// (WebAuthn Level 2, 6.5.1).
struct COSEKey: Sendable {
  let algorithm: PasskeyAlgorithm
  /// As it stands in the authenticator data.
  let encoded: [UInt8]
  let publicKey: PublicKey
  /// The numbers one after another, as libfido2 takes them.
  let raw: [UInt8]

  init(_ item: CBORItem, path: String) throws(WebAuthnError) {
    guard let members = item.members else {
      throw .malformed(path: path, found: "no map", required: "a COSE_Key")
    }
    guard let number = item[3]?.number, let algorithm = PasskeyAlgorithm(coseIdentifier: number) else {
      let known = PasskeyAlgorithm.allCases.map { "\($0.coseIdentifier)" }.joined(separator: ", ")
      let found = item[3]?.number.map(String.init) ?? "absent"
      throw .malformed(path: "\(path).alg", found: found, required: "one of \(known)")
    }
    let kind: [Int64: Int64]
    let numbers: [(label: Int64, length: Int)]
    switch algorithm {
    case .es256: (kind, numbers) = ([1: 2, -1: 1], [(-2, 32), (-3, 32)])
    case .es384: (kind, numbers) = ([1: 2, -1: 2], [(-2, 48), (-3, 48)])
    case .edDSA: (kind, numbers) = ([1: 1, -1: 6], [(-2, 32)])
    case .rs256: (kind, numbers) = ([1: 3], [(-1, 256), (-2, 3)])
    }
    for (label, value) in kind.sorted(by: { $0.key > $1.key }) where item[label]?.number != value {
      throw .malformed(path: "\(path).\(label)", found: "another value or none", required: "\(value)")
    }
    var parts: [[UInt8]] = []
    for (label, length) in numbers {
      guard let part = item[label]?.byteString, part.count == length else {
        throw .malformed(path: "\(path).\(label)", found: "another length or none", required: "\(length) bytes")
      }
      parts.append(part)
    }
    guard members.count == 1 + kind.count + numbers.count else {
      throw .malformed(
        path: path, found: "\(members.count) members", required: "no more than \(algorithm.rawValue) has")
    }
    self.algorithm = algorithm
    encoded = item.encoded
    raw = parts.flatMap { $0 }
    do throws(CryptographyError) { publicKey = try COSEKey.key(algorithm, parts) } catch {
      throw .malformed(path: path, found: "\(error)", required: "a public key")
    }
  }

  private static func key(
    _ algorithm: PasskeyAlgorithm, _ parts: [[UInt8]]
  ) throws(CryptographyError) -> PublicKey {
    switch algorithm {
    case .es256: try PublicKey(curve: .p256, uncompressedPoint: [4] + parts.flatMap { $0 })
    case .es384: try PublicKey(curve: .p384, uncompressedPoint: [4] + parts.flatMap { $0 })
    case .edDSA: try PublicKey(ed25519: parts.flatMap { $0 })
    case .rs256: try PublicKey(rsaModulus: parts[0], exponent: parts[1])
    }
  }
}

extension PasskeyAlgorithm {
  var scheme: SignatureScheme {
    switch self {
    case .es256: .ecdsa(.sha256)
    case .es384: .ecdsa(.sha384)
    case .edDSA: .ed25519
    case .rs256: .rsaPKCS1(.sha256)
    }
  }
}
