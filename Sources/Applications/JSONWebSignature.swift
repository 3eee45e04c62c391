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
