internal import Cryptography
public import Evidence
internal import PKCS11

/// One object on a token, by what the module tells of it. No value of a secret is read.
public struct TokenObject: Sendable, Hashable {
  /// Such as `private-key`, or `class 0x…` where the number has no name here.
  public let objectClass: String
  public let label: String
  public let ckaID: [UInt8]
  /// Such as `ec`; nil for what is no key.
  public let keyType: String?
  /// Bits of a modulus, of a curve or of a secret key; nil where it is not told.
  public let bits: Int?
  /// SHA-256 of the SubjectPublicKeyInfo; nil where the object does not tell enough of it.
  public let spkiSHA256: Digest?
  /// CKA_CHECK_VALUE of a secret key; nil where the module gives none.
  public let checkValue: [UInt8]?
  /// CKA_LOCAL, CKA_SENSITIVE, CKA_EXTRACTABLE, CKA_WRAP_WITH_TRUSTED, CKA_TRUSTED and CKA_PRIVATE.
  public let local: Truth
  public let sensitive: Truth
  public let extractable: Truth
  public let wrapWithTrusted: Truth
  public let trusted: Truth
  public let isPrivate: Truth
}

extension TokenPool {
  /// Every object on the token, in an order that depends on nothing but the objects.
  public func inventory() async throws(TokenPoolError) -> [TokenObject] {
    try await perform { _, lane throws(LaneError) in
      var objects: [TokenObject] = []
      for handle in try lane.find([Attribute(.token, true)]) {
        let values = try lane.use { session throws(PKCS11Error) in
          try session.attributes(handle, TokenObject.attributes)
        }
        objects.append(TokenObject(values))
      }
      return objects.sorted { TokenObject.isOrdered($0.sortingKey, $1.sortingKey) }
    }
  }
}

extension TokenObject {
  fileprivate static let attributes: [AttributeType] = [
    .objectClass, .label, .id, .keyType, .modulus, .modulusBits, .publicExponent, .ecParameters, .ecPoint, .valueLength,
    .publicKeyInfo, .checkValue, .local, .sensitive, .extractable, .wrapWithTrusted, .trusted, .isPrivate,
  ]

  fileprivate init(_ values: AttributeValues) {
    let kind = values.number(.objectClass).map(ObjectClass.init(rawValue:))
    objectClass = kind?.name ?? "class not told"
    label = TokenObject.shown(values[.label] ?? [])
    ckaID = values[.id] ?? []
    let isKey = kind.map { [.publicKey, .privateKey, .secretKey].contains($0) } ?? false
    keyType = isKey ? values.number(.keyType).map { KeyType(rawValue: $0).name } ?? "type not told" : nil
    let facts = isKey && kind != .secretKey ? TokenObject.facts(values) : nil
    spkiSHA256 = facts?.spkiSHA256
    checkValue = kind == .secretKey ? values[.checkValue].flatMap { $0.isEmpty ? nil : $0 } : nil
    bits = isKey ? facts?.bits ?? TokenObject.bits(values) : nil
    func truth(_ type: AttributeType) -> Truth { Truth(values.flag(type)) }
    local = truth(.local)
    sensitive = truth(.sensitive)
    extractable = truth(.extractable)
    wrapWithTrusted = truth(.wrapWithTrusted)
    trusted = truth(.trusted)
    isPrivate = truth(.isPrivate)
  }

  private static func bits(_ values: AttributeValues) -> Int? {
    if let curve = TokenPublicKey.curve(of: values) { return curve.bits }
    let modulus = (values[.modulus] ?? []).drop { $0 == 0 }
    if let first = modulus.first { return 8 * modulus.count - first.leadingZeroBitCount }
    guard let length = values.number(.valueLength), (1...(1 << 20)).contains(length) else { return nil }
    return 8 * Int(length)
  }

  /// From the parts of a public key, or from CKA_PUBLIC_KEY_INFO; SoftHSM leaves that empty.
  private static func facts(_ values: AttributeValues) -> KeyFacts? {
    if let key = try? TokenPublicKey.read(values) { return key.facts }
    guard let info = values[.publicKeyInfo], !info.isEmpty else { return nil }
    return try? PublicKey(spki: info).facts
  }

  /// Labels are what anybody wrote: what could act on a terminal is escaped.
  private static func shown(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self).unicodeScalars.map { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate:
        "\\u{" + String(scalar.value, radix: 16) + "}"
      default: String(scalar)
      }
    }.joined()
  }

  fileprivate var sortingKey: [String] {
    [
      label, Hex.encode(ckaID), objectClass, keyType ?? "", spkiSHA256?.hex ?? "", bits.map { "\($0)" } ?? "",
      local.rawValue, extractable.rawValue, sensitive.rawValue, wrapWithTrusted.rawValue, trusted.rawValue,
      isPrivate.rawValue, checkValue.map(Hex.encode) ?? "",
    ]
  }

  fileprivate static func isOrdered(_ left: [String], _ right: [String]) -> Bool {
    left.lexicographicallyPrecedes(right) { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
