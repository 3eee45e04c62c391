public import DER

/// One extension as it stands in a certificate: its value is not looked into here.
public struct Extension: Sendable, Hashable {
  public let oid: ObjectIdentifier
  public let critical: Bool
  /// Content of the OCTET STRING.
  public let value: [UInt8]

  public init(oid: ObjectIdentifier, critical: Bool, value: [UInt8]) {
    self.oid = oid
    self.critical = critical
    self.value = value
  }

  public init(_ value: some CertificateExtension, critical: Bool) {
    self.init(oid: type(of: value).oid, critical: critical, value: value.encoded())
  }
}

extension Extension: DERCodable {
  public init(from reader: inout DERReader) throws(DERError) {
    self = try reader.sequence { reader throws(DERError) in
      let oid = try reader.objectIdentifier()
      return try reader.field("\(oid)") { reader throws(DERError) in
        Extension(oid: oid, critical: try reader.booleanDefaultFalse(), value: try reader.octetString())
      }
    }
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      writer.objectIdentifier(oid)
      writer.booleanDefaultFalse(critical)
      writer.octetString(value)
    }
  }
}

/// A type of extension whose value can be read and written.
public protocol CertificateExtension: DERCodable, Hashable {
  static var oid: ObjectIdentifier { get }
}

extension CertificateExtension {
  /// Decodes the content of the extension's OCTET STRING.
  public init(extensionValue: [UInt8]) throws(X509Error) {
    self = try Self.decoded(extensionValue)
  }

  /// The content of the extension's OCTET STRING, made from the value.
  public func encoded() -> [UInt8] { derEncoded }
}

/// What a list of extensions says about one type: a malformed extension is for a rule to name, not for the parser.
public enum ExtensionValue<Value: CertificateExtension>: Sendable, Hashable {
  case absent
  case present(Value, critical: Bool)
  case malformed(X509Error, critical: Bool)
  /// More than one instance, which RFC 5280, 4.2 forbids.
  case repeated

  /// The value where it is there once and well formed.
  public var value: Value? {
    if case .present(let value, _) = self { value } else { nil }
  }

  /// Criticality where there is exactly one instance.
  public var critical: Bool? {
    switch self {
    case .present(_, let critical), .malformed(_, let critical): critical
    case .absent, .repeated: nil
    }
  }
}

extension [Extension] {
  /// The extension of a type, decoded.
  public func extensionValue<Value: CertificateExtension>(_ type: Value.Type) -> ExtensionValue<Value> {
    let found = filter { $0.oid == Value.oid }
    guard let only = found.first else { return .absent }
    guard found.count == 1 else { return .repeated }
    do { return .present(try Value(extensionValue: only.value), critical: only.critical) } catch {
      return .malformed(error, critical: only.critical)
    }
  }

  /// Identifiers that stand more than once, each named once.
  public var repeatedOIDs: [ObjectIdentifier] {
    var repeated: [ObjectIdentifier] = []
    var counts: [ObjectIdentifier: Int] = [:]
    for item in self {
      counts[item.oid, default: 0] += 1
      // The second one: a look through what is known already would cost the square of a hostile length.
      if counts[item.oid] == 2 { repeated.append(item.oid) }
    }
    return repeated
  }
}
