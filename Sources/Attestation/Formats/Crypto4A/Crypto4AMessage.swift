internal import DER
internal import X509

/// An attestation message of Crypto4A's QASM: `{1, claims, signature blocks, [0] certificates}`. Every block signs the same
/// bytes, the encoding of the claims.
struct Crypto4AMessage {
  /// One claim: what it is, the object that it is about (nil for the device), and its value (nil where being there is all).
  struct Claim {
    let type: ObjectIdentifier
    let object: [UInt8]?
    let value: Value?
  }

  enum Value: Hashable {
    case bytes([UInt8])
    case text(String)
    /// As it came: GeneralizedTime.
    case time(String)
    case number(Int64)
  }

  struct Block {
    /// The attestation key's certificate; nil where the block names the key in another way.
    let certificate: TolerantCertificate?
    let algorithm: AlgorithmIdentifier
    let signature: [UInt8]
  }

  /// Blocks and certificates that a message may have: many times what a device sends.
  private static let most = 16

  let claims: [Claim]
  /// What is signed.
  let claimBytes: [UInt8]
  let blocks: [Block]
  let certificates: [TolerantCertificate]

  /// DER, or the vendor's PEM.
  static func der(_ bytes: [UInt8]) -> [UInt8] {
    guard let text = String(validating: bytes, as: UTF8.self), text.hasPrefix("-----BEGIN "),
      let block = try? PEM(text, label: "ATTESTATION MESSAGE")
    else { return bytes }
    return block.bytes
  }

  init(_ bytes: [UInt8]) throws(AttestationError) {
    let parts: Parts
    do {
      parts = try DERReader.decode(bytes[...]) { reader throws(DERError) in try Parts(from: &reader) }
    } catch { throw .malformed(Statement.whole, error) }
    guard parts.blocks.count <= Crypto4AMessage.most, parts.certificates.count <= Crypto4AMessage.most else {
      throw .malformed(
        path: Statement.whole, found: "\(parts.blocks.count) blocks and \(parts.certificates.count) certificates",
        required: "at most \(Crypto4AMessage.most) of each")
    }
    claims = parts.claims
    claimBytes = parts.claimBytes
    var blocks: [Block] = []
    for (index, block) in parts.blocks.enumerated() {
      let path = "statement.signatures.\(index).certificate"
      let certificate = try block.certificate.map { der throws(AttestationError) in
        try TolerantCertificate(der: der, path: path)
      }
      blocks.append(Block(certificate: certificate, algorithm: block.algorithm, signature: block.signature))
    }
    self.blocks = blocks
    var certificates: [TolerantCertificate] = []
    for (index, der) in parts.certificates.enumerated() {
      certificates.append(try TolerantCertificate(der: der, path: "statement.certificates.\(index)"))
    }
    self.certificates = certificates
  }
}

/// The message before its certificates are read.
private struct Parts {
  typealias Block = (certificate: [UInt8]?, algorithm: AlgorithmIdentifier, signature: [UInt8])

  let claims: [Crypto4AMessage.Claim]
  let claimBytes: [UInt8]
  let blocks: [Block]
  let certificates: [[UInt8]]

  init(from reader: inout DERReader) throws(DERError) {
    self = try reader.sequence { reader throws(DERError) in
      try Parts.version(&reader)
      let (claims, bytes) = try reader.field("claims") { r throws(DERError) in
        try r.withBytes { r throws(DERError) in try Parts.claims(&r) }
      }
      let blocks = try reader.field("signatures") { r throws(DERError) in
        try r.sequence(atLeast: 1) { r throws(DERError) in try Parts.block(&r) }
      }
      let certificates = try reader.field("certificates") { r throws(DERError) in
        try r.optional(.context(0, constructed: true)) { r throws(DERError) in
          try r.sequence(tag: .context(0, constructed: true), atLeast: 0) { r throws(DERError) in
            Array(try r.element().bytes)
          }
        }
      }
      return Parts(claims: claims, claimBytes: bytes, blocks: blocks, certificates: certificates ?? [])
    }
  }

  private init(claims: [Crypto4AMessage.Claim], claimBytes: [UInt8], blocks: [Block], certificates: [[UInt8]]) {
    self.claims = claims
    self.claimBytes = claimBytes
    self.blocks = blocks
    self.certificates = certificates
  }

  private static func version(_ reader: inout DERReader) throws(DERError) {
    let start = reader
    guard try reader.integer() == 1 else {
      throw start.error(.constraint, found: "another version", required: "version 1")
    }
  }

  private static func claims(_ reader: inout DERReader) throws(DERError) -> [Crypto4AMessage.Claim] {
    try reader.sequence { reader throws(DERError) in
      try version(&reader)
      return try reader.sequence(atLeast: 1) { r throws(DERError) in try claim(&r) }
    }
  }

  /// `{type, [0] {[0] object}, [1] {value}}`, with a value of one of four kinds.
  private static func claim(_ reader: inout DERReader) throws(DERError) -> Crypto4AMessage.Claim {
    try reader.sequence { reader throws(DERError) in
      let type = try reader.objectIdentifier()
      let object = try reader.optionalExplicit(0) { r throws(DERError) in
        try r.octetString(tag: .context(0, constructed: false))
      }
      let stated = try reader.optionalExplicit(1) { r throws(DERError) in try Parts.value(&r) }
      return Crypto4AMessage.Claim(type: type, object: object, value: stated)
    }
  }

  private static func value(_ reader: inout DERReader) throws(DERError) -> Crypto4AMessage.Value {
    func tag(_ number: UInt32) -> DERTag { .context(number, constructed: false) }
    switch reader.nextTag {
    case tag(0): return .bytes(try reader.octetString(tag: tag(0)))
    case tag(1): return .text(try reader.characterString(.utf8, tag: tag(1)).text)
    case tag(2): return .time(try reader.characterString(.visible, tag: tag(2)).text)
    case tag(3): return .number(try reader.integer(tag: tag(3)))
    default: throw reader.error(.unexpectedTag, found: "another value", required: "bytes, text, a time or a number")
    }
  }

  /// `{{[0] key, [2] {certificate}}, algorithm, signature}`.
  private static func block(_ reader: inout DERReader) throws(DERError) -> Block {
    try reader.sequence { reader throws(DERError) in
      let certificate: [UInt8]? = try reader.sequence { reader throws(DERError) in
        var certificate: [UInt8]?
        while !reader.isAtEnd {
          if reader.next(is: .context(2, constructed: true)), certificate == nil {
            certificate = try reader.explicit(2) { r throws(DERError) in Array(try r.element().bytes) }
          } else {
            _ = try reader.element()
          }
        }
        return certificate
      }
      let algorithm = try reader.read(AlgorithmIdentifier.self, "algorithm")
      let start = reader
      guard let signature = try reader.bitString().wholeBytes else {
        throw start.error(.constraint, found: "a signature of part of an octet", required: "whole octets")
      }
      return (certificate, algorithm, signature)
    }
  }
}
