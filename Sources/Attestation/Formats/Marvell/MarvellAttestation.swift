internal import Cryptography
internal import Evidence

/// Key attestation of Marvell (Cavium) LiquidSecurity cards, as Google Cloud HSM and Azure Managed HSM hand it out
/// (attestation reference, section 4).
///
/// The partition's key signs the attributes of both halves of a key pair. The public half is extractable by nature, so the
/// private object alone is judged; the public one only has to be of the same key.
enum MarvellAttestation: AttestationFormat {
  static let name = "marvell"
  static let partNames = [Statement.whole, "certificates", "manufacturer-certificates", "owner-certificates"]

  static func recognises(_ statement: Statement) -> Bool {
    guard let bytes = statement.parts[Statement.whole] else { return false }
    if bytes.first == UInt8(ascii: "{") { return AzureDocument.isOne(bytes) }
    return Gzip.isOne(bytes) || MarvellBlob.announcesItself(bytes)
  }

  static func appraise(
    _ statement: Statement, under terms: AppraisalTerms
  ) throws(AttestationError) -> [AttestedKey] {
    let evidence = try MarvellEvidence(statement)
    let objects = evidence.blobs.flatMap(\.objects)
    let privates = objects.filter { $0.objectClass == MarvellObject.privateKey }
    let publics = objects.filter { $0.objectClass == MarvellObject.publicKey }
    guard privates.count <= 1, publics.count <= 1 else {
      throw .malformed(
        path: Statement.whole, found: "\(privates.count) private and \(publics.count) public objects",
        required: "one key pair")
    }
    var translation = MarvellTranslation(statement)
    let vouched = MarvellChains(evidence, terms)
    if let half = privates.first {
      translation.translate(half, beside: publics.first)
    } else if let half = publics.first {
      translation.refuse(half)
    } else {
      translation.refuseSecret()
    }
    return [translation.key(vouched)]
  }
}

/// What came, unpacked: the signed blobs and all certificates.
struct MarvellEvidence {
  /// Bytes that a packed blob may have; the largest genuine one has a few thousand.
  static let mostUnpacked = 1 << 20

  let blobs: [MarvellBlob]
  let certificates: [TolerantCertificate]

  init(_ statement: Statement) throws(AttestationError) {
    let whole = try statement.required(Statement.whole)
    var certificates: [TolerantCertificate] = []
    for name in MarvellAttestation.partNames.dropFirst() { certificates += try statement.certificates(name) }
    certificates += try statement.chainCertificates()
    if whole.first == UInt8(ascii: "{") {
      let document = try AzureDocument(whole)
      blobs = try document.blobs.map { blob throws(AttestationError) in
        try MarvellBlob(blob.bytes, path: blob.path)
      }
      certificates += try TolerantCertificate.all(in: document.certificates, path: "statement.certificatePemFile")
    } else {
      blobs = [try MarvellBlob(try MarvellEvidence.unpacked(whole), path: Statement.whole)]
    }
    var seen: Set<[UInt8]> = []
    self.certificates = certificates.filter { seen.insert($0.derBytes).inserted }
  }

  private static func unpacked(_ bytes: [UInt8]) throws(AttestationError) -> [UInt8] {
    guard Gzip.isOne(bytes) else { return bytes }
    guard let content = Gzip.inflate(bytes, limit: mostUnpacked) else {
      throw .malformed(
        path: Statement.whole, found: "damaged gzip, or more than \(mostUnpacked) bytes in it",
        required: "one gzip member of at most \(mostUnpacked) bytes")
    }
    return content
  }
}
