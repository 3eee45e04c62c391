internal import Cryptography
internal import DER
internal import Evidence

/// A proof that the caller holds a key (RFC 9449, 4).
struct DPoPProof {
  /// Seconds that a proof may be old, or ahead of our clock.
  static let longestAge: Int64 = 60
  static let longestLead: Int64 = 10

  /// The thumbprint of the key.
  let thumbprint: String
  /// What must not come twice: the key and `jti`.
  let identifier: Digest
  /// From here on the proof is too old by itself.
  let expires: Instant

  /// Checks all of 4.3 but the replay. `token`: the access token that comes with the proof; nil at the token endpoint.
  init(_ approach: Approach, token: String?, now: Instant) throws(OAuthError) {
    guard approach.proofs.count == 1, let text = approach.proofs.first else { throw .proof("expected one header") }
    guard let signed = SignedToken(text, headers: ["typ", "alg", "jwk", "kid"]) else {
      throw .proof("expected a JWS signed with an algorithm of this server")
    }
    guard signed.header.string("typ") == "dpop+jwt" else { throw .proof("typ must be dpop+jwt") }
    guard let object = signed.header.object("jwk"), let jwk = JSONWebKey(object) else {
      throw .proof("jwk must be a public key of P-256, P-384, RSA or Ed25519")
    }
    guard signed.verifies(by: jwk.key) else { throw .proof("the signature is not that of jwk") }
    let claims = signed.claims
    guard let jti = claims.string("jti"), jti.utf8.count <= 256 else { throw .proof("jti is missing") }
    guard claims.string("htm") == approach.method else { throw .proof("htm is another method") }
    guard let address = claims.string("htu"), WebAddress.same(address, approach.url) else {
      throw .proof("htu is another address")
    }
    guard let issued = claims.date("iat") else { throw .proof("iat is missing") }
    let expires = Instant(seconds: issued).adding(seconds: DPoPProof.longestAge)
    guard Instant(seconds: issued) <= now.adding(seconds: DPoPProof.longestLead), now < expires else {
      throw .proof("iat is not now")
    }
    let wanted = token.map { Base64URL.encode(Hash.digest(Array($0.utf8)).bytes) }
    guard wanted == nil || claims.string("ath") == wanted else { throw .proof("ath is another token") }
    thumbprint = jwk.thumbprint
    identifier = Hash.digest(Array("\(jwk.thumbprint).\(jti)".utf8))
    self.expires = expires
  }
}

/// Compares addresses as RFC 9449, 4.3 asks: without query and fragment; scheme and host in any case.
enum WebAddress {
  static func same(_ left: String, _ right: String) -> Bool {
    guard let left = normal(left), let right = normal(right) else { return false }
    return left.utf8.elementsEqual(right.utf8)
  }

  private static func normal(_ text: String) -> String? {
    let plain = text.prefix { $0 != "?" && $0 != "#" }
    guard plain.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), let mark = plain.range(of: "://") else { return nil }
    let scheme = plain[..<mark.lowerBound].lowercased()
    let rest = plain[mark.upperBound...]
    var host = rest.prefix { $0 != "/" }.lowercased()
    if scheme == "https", host.hasSuffix(":443") { host.removeLast(4) }
    let path = rest.drop { $0 != "/" }
    return "\(scheme)://\(host)\(path.isEmpty ? "/" : path)"
  }
}

extension StringProtocol {
  /// The first place of a text in another; Foundation is not for a pure module.
  fileprivate func range(of text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
