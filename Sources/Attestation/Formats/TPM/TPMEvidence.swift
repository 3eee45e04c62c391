internal import Cryptography
internal import DER
internal import Evidence

/// The parts of one statement of a TPM, read, whichever of its forms it came in.
struct TPMEvidence {
  var attestBytes: [UInt8]
  var attest: TPMAttest
  var signature: [UInt8]
  /// What is said beside a bare signature; nil where nothing is.
  var algorithm: AttestationScheme?
  /// The key that the statement is about.
  var key: TPMPublic
  /// The attestation key's public area; nil where only a certificate came.
  var attestationKey: TPMPublic?
  /// The attestation key's certificate, and what stood behind it in the same part.
  var attestationCertificates: [TolerantCertificate] = []
  var endorsementCertificates: [TolerantCertificate] = []
  /// Certificates beside the statement.
  var pool: [TolerantCertificate] = []
  var creationData: TPMCreationData?
  /// What came back from the TPM for a credential of this verifier.
  var activationSecret: [UInt8]?
  /// Nil for a statement that is none of WebAuthn.
  var webAuthn: WebAuthnParts?
}

extension TPMEvidence {
  static let activationPart = "activation"
  static let partNames = [
    Statement.whole, "attest", "signature", "public", "ak", "ak-certificate", "ek-certificate", "creation-data",
    activationPart, "algorithm", "authdata", "clientdata", "clientdata-hash",
  ]

  init(_ statement: Statement) throws(AttestationError) {
    if let whole = statement.parts[Statement.whole] {
      if let clash = ["attest", "signature", "public"].first(where: { statement.parts[$0] != nil }) {
        throw .malformed(path: clash, found: "beside a whole statement", required: "absent")
      }
      if WebAuthnObject.isOne(whole) {
        self = try WebAuthnObject(whole).evidence(statement)
      } else if WindowsKeyStatement.isOne(whole) {
        self = try WindowsKeyStatement(whole).evidence()
      } else {
        self = try TPMEvidence(triple: whole)
      }
    } else {
      self = try TPMEvidence(parts: statement)
    }
    try complete(statement)
  }

  /// The three structures, each in a part.
  private init(parts statement: Statement) throws(AttestationError) {
    try self.init(
      attest: try statement.required("attest"), signature: try statement.required("signature"),
      key: try statement.required("public"))
    guard ["authdata", "clientdata", "clientdata-hash"].contains(where: { statement.parts[$0] != nil }) else { return }
    webAuthn = try WebAuthnParts(
      authData: statement.parts["authdata"], clientData: statement.parts["clientdata"],
      clientDataHash: statement.parts["clientdata-hash"])
  }

  /// TCG's statement in a CSR, 2.23.133.20.1: SEQUENCE { TPMS_ATTEST, signature, TPMT_PUBLIC }, each in an OCTET STRING.
  private init(triple: [UInt8]) throws(AttestationError) {
    let parts: ([UInt8], [UInt8], [UInt8])
    do {
      parts = try DERReader.decode(triple[...]) { reader throws(DERError) in
        try reader.sequence { reader throws(DERError) in
          (try reader.octetString(), try reader.octetString(), try reader.octetString())
        }
      }
    } catch { throw .malformed(Statement.whole, error) }
    try self.init(attest: parts.0, signature: parts.1, key: parts.2)
  }

  init(attest: [UInt8], signature: [UInt8], key: [UInt8]) throws(AttestationError) {
    attestBytes = attest
    self.attest = try TPMAttest(attest, part: "attest")
    self.signature = signature
    self.key = try TPMPublic(key, part: "public")
  }

  /// What may stand beside any of the forms.
  private mutating func complete(_ statement: Statement) throws(AttestationError) {
    pool = try statement.chainCertificates()
    if let area = statement.parts["ak"] { attestationKey = try TPMPublic(area, part: "ak") }
    attestationCertificates += try statement.certificates("ak-certificate")
    endorsementCertificates = try statement.certificates("ek-certificate")
    if let data = statement.parts["creation-data"] { creationData = try TPMCreationData(data, part: "creation-data") }
    activationSecret = statement.parts[TPMEvidence.activationPart]
    if let text = statement.parts["algorithm"] { algorithm = try TPMEvidence.algorithm(text) }
    if attestationKey == nil, attestationCertificates.isEmpty,
      let found = pool.first(where: { TPMCertificate.isForAttestationKey($0) })
    {
      attestationCertificates = [found]
    }
  }

