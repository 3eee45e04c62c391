/// In what form the bytes to be signed are given.
public enum MessageForm: Sendable, Hashable {
  /// The message itself: whoever signs hashes it.
  case whole
  /// The message's digest under the scheme's hash, made by somebody else: what is signed cannot be parsed here.
  ///
  /// The salt is RSASSA-PSS's alone, in bytes; nil is as many as the digest has.
  case digest(pssSaltLength: Int?)
}

extension MessageForm {
  /// Why a key cannot sign this under the scheme in this form, or nil. Whether scheme and kind of key fit each other at
  /// all is another question, save for what a digest and its salt need.
  public func problem(message: [UInt8], scheme: SignatureScheme, key: KeyFacts) -> String? {
    guard case .digest(let salt) = self else { return nil }
    guard let hash = scheme.hash else { return "a digest under \(scheme): it signs whole messages alone" }
    guard message.count == hash.byteCount else {
      return "a digest of \(message.count) bytes; \(hash.rawValue) has \(hash.byteCount)"
    }
    guard let salt else { return nil }
    guard case .rsaPSS = scheme else { return "a salt under \(scheme): RSASSA-PSS alone has one" }
    guard let longest = key.longestPSSSalt(hash), (0...longest).contains(salt) else {
      let most = key.longestPSSSalt(hash).map { "0 to \($0)" } ?? "none"
      return "a salt of \(salt) bytes; with \(hash.rawValue) this key takes \(most)"
    }
    // RFC 4055, 1.2: the parameters of a key name the shortest salt that it may be used with.
    if case .hash? = key.pss, salt < hash.byteCount {
      return "a salt of \(salt) bytes; the key's own parameters want \(hash.byteCount) at least"
    }
    return nil
  }
}

extension KeyFacts {
  /// The bytes left for a salt in a PSS block (RFC 8017, 9.1.1); nil for a key that is no RSA key, or too short.
  public func longestPSSSalt(_ hash: HashAlgorithm) -> Int? {
    guard case .rsa = kind else { return nil }
    let block = (bits - 1 + 7) / 8
    let longest = block - hash.byteCount - 2
    return longest >= 0 ? longest : nil
  }
}

extension SignatureScheme {
  /// The hash that the scheme applies; nil for Ed25519 and Ed448, which have their own.
  public var hash: HashAlgorithm? {
    switch self {
    case .ecdsa(let hash), .rsaPKCS1(let hash), .rsaPSS(let hash): hash
    case .ed25519, .ed448: nil
    }
  }
}
