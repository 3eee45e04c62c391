public import DER
internal import Evidence
public import X509

/// Key-origin statements that a certification request carries in its attributes.
///
/// Two attributes are read: id-aa-attestation of draft-ietf-lamps-csr-attestation-28, by which a statement of any format can
/// come, and the PKCS#7 of a YubiKey's certificates that Purebred sends. What came stays in the request: it names the
/// subject's device, and nobody may copy it into a certificate (the draft, section 4.4).
public enum CSRAttestation {
  /// Statements in one request.
  static let mostStatements = 8

  /// Every statement that the request carries; none where it carries none. Statements of unknown types are passed over
  /// where others are there.
  ///
  /// - Parameter evidenceArc: the statement type of PKIX Evidence. None is assigned, so its arc stands for it.
  /// - Throws: where an attribute, or its value, is there twice; where it cannot be read; where all types are unknown.
  public static func statements(
    in request: CertificationRequest, evidenceArc: ObjectIdentifier = ObjectIdentifier(1, 3, 6, 1, 5, 5, 999)
  ) throws(AttestationError) -> [Statement] {
    var statements: [Statement] = []
    if let value = try value(of: .attestation, in: request) {
      statements += try AttestationBundle(der: value).statements(evidenceArc)
    }
    if let bag = try value(of: .certificateBagAttestation, in: request) {
      statements.append(try Statement(format: "yubikey-piv", parts: [Statement.whole: bag]))
    }
    return statements
  }

  private static func value(
    of type: ObjectIdentifier, in request: CertificationRequest
  ) throws(AttestationError) -> [UInt8]? {
    let found = request.attributes.filter { $0.type == type }
    guard let attribute = found.first else { return nil }
    guard let value = attribute.values.first, found.count == 1, attribute.values.count == 1 else {
      throw .malformed(
        path: "attribute \(type)",
        found: "\(found.count) attributes with \(found.reduce(0) { $0 + $1.values.count }) values",
        required: "one attribute with one value")
    }
    return value
  }
}

/// AttestationBundle (draft -28, section 4.1). What is in a statement is not looked into.
private struct AttestationBundle {
  private let attestations: [(type: ObjectIdentifier, statement: [UInt8])]
  private let certificates: [[UInt8]]

  init(der: [UInt8]) throws(AttestationError) {
    do {
      (attestations, certificates) = try DERReader.decode(der[...]) { reader throws(DERError) in
        try reader.sequence { reader throws(DERError) in
          let attestations = try reader.field("attestations") { r throws(DERError) in
            try r.sequence(atLeast: 1) { r throws(DERError) in try Self.attestation(&r) }
          }
          let certificates =
            reader.isAtEnd
            ? []
            : try reader.field("certs") { r throws(DERError) in
              try r.sequence(atLeast: 1) { r throws(DERError) in try Self.certificate(&r) }
            }
          return (attestations, certificates.compactMap { $0 })
        }
      }
    } catch { throw .malformed("attribute \(ObjectIdentifier.attestation)", error) }
    guard attestations.count <= CSRAttestation.mostStatements else {
      throw .malformed(
        path: "attribute \(ObjectIdentifier.attestation)", found: "\(attestations.count) statements",
        required: "at most \(CSRAttestation.mostStatements)")
    }
  }

  private static func attestation(
    _ reader: inout DERReader
  ) throws(DERError) -> (type: ObjectIdentifier, statement: [UInt8]) {
    try reader.sequence { reader throws(DERError) in
      let type = try reader.field("type") { r throws(DERError) in try r.objectIdentifier() }
      let statement = try reader.field("stmt") { r throws(DERError) in Array(try r.element().bytes) }
      guard reader.isAtEnd else {
        throw reader.error(
          .trailingBytes, found: "more after the statement, as drafts before the 28th had a hint",
          required: "a type and a statement")
      }
      return (type, statement)
    }
  }

  /// A certificate as it came; nil for one in another format than X.509, which helps nobody here.
  private static func certificate(_ reader: inout DERReader) throws(DERError) -> [UInt8]? {
    let start = reader
    let element = try reader.element()
    switch element.tag {
    case .sequence: return Array(element.bytes)
    case .context(3, constructed: true): return nil
    default: throw start.error(.unexpectedTag, found: "\(element.tag)", required: "a certificate, or [3]")
    }
  }

  func statements(_ evidenceArc: ObjectIdentifier) throws(AttestationError) -> [Statement] {
    var statements: [Statement] = []
    for (type, content) in attestations {
      switch type {
      case Self.tpmCertify: statements.append(try whole("tpm", content))
      case evidenceArc: statements.append(try whole("pkix-evidence", content))
      case SealgateArc.statement: statements.append(try own(content))
      default: continue
      }
    }
    guard !statements.isEmpty else {
      let types = attestations.map { $0.type.description }.joined(separator: ", ")
      throw .unrecognised("of the statement types \(types)")
    }
    return statements
  }

  /// tcg-attest-tpm-certify: a sequence of TPMS_ATTEST, signature and TPMT_PUBLIC.
  private static let tpmCertify = ObjectIdentifier(2, 23, 133, 20, 1)

  private func whole(_ format: String, _ content: [UInt8]) throws(AttestationError) -> Statement {
    try Statement(format: format, parts: [Statement.whole: content], chain: certificates)
  }

  /// A statement of ours: an OCTET STRING with the document of docs/ATTESTATION.md.
  private func own(_ content: [UInt8]) throws(AttestationError) -> Statement {
    let document: [UInt8]
    do {
      document = try DERReader.decode(content[...]) { r throws(DERError) in try r.octetString() }
    } catch { throw .malformed("\(SealgateArc.statement)", error) }
    guard let json = JSONValue(canonical: document) else {
      throw .malformed(
        path: "\(SealgateArc.statement)", found: "no canonical JSON", required: "a statement in canonical JSON")
    }
    let statement = try Statement(json: json)
    return try Statement(format: statement.format, parts: statement.parts, chain: statement.chain + certificates)
  }
}

extension CSRAttestation {
  /// The attribute that carries statements of any format, for those who write requests and for tests.
  public static func attribute(_ statements: [Statement], certificates: [[UInt8]] = []) -> Attribute {
    var writer = DERWriter()
    writer.sequence { writer in
      writer.sequence(of: statements) { statement, writer in
        writer.sequence { writer in
          writer.objectIdentifier(SealgateArc.statement)
          writer.octetString(statement.json.canonicalBytes())
        }
      }
      if !certificates.isEmpty { writer.sequence(of: certificates) { $1.raw($0) } }
    }
    return Attribute(type: .attestation, values: [writer.bytes])
  }
}
