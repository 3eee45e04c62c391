internal import Cryptography
internal import DER
public import Evidence

/// Evidence as it came: the parts of one statement by name, and more certificates that may help.
///
/// docs/ATTESTATION.md names the parts of each format. A statement that came as one file has the one part `statement`.
public struct Statement: Sendable, Hashable {
  /// The part of a statement that came as one file.
  public static let whole = "statement"
  /// Bytes of all parts and certificates together: many times what any format needs.
  public static let mostBytes = 1 << 20
  /// Parts, and certificates beside them.
  public static let mostParts = 64

  /// Nil where the formats are to find out.
  public let format: String?
  /// Bytes by name: DER, PEM, JSON, XML or a vendor's own, as the format takes them.
  public let parts: [String: [UInt8]]
  /// Certificates that came beside the statement; each may be PEM, DER or a certs-only PKCS#7.
  public let chain: [[UInt8]]

  /// Throws where there is no part or too much of them.
  public init(format: String? = nil, parts: [String: [UInt8]], chain: [[UInt8]] = []) throws(AttestationError) {
    let bytes = parts.values.reduce(0) { $0 + $1.count } + chain.reduce(0) { $0 + $1.count }
    guard !parts.isEmpty, parts.count + chain.count <= Statement.mostParts, bytes <= Statement.mostBytes else {
      throw .malformed(
        path: Statement.whole, found: "\(parts.count) parts and \(chain.count) certificates of \(bytes) bytes",
        required: "1 to \(Statement.mostParts) of at most \(Statement.mostBytes) bytes")
    }
    self.format = format
    self.parts = parts
    self.chain = chain
  }

  /// A statement in a document: `{"format": NAME, "parts": {NAME: base64}, "chain": [base64]}`, or a statement of PKCS#11
  /// attributes, which is JSON itself.
  public init(json: JSONValue) throws(AttestationError) {
    guard case .object(let members) = json, case .string(let format)? = members["format"] else {
      throw .unknownFormat("absent")
    }
    if format == PKCS11Attributes.documentFormat {
      try self.init(format: PKCS11Attributes.name, parts: [Statement.whole: json.canonicalBytes()])
      return
    }
    if let unknown = members.keys.filter({ !["format", "parts", "chain"].contains($0) }).min() {
      throw .malformed(path: unknown, found: "an unknown member", required: "absent")
    }
    guard case .object(let texts)? = members["parts"] else {
      throw .malformed(path: "parts", found: "absent, or no object", required: "an object of base64 texts by name")
    }
    var parts: [String: [UInt8]] = [:]
    for (name, value) in texts { parts[name] = try Statement.decoded(value, "parts.\(name)") }
    var chain: [[UInt8]] = []
    if let list = members["chain"] {
      guard case .array(let elements) = list else {
        throw .malformed(path: "chain", found: "no array", required: "an array of base64 texts")
      }
      for (index, value) in elements.enumerated() { chain.append(try Statement.decoded(value, "chain.\(index)")) }
    }
    try self.init(format: format, parts: parts, chain: chain)
  }

  /// The document that `init(json:)` reads, where the format is known.
  public var json: JSONValue {
    if format == PKCS11Attributes.name, let whole = parts[Statement.whole], let value = JSONValue(canonical: whole) {
      return value
    }
    var members: [String: JSONValue] = [
      "parts": .object(parts.mapValues { .string(Base64.encode($0)) }),
      "chain": .array(chain.map { .string(Base64.encode($0)) }),
    ]
    members["format"] = format.map { .string($0) }
    return .object(members)
  }

  /// SHA-256 over the canonical document: what `AttestedKey.rawDigest` is over.
  var digest: Digest {
    guard format != PKCS11Attributes.name else { return Hash.digest(json.canonicalBytes()) }
    // The same bytes without a tree: base64 needs no escapes, and there may be a megabyte of it.
    var document = #"{"chain":["#
    document += chain.map { "\"\(Base64.encode($0))\"" }.joined(separator: ",") + "],"
    if let format { document += #""format":"# + Statement.quoted(format) + "," }
    let sorted = parts.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
    document += #""parts":{"#
    document +=
      sorted.map { "\(Statement.quoted($0.key)):\"\(Base64.encode($0.value))\"" }.joined(separator: ",") + "}}"
    return Hash.digest(Array(document.utf8))
  }

  private static func quoted(_ text: String) -> String {
    String(decoding: JSONValue.string(text).canonicalBytes(), as: UTF8.self)
  }

  private static func decoded(_ value: JSONValue, _ path: String) throws(AttestationError) -> [UInt8] {
    guard case .string(let text) = value, let bytes = Base64.decode(text) else {
      throw .malformed(path: path, found: "no base64 text", required: "base64 with padding")
    }
    return bytes
  }
}

extension Statement {
  func required(_ name: String) throws(AttestationError) -> [UInt8] {
    guard let bytes = parts[name] else { throw .malformed(path: name, found: "absent", required: "present") }
    return bytes
  }

  /// All certificates beside the statement, read tolerantly.
  func chainCertificates() throws(AttestationError) -> [TolerantCertificate] {
    var all: [TolerantCertificate] = []
    for (index, bytes) in chain.enumerated() {
      all += try TolerantCertificate.all(in: bytes, path: "chain.\(index)")
    }
    return all
  }

  /// The certificates of a part; empty where it did not come.
  func certificates(_ name: String) throws(AttestationError) -> [TolerantCertificate] {
    guard let bytes = parts[name] else { return [] }
    return try TolerantCertificate.all(in: bytes, path: name)
  }
}
