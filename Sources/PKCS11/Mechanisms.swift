internal import CCryptoki

/// The number of a mechanism; unknown ones survive.
public struct MechanismType: RawRepresentable, Sendable, Hashable {
  public let rawValue: UInt

  public init(rawValue: UInt) { self.rawValue = rawValue }

  public static let rsaKeyPairGeneration = MechanismType(rawValue: UInt(CKM_RSA_PKCS_KEY_PAIR_GEN))
  public static let ecKeyPairGeneration = MechanismType(rawValue: UInt(CKM_EC_KEY_PAIR_GEN))
  public static let edwardsKeyPairGeneration = MechanismType(rawValue: UInt(CKM_EC_EDWARDS_KEY_PAIR_GEN))
  public static let rsaPKCS = MechanismType(rawValue: UInt(CKM_RSA_PKCS))
  public static let rsaPSS = MechanismType(rawValue: UInt(CKM_RSA_PKCS_PSS))
  public static let ecdsa = MechanismType(rawValue: UInt(CKM_ECDSA))
  public static let eddsa = MechanismType(rawValue: UInt(CKM_EDDSA))
  public static let aesKeyGeneration = MechanismType(rawValue: UInt(CKM_AES_KEY_GEN))
  /// RFC 3394.
  public static let aesKeyWrap = MechanismType(rawValue: UInt(CKM_AES_KEY_WRAP))
  public static let aesKeyWrapPad = MechanismType(rawValue: UInt(CKM_AES_KEY_WRAP_PAD))
  /// RFC 5649; PKCS#11 3.0, which the header does not know.
  public static let aesKeyWrapKWP = MechanismType(rawValue: 0x210B)
  public static let sha256 = MechanismType(rawValue: UInt(CKM_SHA256))
  public static let sha384 = MechanismType(rawValue: UInt(CKM_SHA384))
  public static let sha512 = MechanismType(rawValue: UInt(CKM_SHA512))
}

/// A mechanism with its parameter.
public struct Mechanism: Sendable, Hashable {
  public let type: MechanismType
  let parameter: [UInt8]

  /// A mechanism without a parameter.
  public init(_ type: MechanismType) {
    self.type = type
    parameter = []
  }

  /// CKM_RSA_PKCS_PSS over a digest made outside, MGF1 with the same hash.
  ///
  /// - Parameter saltLength: bytes.
  /// - Returns: nil for a hash that PKCS#11 2.40 has no mask generation function for.
  public static func rsaPSS(hash: MechanismType, saltLength: UInt) -> Mechanism? {
    let masks: [MechanismType: UInt] = [
      .sha256: UInt(CKG_MGF1_SHA256), .sha384: UInt(CKG_MGF1_SHA384), .sha512: UInt(CKG_MGF1_SHA512),
    ]
    guard let mask = masks[hash] else { return nil }
    let parameters = CK_RSA_PKCS_PSS_PARAMS(hashAlg: hash.rawValue, mgf: mask, sLen: saltLength)
    return Mechanism(type: .rsaPSS, parameter: withUnsafeBytes(of: parameters) { Array($0) })
  }

  private init(type: MechanismType, parameter: [UInt8]) {
    self.type = type
    self.parameter = parameter
  }

  /// Lends the mechanism to C for one call.
  func withCMechanism(_ body: (UnsafeMutablePointer<CK_MECHANISM>) -> CK_RV) -> CK_RV {
    var bytes = parameter
    return bytes.withUnsafeMutableBytes { buffer in
      var mechanism = CK_MECHANISM(
        mechanism: type.rawValue, pParameter: buffer.isEmpty ? nil : buffer.baseAddress,
        ulParameterLen: CK_ULONG(buffer.count))
      return body(&mechanism)
    }
  }
}