  /// A COSE algorithm by its number, such as `-257`, in decimal digits.
  private static func algorithm(_ bytes: [UInt8]) throws(AttestationError) -> AttestationScheme {
    let text = String(decoding: bytes.prefix(32), as: UTF8.self).split(whereSeparator: \.isWhitespace)
    guard text.count == 1, let number = Int64(text[0]), let scheme = AttestationScheme(cose: number) else {
      throw .malformed(
        path: "algorithm", found: "another text", required: "the number of a COSE algorithm, such as -257 or -65535")
    }
    return scheme
  }

  /// Whether one file begins like TCG's statement in a CSR.
  static func isTriple(_ bytes: [UInt8]) -> Bool {
    (try? DERReader.decode(bytes[...]) { reader throws(DERError) in
      try reader.sequence { reader throws(DERError) in
        let first = try reader.octetString()
        while !reader.isAtEnd { _ = try reader.element() }
        return first.starts(with: [0xFF, 0x54, 0x43, 0x47])
      }
    }) ?? false
  }
}

/// An attestation object of WebAuthn with a statement in the format `tpm` (WebAuthn Level 2, 6.5.4 and 8.3).
struct WebAuthnObject {
  private let statement: CBORValue
  private let authData: [UInt8]?

  /// Whether the bytes begin like such an object: a map, and in it the format before all else or after it.
  static func isOne(_ bytes: [UInt8]) -> Bool {
    guard let first = bytes.first, (0xA1...0xA4).contains(first) else { return false }
    // "fmt" and "tpm" as CBOR texts.
    let marker: [UInt8] = [0x63, 0x66, 0x6D, 0x74, 0x63, 0x74, 0x70, 0x6D]
    return bytes.indices.contains { bytes[$0] == marker[0] && bytes[$0...].starts(with: marker) }
  }

  init(_ bytes: [UInt8]) throws(AttestationError) {
    let object = try CBORValue(bytes, part: Statement.whole)
    guard object["fmt"] == .text("tpm"), let statement = object["attStmt"], case .map = statement else {
      throw .malformed(path: "statement.fmt", found: "another format", required: "tpm")
    }
    guard statement["ver"] == .text("2.0") else {
      throw .malformed(path: "statement.ver", found: "another version", required: "2.0")
    }
    self.statement = statement
    if let value = object["authData"] {
      guard let bytes = value.byteString else {
        throw .malformed(path: "statement.authData", found: "no byte string", required: "a byte string")
      }
      authData = bytes.isEmpty ? nil : bytes
    } else {
      authData = nil
    }
  }

  func evidence(_ outer: Statement) throws(AttestationError) -> TPMEvidence {
    var evidence = try TPMEvidence(
      attest: try bytes("certInfo"), signature: try bytes("sig"), key: try bytes("pubArea"))
    guard let number = statement["alg"]?.number, let scheme = AttestationScheme(cose: number) else {
      throw .malformed(path: "statement.alg", found: "none, or another", required: "a COSE algorithm of TPMs")
    }
    evidence.algorithm = scheme
    if let chain = statement["x5c"] {
      guard case .array(let elements) = chain, !elements.isEmpty else {
        throw .malformed(path: "statement.x5c", found: "no list", required: "a list of certificates")
      }
      for (index, element) in elements.enumerated() {
        guard let der = element.byteString else {
          throw .malformed(path: "statement.x5c.\(index)", found: "no byte string", required: "a byte string")
        }
        evidence.attestationCertificates.append(try TolerantCertificate(der: der, path: "statement.x5c.\(index)"))
      }
    }
    evidence.webAuthn = try WebAuthnParts(
      authData: authData ?? outer.parts["authdata"], clientData: outer.parts["clientdata"],
      clientDataHash: outer.parts["clientdata-hash"])
    return evidence
  }

  private func bytes(_ name: String) throws(AttestationError) -> [UInt8] {
    guard let bytes = statement[name]?.byteString else {
      throw .malformed(path: "statement.\(name)", found: "no byte string", required: "a byte string")
    }
    return bytes
  }
}
