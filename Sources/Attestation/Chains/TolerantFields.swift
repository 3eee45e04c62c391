internal import DER
internal import Evidence
internal import X509

/// What stands in a TBSCertificate (RFC 5280, 4.1), read past the defects of `TolerantCertificate.Defect`.
struct TolerantFields {
  let version: Int64
  let serialNumber: [UInt8]
  let algorithm: AlgorithmIdentifier
  let issuer: [UInt8]
  let notBefore: Instant
  let notAfter: Instant
  let subject: [UInt8]
  let spki: [UInt8]
  let extensions: [Extension]

  typealias Defect = TolerantCertificate.Defect

  init(from reader: inout DERReader, _ defects: inout Set<Defect>) throws(DERError) {
    var found: Set<Defect> = []
    self = try reader.sequence { reader throws(DERError) in try TolerantFields(fields: &reader, &found) }
    defects.formUnion(found)
  }

  private init(fields reader: inout DERReader, _ defects: inout Set<Defect>) throws(DERError) {
    let stated = try reader.field("version") { r throws(DERError) in
      try r.optionalExplicit(0) { r throws(DERError) in try r.integer() }
    }
    if stated == 0 { defects.insert(.explicitVersion) }
    guard let version = stated ?? 0 as Int64?, (0...2).contains(version) else {
      throw reader.error(.constraint, found: "an unknown version", required: "1 to 3")
    }
    self.version = version + 1
    serialNumber = Array(try reader.field("serialNumber") { r throws(DERError) in try r.primitive(.integer) })
    if !TolerantFields.isProper(serialNumber) { defects.insert(.badSerialNumber) }
    algorithm = try reader.read(AlgorithmIdentifier.self, "signature")
    issuer = try TolerantFields.name("issuer", &reader, &defects)
    (notBefore, notAfter) = try TolerantFields.validity(&reader, &defects)
    subject = try TolerantFields.name("subject", &reader, &defects)
    spki = try reader.field("subjectPublicKeyInfo") { r throws(DERError) in
      try r.withBytes { r throws(DERError) in
        try r.sequence { r throws(DERError) in
          _ = try r.element()
          return try r.bitString()
        }
      }.bytes
    }
    for number in [1, 2] as [UInt32] where reader.next(is: .context(number, constructed: false)) {
      _ = try reader.element()
    }
    var found: Set<Defect> = []
    extensions =
      try reader.field("extensions") { r throws(DERError) in
        try r.optionalExplicit(3) { r throws(DERError) in
          try r.sequence(atLeast: 1) { r throws(DERError) in try TolerantFields.item(&r, &found) }
        }
      } ?? []
    guard extensions.isEmpty || version == 2 else {
      throw reader.error(.constraint, found: "extensions in version \(version + 1)", required: "version 3")
    }
    defects.formUnion(found)
  }

  private static func item(_ reader: inout DERReader, _ defects: inout Set<Defect>) throws(DERError) -> Extension {
    var isExplicit = false
    let value = try reader.sequence { reader throws(DERError) in
      let oid = try reader.objectIdentifier()
      var critical = false
      if reader.next(is: .boolean) {
        critical = try reader.boolean()
        isExplicit = !critical
      }
      return Extension(oid: oid, critical: critical, value: try reader.octetString())
    }
    if isExplicit { defects.insert(.explicitDefault) }
    return value
  }

  private static func name(
    _ field: String, _ reader: inout DERReader, _ defects: inout Set<Defect>
  ) throws(DERError) -> [UInt8] {
    let bytes = Array(
      try reader.field(field) { r throws(DERError) in
        guard r.next(is: .sequence) else {
          throw r.error(.unexpectedTag, found: "another value", required: "a Name")
        }
        return try r.element().bytes
      })
    if try TolerantName.isUnordered(bytes) { defects.insert(.unorderedName) }
    return bytes
  }

  private static func validity(
    _ reader: inout DERReader, _ defects: inout Set<Defect>
  ) throws(DERError) -> (Instant, Instant) {
    let (first, last) = try reader.field("validity") { r throws(DERError) in
      try r.sequence { r throws(DERError) in
        (try r.read(X509.Time.self, "notBefore"), try r.read(X509.Time.self, "notAfter"))
      }
    }
    if !first.isEncodedAsRFC5280Requires || !last.isEncodedAsRFC5280Requires { defects.insert(.wrongTimeType) }
    return (Instant(seconds: first.secondsSinceEpoch), Instant(seconds: last.secondsSinceEpoch))
  }

  /// Positive and as short as can be; 0 is what some roots have, and no defect that matters.
  private static func isProper(_ content: [UInt8]) -> Bool {
    guard let first = content.first, first & 0x80 == 0 else { return false }
    guard content.count > 1 else { return true }
    return first != 0 || content[1] & 0x80 != 0
  }
}
