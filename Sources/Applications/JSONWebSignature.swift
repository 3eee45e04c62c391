public import Cryptography
internal import DER
internal import Documents
internal import Evidence

/// A compact JWS (RFC 7515) without its payload (appendix F): `<header>..<signature>`.
///
/// The verifier knows the payload and the key; nothing in the header leads to another. The header has `alg`, and may have
/// `kid`, `typ` and `cty`. Anything else is refused: `crit` and so `b64` (RFC 7797, 6), keys and addresses of keys.
public enum JSONWebSignature {
  /// True where the signature is the key's. Anything wrong with the text gives false.
  public static func verifies(_ text: String, over payload: [UInt8], by key: PublicKey, keyID: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map(Array.init)
    guard parts.count == 3, parts[1].isEmpty, let header = Base64URL.decode(parts[0]),
      let algorithm = algorithm(inHeader: header, keyID: keyID), algorithm.fits(key.facts.kind),
      let raw = Base64URL.decode(parts[2]), let signature = algorithm.signature(raw)
    else { return false }
    let input = parts[0] + [UInt8(ascii: ".")] + Array(Base64URL.encode(payload).utf8)
    return (try? key.verify(signature: signature, over: input, scheme: algorithm.scheme)) == true
  }

  /// Signs with the algorithm that the key is for.
  public static func sign(
    _ payload: [UInt8], with key: SoftwareKey, keyID: String
  ) throws(CryptographyError) -> String {
    guard let algorithm = JWSAlgorithm.allCases.first(where: { $0.fits(key.publicKey.facts.kind) }) else {
      throw .unsupportedAlgorithm("no JWS algorithm is for this key: use P-256, P-384, P-521, Ed25519 or RSA")
    }
    let members: [String: JSONValue] = ["alg": .string(algorithm.rawValue), "kid": .string(keyID)]
    let header = Base64URL.encode(JSONValue.object(members).canonicalBytes())
    let input = Array("\(header).\(Base64URL.encode(payload))".utf8)
    let signature = try key.sign(input, scheme: algorithm.scheme)
    guard let raw = algorithm.raw(signature) else {
      throw .library(function: "EVP_DigestSign", reason: "a signature that is none")
    }
    return "\(header)..\(Base64URL.encode(raw))"
  }

  private static func algorithm(inHeader header: [UInt8], keyID: String) -> JWSAlgorithm? {
    let shape = FieldShape<JWSAlgorithm>.object { fields throws(DocumentError) in
      let algorithm: JWSAlgorithm = try fields.required("alg", as: .choice)
      let named = try fields.optional("kid", as: .string)
      _ = try fields.optional("typ", as: .string)
      _ = try fields.optional("cty", as: .string)
      guard named == nil || named == keyID else { throw fields.error("kid", "expected \(keyID)") }
      return algorithm
    }
    return try? Document(json: header).read(as: shape)
  }
}

/// What RFC 7518 and RFC 8037 call the schemes that are taken; in this order for signing. Each is for one kind of key.
enum JWSAlgorithm: String, CaseIterable {
  case es256 = "ES256"
  case es384 = "ES384"
  case es512 = "ES512"
  case edDSA = "EdDSA"
  case ps256 = "PS256"
  case rs256 = "RS256"

  var scheme: SignatureScheme {
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

  func fits(_ kind: KeyKind) -> Bool {
    switch (self, kind) {
    case (.es256, .ec(let found)), (.es384, .ec(let found)), (.es512, .ec(let found)): found == curve
    case (.edDSA, .ed25519), (.ps256, .rsa), (.rs256, .rsa): true
    default: false
    }
  }

  /// The signature as libcrypto takes it: for ECDSA the two numbers side by side (RFC 7518, 3.4) become DER.
  func signature(_ raw: [UInt8]) -> [UInt8]? {
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
  func raw(_ signature: [UInt8]) -> [UInt8]? {
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
