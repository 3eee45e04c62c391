internal import CCryptoki

/// The number of an attribute; unknown ones survive.
public struct AttributeType: RawRepresentable, Sendable, Hashable {
  public let rawValue: UInt

  public init(rawValue: UInt) { self.rawValue = rawValue }

  public static let objectClass = AttributeType(rawValue: UInt(CKA_CLASS))
  public static let token = AttributeType(rawValue: UInt(CKA_TOKEN))
  public static let isPrivate = AttributeType(rawValue: UInt(CKA_PRIVATE))
  public static let label = AttributeType(rawValue: UInt(CKA_LABEL))
  public static let application = AttributeType(rawValue: UInt(CKA_APPLICATION))
  public static let value = AttributeType(rawValue: UInt(CKA_VALUE))
  public static let valueLength = AttributeType(rawValue: UInt(CKA_VALUE_LEN))
  public static let checkValue = AttributeType(rawValue: UInt(CKA_CHECK_VALUE))
  public static let keyType = AttributeType(rawValue: UInt(CKA_KEY_TYPE))
  public static let id = AttributeType(rawValue: UInt(CKA_ID))
  public static let sensitive = AttributeType(rawValue: UInt(CKA_SENSITIVE))
  public static let encrypt = AttributeType(rawValue: UInt(CKA_ENCRYPT))
  public static let decrypt = AttributeType(rawValue: UInt(CKA_DECRYPT))
  public static let trusted = AttributeType(rawValue: UInt(CKA_TRUSTED))
  public static let wrapWithTrusted = AttributeType(rawValue: UInt(CKA_WRAP_WITH_TRUSTED))
  public static let wrap = AttributeType(rawValue: UInt(CKA_WRAP))
  public static let unwrap = AttributeType(rawValue: UInt(CKA_UNWRAP))
  public static let sign = AttributeType(rawValue: UInt(CKA_SIGN))
  public static let verify = AttributeType(rawValue: UInt(CKA_VERIFY))
  public static let derive = AttributeType(rawValue: UInt(CKA_DERIVE))
  public static let modulus = AttributeType(rawValue: UInt(CKA_MODULUS))
  public static let modulusBits = AttributeType(rawValue: UInt(CKA_MODULUS_BITS))
  public static let publicExponent = AttributeType(rawValue: UInt(CKA_PUBLIC_EXPONENT))
  public static let extractable = AttributeType(rawValue: UInt(CKA_EXTRACTABLE))
  public static let local = AttributeType(rawValue: UInt(CKA_LOCAL))
  public static let neverExtractable = AttributeType(rawValue: UInt(CKA_NEVER_EXTRACTABLE))
  public static let alwaysSensitive = AttributeType(rawValue: UInt(CKA_ALWAYS_SENSITIVE))
  public static let keyGenerationMechanism = AttributeType(rawValue: UInt(CKA_KEY_GEN_MECHANISM))
  public static let modifiable = AttributeType(rawValue: UInt(CKA_MODIFIABLE))
  public static let publicKeyInfo = AttributeType(rawValue: UInt(CKA_PUBLIC_KEY_INFO))
  public static let ecParameters = AttributeType(rawValue: UInt(CKA_EC_PARAMS))
  public static let ecPoint = AttributeType(rawValue: UInt(CKA_EC_POINT))
}

/// One attribute of a template.
public struct Attribute: Sendable, Hashable {
  public let type: AttributeType
  /// As the module stores it.
  public let value: [UInt8]

  public init(_ type: AttributeType, _ bytes: [UInt8]) {
    self.type = type
    value = bytes
  }

  public init(_ type: AttributeType, _ flag: Bool) {
    self.init(type, [flag ? 1 : 0])
  }

  public init(_ type: AttributeType, _ text: String) {
    self.init(type, Array(text.utf8))
  }

  /// A CK_ULONG, in the machine's byte order.
  public init(_ type: AttributeType, number: UInt) {
    self.init(type, withUnsafeBytes(of: number) { Array($0) })
  }

