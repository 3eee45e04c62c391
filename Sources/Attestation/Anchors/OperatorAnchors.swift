internal import DER
internal import Cryptography
public import Evidence
internal import X509

extension Anchor {
  /// The operator's anchors in one file: certificates (PEM, DER or certs-only PKCS#7), or one bare public key (PEM, DER,
  /// or the public area of a TPM's attestation key).
  ///
  /// Each certificate or key gives one anchor for each role. Their id is `operator:` and `name`, the file's. Where `sha256`
  /// is given, the file must have that digest. Throws where the file holds neither, or has another digest.
  public static func added(
    from file: [UInt8], name: String, formats: Set<String> = Set(Formats.names),
    roles: Set<Role> = Set(Role.allCases), sha256: Digest? = nil, origin: String = "the operator"
  ) throws(AttestationError) -> [Anchor] {
    if let sha256, Hash.digest(file) != sha256 {
      throw .malformed(path: name, found: "a file with SHA-256 \(Hash.digest(file).hex)", required: sha256.hex)
    }
    func anchor(_ role: Role, _ spki: [UInt8], _ certificate: TolerantCertificate?) -> Anchor {
      Anchor(
        id: "operator:\(name)", formats: formats, role: role, name: certificate?.subjectText ?? name, spki: spki,
        lastCertificateEnds: certificate?.notAfter, origin: origin,
        certificateSHA256: certificate.map { Hash.digest($0.derBytes) })
    }
    let sorted = roles.sorted { $0.rawValue < $1.rawValue }
    if let spki = bareKey(file) { return sorted.map { anchor($0, spki, nil) } }
    return try TolerantCertificate.all(in: file, path: name).flatMap { certificate in
      sorted.map { anchor($0, certificate.spki, certificate) }
    }
  }

  /// The DER of a file that is a public key.
  private static func bareKey(_ file: [UInt8]) -> [UInt8]? {
    if let text = String(validating: file, as: UTF8.self), let blocks = try? PEM.blocks(text) {
      guard blocks.count == 1, let block = blocks.first, block.label == "PUBLIC KEY" else { return nil }
      return (try? SubjectPublicKeyInfo(der: block.bytes))?.derBytes
    }
    return (try? SubjectPublicKeyInfo(der: file))?.derBytes ?? (try? TPMPublic(file, part: "key"))?.spki
  }
}
