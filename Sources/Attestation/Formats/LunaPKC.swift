internal import Cryptography
internal import DER
internal import Evidence
internal import X509

/// Public Key Confirmations of Thales Luna: certificates in a PKCS#7 that signs nothing, the first of them for a user's key.
///
/// A Luna confirms only keys that were made in a Luna and cannot be extracted, so the claims of origin rest on the
/// confirmation's existence. What it confines a key to is the perimeter of Luna modules: whether a partition may be cloned
/// to another module, the confirmation does not say.
enum LunaPKC: AttestationFormat {
  static let name = "luna"
  static let partNames = [Statement.whole]

  static func recognises(_ statement: Statement) -> Bool {
    guard statement.parts.count == 1, let all = try? statement.certificates(Statement.whole) else { return false }
    return all.contains { purpose(of: $0) == proofOfOrigin }
  }

  static func appraise(
    _ statement: Statement, under terms: AppraisalTerms
  ) throws(AttestationError) -> [AttestedKey] {
    let all = try statement.certificates(Statement.whole)
    let confirmations = Set(all.filter { purpose(of: $0) == proofOfOrigin })
    guard let leaf = confirmations.first, confirmations.count == 1 else {
      throw .malformed(
        path: Statement.whole, found: "\(confirmations.count) certificates for proof of origin", required: "one")
    }
    var key = AttestedKey(
      spki: leaf.spki, spkiSHA256: Hash.digest(leaf.spki), format: name, offeredClass: .signed,
      rawDigest: statement.digest)
    let pool = all.filter { $0 != leaf } + (try statement.chainCertificates())
    var fields = LunaFields(leaf)
    let anchors = terms.anchors.anchors(for: name)
    if let path = key.take(
      AttestationPath.find(from: leaf, through: pool, to: anchors, terms, authority: authority))
    {
      if let problem = disorder(of: path) { key.problems.append(problem) }
      for certificate in path.certificates.dropFirst() { fields.compare(with: certificate) }
      fields.model = path.certificates.dropFirst().first.flatMap { model(of: $0) }
    }
    key.problems += fields.problems
    fields.fill(&key)
    return [key]
  }

  // MARK: - The chain

  /// Purposes below 1.3.6.1.4.1.12383.1, from the user's key to the root; each certificate has its own, and no other.
  static let chains: [[UInt64]] = [[13, 12, 8, 7, 1], [13, 15, 14]]
  private static let proofOfOrigin: UInt64 = 13

  /// The last number of the only purpose of a certificate, where it is one of Luna's and the extension is critical.
  static func purpose(of certificate: TolerantCertificate) -> UInt64? {
    guard case .present(let usage, critical: true) = certificate.extensions.extensionValue(ExtendedKeyUsage.self),
      usage.purposes.count == 1
    else { return nil }
    return Set(chains.joined()).first { usage.purposes == [ObjectIdentifier(1, 3, 6, 1, 4, 1, 12383, 1, $0)] }
  }

  /// What may stand above others. No certificate is asked for basicConstraints: genuine ones have none.
  static func authority(_ issuer: TolerantCertificate, _ depth: Int) -> String? {
    let allowed = chains.compactMap { $0.dropFirst(depth + 1).first }
    if let purpose = purpose(of: issuer), allowed.contains(purpose) { return nil }
    return "not a certificate for this place, by its critical extended key usage"
  }

  /// `Luna K7` of `Luna K7-521174`; the chain of keys on curves names no model.
  private static func model(of device: TolerantCertificate) -> String? {
    guard purpose(of: device) == 12, let name = device.commonName, let end = name.lastIndex(of: "-") else { return nil }
    return String(name[..<end])
  }

  /// The whole path must be one chain, and under Thales' own anchors all of it up to the root.
  private static func disorder(of path: AttestationPath) -> AppraisalProblem? {
    let purposes = path.certificates.compactMap { purpose(of: $0) }
    let isThales = ShippedAnchors.all.contains(path.anchor)
    let fits = chains.contains { chain in
      isThales ? chain.dropLast() == purposes[...] : purposes.count > 1 && chain.starts(with: purposes)
    }
    if fits, purposes.count == path.certificates.count { return nil }
    let text = purposes.map { "12383.1.\($0)" }.joined(separator: ", ")
    return AppraisalProblem(.certificateUnfit, "the purposes from the key to the anchor are \(text)")
  }
}

/// What the certificate of a confirmed key says of its device: numbers of 32 bits, least significant octet first.
struct LunaFields {
  private var reader: VendorExtensions
  private let serial: UInt32?
  private let firmware: UInt32?
  /// As the device's certificate has it.
  var model: String?

  private static let serialOID = ObjectIdentifier(1, 3, 6, 1, 4, 1, 12383, 2, 1)
  private static let firmwareOID = ObjectIdentifier(1, 3, 6, 1, 4, 1, 12383, 2, 3)

  var problems: [AppraisalProblem] { reader.problems }

  init(_ leaf: TolerantCertificate) {
    reader = VendorExtensions(leaf)
    serial = LunaFields.number(LunaFields.serialOID, &reader)
    firmware = LunaFields.number(LunaFields.firmwareOID, &reader)
  }

  private static func number(_ oid: ObjectIdentifier, _ reader: inout VendorExtensions) -> UInt32? {
    reader.optional(oid, "a number of 4 octets") { value in
      value.count == 4 ? value.reversed().reduce(0) { $0 << 8 | UInt32($1) } : nil
    }
  }

  /// The device's certificate names the same device, where it names one.
  mutating func compare(with certificate: TolerantCertificate) {
    var other = VendorExtensions(certificate)
    for (what, oid, mine) in [
      ("serial number", LunaFields.serialOID, serial), ("firmware", LunaFields.firmwareOID, firmware),
    ] {
      guard let its = LunaFields.number(oid, &other), let mine, its != mine else { continue }
      reader.add(.partsDisagree, "the \(what) is \(mine), of \(certificate.subjectText) \(its)")
    }
    for problem in other.problems { reader.add(problem.kind, problem.detail) }
  }

  func fill(_ key: inout AttestedKey) {
    let field = "implied: a Luna confirms only keys made in a Luna that cannot be extracted"
    key.claims.set(.generatedInside, .yes, field)
    for name: ClaimName in [.imported, .extractableClear, .extractableWrapped, .everExtractable, .everNonSensitive] {
      key.claims.set(name, .no, field)
    }
    key.device = StatedDevice(
      vendor: "Thales", model: model, firmware: firmware.map { "\($0 >> 16 & 0xFF).\($0 & 0xFF)" },
      serial: serial.map { String($0) })
    key.localName = reader.certificate.commonName
  }
}