  /// What kind of object it is.
  public init(_ objectClass: ObjectClass) {
    self.init(.objectClass, number: objectClass.rawValue)
  }
}

public struct ObjectClass: RawRepresentable, Sendable, Hashable {
  public let rawValue: UInt

  public init(rawValue: UInt) { self.rawValue = rawValue }

  public static let data = ObjectClass(rawValue: UInt(CKO_DATA))
  public static let certificate = ObjectClass(rawValue: UInt(CKO_CERTIFICATE))
  public static let publicKey = ObjectClass(rawValue: UInt(CKO_PUBLIC_KEY))
  public static let secretKey = ObjectClass(rawValue: UInt(CKO_SECRET_KEY))
  public static let privateKey = ObjectClass(rawValue: UInt(CKO_PRIVATE_KEY))

  /// Such as `private-key`; other classes by their number.
  public var name: String {
    switch self {
    case .data: "data"
    case .certificate: "certificate"
    case .publicKey: "public-key"
    case .secretKey: "secret-key"
    case .privateKey: "private-key"
    default: "class 0x" + String(rawValue, radix: 16)
    }
  }
}

public struct KeyType: RawRepresentable, Sendable, Hashable {
  public let rawValue: UInt

  public init(rawValue: UInt) { self.rawValue = rawValue }

  public static let rsa = KeyType(rawValue: UInt(CKK_RSA))
  public static let aes = KeyType(rawValue: UInt(CKK_AES))
  public static let ec = KeyType(rawValue: UInt(CKK_EC))
  public static let ecEdwards = KeyType(rawValue: UInt(CKK_EC_EDWARDS))
  public static let generic = KeyType(rawValue: UInt(CKK_GENERIC_SECRET))

  /// Such as `ec`; other types by their number.
  public var name: String {
    switch self {
    case .rsa: "rsa"
    case .aes: "aes"
    case .ec: "ec"
    case .ecEdwards: "edwards"
    case .generic: "generic-secret"
    default: "type 0x" + String(rawValue, radix: 16)
    }
  }
}

/// Attributes as a module answered them. What it did not answer is absent.
public struct AttributeValues: Sendable, Hashable {
  let values: [AttributeType: [UInt8]]

  public subscript(type: AttributeType) -> [UInt8]? { values[type] }

  /// Nil where the attribute is absent or no CK_BBOOL: a byte that is neither CK_TRUE nor CK_FALSE says nothing.
  public func flag(_ type: AttributeType) -> Bool? {
    switch values[type] {
    case [1]: true
    case [0]: false
    default: nil
    }
  }

  /// Nil where the attribute is absent, no CK_ULONG, or CK_UNAVAILABLE_INFORMATION.
  public func number(_ type: AttributeType) -> UInt? {
    guard let value = values[type], value.count == MemoryLayout<UInt>.size else { return nil }
    let number = value.withUnsafeBytes { $0.loadUnaligned(as: UInt.self) }
    return number == UInt.max ? nil : number
  }
}

/// Lends a template to C: one buffer for all values, and pointers into it for as long as the call takes.
func withTemplate(
  _ attributes: [Attribute], _ body: (UnsafeMutablePointer<CK_ATTRIBUTE>?, CK_ULONG) -> CK_RV
) -> CK_RV {
  var storage = attributes.flatMap(\.value) + [0]
  return storage.withUnsafeMutableBytes { buffer in
    var offset = 0
    var template: [CK_ATTRIBUTE] = attributes.map { attribute in
      defer { offset += attribute.value.count }
      return CK_ATTRIBUTE(
        type: attribute.type.rawValue, pValue: buffer.baseAddress?.advanced(by: offset),
        ulValueLen: CK_ULONG(attribute.value.count))
    }
    return template.withUnsafeMutableBufferPointer { body($0.baseAddress, CK_ULONG($0.count)) }
  }
}
