/// One signed blob: attributes of one or two objects, and the partition's signature over all before it.
///
/// There are two layouts. In the newer one headers say where the objects begin; in the older one they begin at a fixed place
/// that depends on what the statement is about. Every length is held against the bytes that are there, and a blob that reads
/// in more than one way is refused: a label is anybody's to choose, and could hold what looks like an object.
struct MarvellBlob {
  static let signatureBytes = 256
  /// Object headers of the older layout begin here: a key pair, a secret key, and a key of Azure's firmware 2.x.
  private static let pairOffset = 984
  private static let singleOffsets = [24, 20]
  private static let responseHeaderBytes = 16

  /// What the signature is over.
  let signed: [UInt8]
  let signature: [UInt8]
  let objects: [MarvellObject]

  /// Whether the bytes begin like the newer layout: the header's total is their number.
  static func announcesItself(_ bytes: [UInt8]) -> Bool {
    bytes[...].word(at: 8).flatMap { Int(exactly: $0) } == bytes.count && bytes.count > signatureBytes
  }

  init(_ bytes: [UInt8], path: String) throws(AttestationError) {
    guard bytes.count > MarvellBlob.signatureBytes + MarvellBlob.responseHeaderBytes else {
      throw .malformed(path: path, found: "\(bytes.count) bytes", required: "headers, attributes and a signature")
    }
    signed = bytes.dropLast(MarvellBlob.signatureBytes)
    signature = bytes.suffix(MarvellBlob.signatureBytes)
    let newer = MarvellBlob.announcesItself(bytes)
    guard let objects = newer ? MarvellBlob.newer(signed) : MarvellBlob.older(signed) else {
      throw .malformed(
        path: path, found: "no attributes where its \(newer ? "headers" : "layout") puts them",
        required: "the attributes of one key in one layout")
    }
    self.objects = objects
  }

  /// Response header {code, flags, total, length of the rest}, then an info header {version 1, flags, offset of the public
  /// or only object, offset of the private one or 0}. Offsets count from the info header.
  private static func newer(_ signed: [UInt8]) -> [MarvellObject]? {
    guard let length = signed[...].word(at: 12).flatMap({ Int(exactly: $0) }), length >= 8,
      length <= signed.count - responseHeaderBytes
    else { return nil }
    let attributes = signed.suffix(length)
    guard attributes.half(at: 0) == 1, let first = attributes.half(at: 4), let second = attributes.half(at: 6) else {
      return nil
    }
    var objects: [MarvellObject] = []
    for offset in second == 0 ? [first] : [first, second] {
      guard offset >= 8, let object = MarvellObject(attributes, at: Int(offset)) else { return nil }
      objects.append(object)
    }
    return objects
  }

  private static func older(_ signed: [UInt8]) -> [MarvellObject]? {
    var readings: [[MarvellObject]] = []
    if let first = MarvellObject(signed[...], at: pairOffset),
      let second = MarvellObject(signed[...], at: pairOffset + first.byteCount)
    {
      readings.append([first, second])
    }
    for offset in singleOffsets {
      if let only = MarvellObject(signed[...], at: offset) { readings.append([only]) }
    }
    return readings.count == 1 ? readings.first : nil
  }
}

/// The attributes of one key object: a header {handle, number, bytes}, then {type, length, value} each.
struct MarvellObject {
  static let publicKey: UInt64 = 2
  static let privateKey: UInt64 = 3
  /// More than any firmware writes.
  private static let mostAttributes = 256

  /// Values by type; where a type is there twice, the first.
  let attributes: [UInt32: [UInt8]]
  /// Types that are there twice.
  let repeated: Set<UInt32>
  /// With the header.
  let byteCount: Int

  /// Reads the object that begins so many bytes into `bytes`; nil where none does. An object has a class, and its
  /// attributes fill it to the byte.
  init?(_ bytes: ArraySlice<UInt8>, at offset: Int) {
    guard let count = bytes.word(at: offset + 4), count <= MarvellObject.mostAttributes,
      let size = bytes.word(at: offset + 8).flatMap({ Int(exactly: $0) }), size <= bytes.count - offset - 12
    else { return nil }
    var rest = bytes.dropFirst(offset + 12).prefix(size)
    var attributes: [UInt32: [UInt8]] = [:]
    var repeated: Set<UInt32> = []
    for _ in 0..<count {
      guard let type = rest.word(at: 0), let length = rest.word(at: 4).flatMap({ Int(exactly: $0) }),
        length <= rest.count - 8
      else { return nil }
      let value = Array(rest.dropFirst(8).prefix(length))
      rest = rest.dropFirst(8 + length)
      if attributes[type] == nil { attributes[type] = value } else { repeated.insert(type) }
    }
    guard rest.isEmpty, attributes[MarvellAttribute.objectClass.rawValue] != nil else { return nil }
    self.attributes = attributes
    self.repeated = repeated
    byteCount = 12 + size
  }

  subscript(name: MarvellAttribute) -> [UInt8]? { attributes[name.rawValue] }

  /// A number of at most eight octets, big-endian.
  func number(_ name: MarvellAttribute) -> UInt64? {
    guard let value = self[name], (1...8).contains(value.count) else { return nil }
    return value.reduce(0) { $0 << 8 | UInt64($1) }
  }

  var objectClass: UInt64? { number(.objectClass) }
}

/// Attribute types: those of PKCS#11, but for 0x1003.
enum MarvellAttribute: UInt32, CaseIterable {
  case objectClass = 0x0
  case label = 0x3
  case keyType = 0x100
  case id = 0x102
  case sensitive = 0x103
  case decrypt = 0x105
  case wrap = 0x106
  case sign = 0x108
  case derive = 0x10C
  /// The modulus, or the point of an EC key.
  case modulus = 0x120
  /// The bits of the modulus, or OpenSSL's number of the curve.
  case modulusBits = 0x121
  case publicExponent = 0x122
  case extractable = 0x162
  case local = 0x163
  case neverExtractable = 0x164
  case alwaysSensitive = 0x165
  /// "EKCV": SHA-256 over the SubjectPublicKeyInfo.
  case keyDigest = 0x1003
}

extension ArraySlice<UInt8> {
  /// The big-endian 32 bits so many bytes into the slice; nil past its end.
  fileprivate func word(at offset: Int) -> UInt32? {
    guard offset >= 0, offset <= count - 4 else { return nil }
    return dropFirst(offset).prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// The big-endian 16 bits so many bytes into the slice; nil past its end.
  fileprivate func half(at offset: Int) -> UInt16? {
    guard offset >= 0, offset <= count - 2 else { return nil }
    return dropFirst(offset).prefix(2).reduce(0) { $0 << 8 | UInt16($1) }
  }
}
