internal import DER
internal import Evidence
internal import X509

/// The extensions of one certificate in which a vendor says something, with a problem for each that is not there, is there
/// twice or is not of its form.
struct VendorExtensions {
  let certificate: TolerantCertificate
  private(set) var problems: [AppraisalProblem] = []

  init(_ certificate: TolerantCertificate) { self.certificate = certificate }

  /// The value of an extension that must be there once. `form` says in words what `read` takes.
  mutating func required<Value>(_ oid: ObjectIdentifier, _ form: String, _ read: ([UInt8]) -> Value?) -> Value? {
    if !certificate.has(oid) { add(.claimMissing, "\(oid), \(form)") }
    return optional(oid, form, read)
  }

  /// The value of an extension that may be there once; nil where it is not, or where it is malformed.
  mutating func optional<Value>(_ oid: ObjectIdentifier, _ form: String, _ read: ([UInt8]) -> Value?) -> Value? {
    let found = certificate.extensions.filter { $0.oid == oid }
    guard let only = found.first else { return nil }
    guard found.count == 1 else {
      add(.claimRepeated, "\(oid), \(found.count) times")
      return nil
    }
    guard let value = read(only.value) else {
      add(.claimUnknownValue, "\(oid) is \(Hex.encode(only.value.prefix(64))), must be \(form)")
      return nil
    }
    return value
  }

  mutating func add(_ kind: AppraisalProblem.Kind, _ detail: String) {
    problems.append(AppraisalProblem(kind, "\(certificate.subjectText): \(detail)"))
  }
}

extension TolerantCertificate {
  func has(_ oid: ObjectIdentifier) -> Bool { extensions.contains { $0.oid == oid } }

  /// Whether it says once, in its proper form, that it is the certificate of a CA.
  var isAuthority: Bool { extensions.extensionValue(BasicConstraints.self).value?.isCA == true }

  /// The only common name of the subject.
  var commonName: String? {
    let names = subjectValues(.commonName)
    return names.count == 1 ? names.first : nil
  }
}

/// Values of vendors' extensions that are DER, one value in each.
enum WrappedValue {
  /// An INTEGER from 0 to 2^32 - 1.
  static func number(_ value: [UInt8]) -> UInt32? {
    let number = try? DERReader.decode(value[...]) { reader throws(DERError) in try reader.integer() }
    return number.flatMap { UInt32(exactly: $0) }
  }

  static func octets(_ value: [UInt8]) -> [UInt8]? {
    try? DERReader.decode(value[...]) { reader throws(DERError) in try reader.octetString() }
  }

  static func boolean(_ value: [UInt8]) -> Bool? {
    try? DERReader.decode(value[...]) { reader throws(DERError) in try reader.boolean() }
  }

  static func text(_ value: [UInt8]) -> String? {
    try? DERReader.decode(value[...]) { reader throws(DERError) in try reader.characterString(.utf8).text }
  }

  /// A BIT STRING of exactly so many octets that is a big-endian number: bit 0 is the last bit of the last octet.
  static func bits(_ value: [UInt8], octets count: Int) -> UInt64? {
    let string = try? DERReader.decode(value[...]) { reader throws(DERError) in try reader.bitString() }
    guard let octets = string?.wholeBytes, octets.count == count, count <= 8 else { return nil }
    return octets.reduce(0) { $0 << 8 | UInt64($1) }
  }
}
