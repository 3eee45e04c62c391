public import Cryptography
internal import DER
internal import Evidence

/// A public key as RFC 7517 writes it. Only kinds that an algorithm of ours signs with: P-256, P-384, RSA, Ed25519.
public struct JSONWebKey: Sendable {
  public let key: PublicKey
  public let keyID: String?
  /// The thumbprint of RFC 7638: SHA-256 over the members that make the key, base64url.
  public let thumbprint: String

  /// Members that say nothing of the key itself. A private member, or an unknown one, refuses the key.
  private static let harmless: Set<String> = ["kid", "use", "alg", "key_ops", "ext"]

  public init?(json: [UInt8]) {
    guard let object = JSONObject(json) else { return nil }
    self.init(object)
  }

  init?(_ object: JSONObject) {
    let names = object.names.subtracting(JSONWebKey.harmless)
    func bytes(_ name: String) -> [UInt8]? { object.string(name).flatMap { Base64URL.decode($0) } }
    let key: PublicKey?
    switch (object.string("kty"), object.string("crv")) {
    case ("EC", let name?):
      let curves: [String: EllipticCurve] = ["P-256": .p256, "P-384": .p384]
      guard names == ["kty", "crv", "x", "y"], let curve = curves[name], let x = bytes("x"), let y = bytes("y"),
        x.count == (curve.bits + 7) / 8, y.count == x.count
      else { return nil }
      key = try? PublicKey(curve: curve, uncompressedPoint: [4] + x + y)
    case ("RSA", nil):
      guard names == ["kty", "n", "e"], let modulus = bytes("n"), let exponent = bytes("e"), modulus.first != 0,
        exponent.first != 0
      else { return nil }
      key = try? PublicKey(rsaModulus: modulus, exponent: exponent)
    case ("OKP", "Ed25519"):
      guard names == ["kty", "crv", "x"], let x = bytes("x") else { return nil }
      key = try? PublicKey(ed25519: x)
    default: return nil
    }
    guard let key else { return nil }
    self.key = key
    keyID = object.string("kid")
    // Base64url has one spelling here, so that a key has one thumbprint.
    let members = names.map { ($0, JSONValue.string(object.string($0) ?? "")) }
    let canonical = JSONValue.object(Dictionary(members) { first, _ in first }).canonicalBytes()
    thumbprint = Base64URL.encode(Hash.digest(canonical).bytes)
  }
}

/// A compact JWS with its payload (RFC 7515, 3.1), taken apart and not yet believed.
struct SignedToken {
  static let longest = 16_384
  /// `none` and the symmetric ones are not among them; ES512 is left out as no client needs it.
  static let algorithms: [JWSAlgorithm] = [.es256, .es384, .rs256, .ps256, .edDSA]

  let algorithm: JWSAlgorithm
  let header: JSONObject
  let claims: JSONObject
  private let input: [UInt8]
  private let signature: [UInt8]

  /// Nil for anything but three canonical base64url parts of two objects and a signature, an algorithm of the list, and
  /// headers of these names: nothing in a header leads to another key, and none is critical.
  init?(_ text: String, headers: Set<String>) {
    guard text.utf8.count <= SignedToken.longest else { return nil }
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map(Array.init)
    guard parts.count == 3, let headerBytes = Base64URL.decode(parts[0]), let payload = Base64URL.decode(parts[1]),
      let signature = Base64URL.decode(parts[2]), let header = JSONObject(headerBytes),
      let claims = JSONObject(payload), header.names.isSubset(of: headers),
      let algorithm = header.string("alg").flatMap(JWSAlgorithm.init(rawValue:)),
      SignedToken.algorithms.contains(algorithm)
    else { return nil }
    self.algorithm = algorithm
    self.header = header
    self.claims = claims
    input = parts[0] + [UInt8(ascii: ".")] + parts[1]
    self.signature = signature
  }

  func verifies(by key: PublicKey) -> Bool {
    guard algorithm.fits(key.facts.kind), let raw = algorithm.signature(signature) else { return false }
    return (try? key.verify(signature: raw, over: input, scheme: algorithm.scheme)) == true
  }
}
