internal import DER
internal import Evidence
internal import X509

/// A certificate of an attestation chain, read past the defects that some vendors' genuine certificates have.
///
/// For attestation chains only. Each defect that was tolerated is named in `defects`, and using one is a claim
/// (`EvidenceWeakness.derTolerance`). What was signed is kept as it came: `tbsBytes` is never written again.
struct TolerantCertificate: Sendable, Hashable {
  /// A departure from DER or RFC 5280 that genuine certificates show (attestation reference, sections 5 and 12).
  enum Defect: String, Sendable, Hashable, CaseIterable {
    /// `critical` says FALSE, which is the default and must not be encoded (Luna).
    case explicitDefault = "an explicit default"
    /// An ECDSA algorithm with NULL parameters (Luna).
    case nullParameters = "NULL parameters of ECDSA"
    /// No parameters where an RSA algorithm must have NULL.
    case absentParameters = "no parameters of RSA"
    /// An r or s that lacks its leading zero octet and so reads negative (Luna).
    case negativeSignature = "a negative integer in the signature"
    /// Attributes of a relative name out of order (Nuvoton).
    case unorderedName = "an unordered set in a name"
    /// A version that says v1, which is the default.
    case explicitVersion = "an explicit version 1"
    /// GeneralizedTime before 2050, or UTCTime after it.
    case wrongTimeType = "a time of the wrong type"
    /// A serial number that is negative, padded or of no octets.
    case badSerialNumber = "a malformed serial number"
  }

  let derBytes: [UInt8]
  /// Exactly what was signed.
  let tbsBytes: [UInt8]
  /// 1 to 3.
  let version: Int64
  /// Content octets of the INTEGER, as they came.
  let serialNumber: [UInt8]
  /// The algorithm that was signed along.
  let innerAlgorithm: AlgorithmIdentifier
  /// The algorithm beside the signature.
  let signatureAlgorithm: AlgorithmIdentifier
  let signature: [UInt8]
  /// Encoded names, compared byte by byte.
  let issuer: [UInt8]
  let subject: [UInt8]
  let notBefore: Instant
  let notAfter: Instant
  /// SubjectPublicKeyInfo, DER, as it came.
  let spki: [UInt8]
  let extensions: [Extension]
  let defects: Set<Defect>

  /// Reads exactly one certificate; `path` names it in errors.
  init(der: [UInt8], path: String) throws(AttestationError) {
    do {
      self = try DERReader.decode(der[...], limits: TolerantCertificate.limits) { reader throws(DERError) in
        try TolerantCertificate(from: &reader, der)
      }
    } catch { throw .malformed(path, error) }
  }

  private static let limits = DERLimits(maximumBytes: 1 << 16, maximumDepth: 32)

  private init(from reader: inout DERReader, _ der: [UInt8]) throws(DERError) {
    var defects: Set<Defect> = []
    self = try reader.sequence { reader throws(DERError) in
      let (fields, tbs) = try reader.field("tbsCertificate") { r throws(DERError) in
        try r.withBytes { r throws(DERError) in try TolerantFields(from: &r, &defects) }
      }
      let outer = try reader.read(AlgorithmIdentifier.self, "signatureAlgorithm")
      let signature = try reader.field("signature") { r throws(DERError) in try r.bitString() }
      guard signature.unusedBits == 0 else {
        throw reader.error(.constraint, found: "a signature of part of an octet", required: "whole octets")
      }
      return TolerantCertificate(der, tbs, fields, outer, signature.bytes, defects)
    }
  }

  private init(
    _ der: [UInt8], _ tbs: [UInt8], _ fields: TolerantFields, _ outer: AlgorithmIdentifier, _ signature: [UInt8],
    _ defects: Set<Defect>
  ) {
    derBytes = der
    tbsBytes = tbs
    version = fields.version
    serialNumber = fields.serialNumber
    innerAlgorithm = fields.algorithm
    signatureAlgorithm = outer
    self.signature = signature
    issuer = fields.issuer
    subject = fields.subject
    notBefore = fields.notBefore
    notAfter = fields.notAfter
    spki = fields.spki
    extensions = fields.extensions
    self.defects = defects
  }
}

extension TolerantCertificate {
  /// The value of an extension; nil where it is absent. Throws where it is there twice.
  func value(of oid: ObjectIdentifier) throws(AttestationError) -> [UInt8]? {
    let found = extensions.filter { $0.oid == oid }
    guard found.count <= 1 else {
      throw .malformed(path: "extension \(oid)", found: "\(found.count) of them", required: "one")
    }
    return found.first?.value
  }

  /// The subject in the form of RFC 4514, or in hexadecimal where it cannot be read strictly.
  var subjectText: String { TolerantCertificate.text(subject) }

  var issuerText: String { TolerantCertificate.text(issuer) }

  /// The values of one attribute of the subject that are character strings; none where the name cannot be read.
  func subjectValues(_ type: ObjectIdentifier) -> [String] { TolerantName.values(type, in: subject) }

  /// Whether the issuer's name is the other's: the same attributes, by whatever type of string.
  func names(_ other: TolerantCertificate) -> Bool {
    issuer == other.subject || TolerantName.areEqual(issuer, other.subject)
  }

  func isValid(at now: Instant) -> Bool { notBefore <= now && now <= notAfter }

  private static func text(_ name: [UInt8]) -> String {
    (try? Name(der: name)).map { "\($0)" } ?? TolerantName.text(name)
  }
}
