internal import Documents
internal import Evidence
internal import TokenPool

extension KeyPairKind {
  private enum Family: String, CaseIterable { case rsa, ec, ed25519 }

  init(_ fields: inout Fields) throws(DocumentError) {
    let family: Family = try fields.required("type", as: .choice)
    switch family {
    case .rsa:
      let bits = try fields.required("bits", as: .integer(in: 2048...8192))
      guard bits.isMultiple(of: 1024) else { throw fields.error("bits", "must be a multiple of 1024, is \(bits)") }
      self = .rsa(bits: Int(bits))
    case .ec: self = .ec(try fields.required("curve", as: .choice))
    case .ed25519: self = .ed25519
    }
    for name in ["bits", "curve"] where try fields.optional(name, as: .document) != nil {
      let used = (name == "bits" && family == .rsa) || (name == "curve" && family == .ec)
      guard used else { throw fields.error(name, "does not apply to keys of type \(family.rawValue)") }
    }
  }

  static var shape: FieldShape<KeyPairKind> {
    .object { fields throws(DocumentError) in try KeyPairKind(&fields) }
  }

  /// Whether a key of this kind can make such signatures.
  func fits(_ signature: SignatureName) -> Bool {
    switch (self, signature.scheme) {
    case (.rsa, .rsaPKCS1), (.rsa, .rsaPSS), (.ec, .ecdsa), (.ed25519, .ed25519): true
    default: false
    }
  }
}

extension KeyPairKind {
  /// Such as `RSA-3072` or `P-384`.
  var name: String {
    switch self {
    case .rsa(let bits): "RSA-\(bits)"
    case .ec(let curve): curve.rawValue
    case .ed25519: "Ed25519"
    }
  }
}

/// Signature algorithms by the names that scripts use.
enum SignatureName: String, CaseIterable, Sendable {
  case ecdsaSHA256 = "ecdsa-sha256"
  case ecdsaSHA384 = "ecdsa-sha384"
  case ecdsaSHA512 = "ecdsa-sha512"
  case rsaSHA256 = "rsa-pkcs1-sha256"
  case rsaSHA384 = "rsa-pkcs1-sha384"
  case rsaSHA512 = "rsa-pkcs1-sha512"
  case pssSHA256 = "rsa-pss-sha256"
  case pssSHA384 = "rsa-pss-sha384"
  case pssSHA512 = "rsa-pss-sha512"
  case ed25519

  /// Nil for a scheme that no script names.
  init?(_ scheme: SignatureScheme) {
    guard let name = SignatureName.allCases.first(where: { $0.scheme == scheme }) else { return nil }
    self = name
  }

  var scheme: SignatureScheme {
    switch self {
    case .ecdsaSHA256: .ecdsa(.sha256)
    case .ecdsaSHA384: .ecdsa(.sha384)
    case .ecdsaSHA512: .ecdsa(.sha512)
    case .rsaSHA256: .rsaPKCS1(.sha256)
    case .rsaSHA384: .rsaPKCS1(.sha384)
    case .rsaSHA512: .rsaPKCS1(.sha512)
    case .pssSHA256: .rsaPSS(.sha256)
    case .pssSHA384: .rsaPSS(.sha384)
    case .pssSHA512: .rsaPSS(.sha512)
    case .ed25519: .ed25519
    }
  }
}
