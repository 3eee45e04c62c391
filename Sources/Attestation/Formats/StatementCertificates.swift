internal import Evidence

/// The certificates of a statement that is itself a certificate: the attested key's, the device's, and whatever else came.
struct StatementCertificates {
  /// Names of the parts.
  static let leafPart = "leaf"
  static let devicePart = "device"
  static let partNames = [leafPart, devicePart, Statement.whole]

  let leaf: TolerantCertificate
  /// The certificate that the sender names as the device's.
  let device: TolerantCertificate?
  /// All but the leaf.
  let pool: [TolerantCertificate]

  /// Parts `leaf` and `device`, or one `statement` with both in any order; what is the leaf there, `isLeaf` tells by the
  /// name. A part with two certificates where one is asked for cannot be read: nobody could tell which was meant.
  init(
    _ statement: Statement, isLeaf: (TolerantCertificate) -> Bool
  ) throws(AttestationError) {
    let chain = try statement.chainCertificates()
    guard statement.parts[Statement.whole] != nil else {
      leaf = try StatementCertificates.only(statement, StatementCertificates.leafPart)
      let hasDevice = statement.parts[StatementCertificates.devicePart] != nil
      device = hasDevice ? try StatementCertificates.only(statement, StatementCertificates.devicePart) : nil
      pool = (device.map { [$0] } ?? []) + chain
      return
    }
    guard statement.parts.count == 1 else {
      throw .malformed(
        path: Statement.whole, found: "beside other parts", required: "alone, or leaf and device instead of it")
    }
    let all = try statement.certificates(Statement.whole).uniqued
    let leaves = all.count == 1 ? all : all.filter(isLeaf)
    guard let leaf = leaves.first, leaves.count == 1 else {
      throw .malformed(
        path: Statement.whole, found: "\(leaves.count) certificates of attested keys", required: "one")
    }
    self.leaf = leaf
    device = nil
    pool = all.filter { $0 != leaf } + chain
  }

  /// Whether a statement has only parts of such formats, and a certificate in it fits.
  static func recognises(_ statement: Statement, _ fits: (TolerantCertificate) -> Bool) -> Bool {
    guard statement.parts.keys.allSatisfy({ partNames.contains($0) }) else { return false }
    let name = statement.parts[Statement.whole] == nil ? leafPart : Statement.whole
    guard let certificates = try? statement.certificates(name) else { return false }
    return certificates.contains(where: fits)
  }

  /// The certificate that stands above the leaf on a path, or else the one that is said to.
  func issuer(on path: AttestationPath?) -> TolerantCertificate? { path?.certificates.dropFirst().first ?? device }

  /// A path for the leaf. `authority` says what may stand where; `isVendors`, by its common name, whether an authority is one
  /// that the vendor has at that place above the device's, the anchor included: asked only where the path ends at one of the
  /// vendor's own anchors.
  ///
  /// Without the device's certificate nothing is refuted: that is a missing part.
  func path(
    to anchors: [Anchor], _ terms: AppraisalTerms, authority: AttestationPath.Authority,
    isVendors: (_ name: String, _ depth: Int) -> Bool
  ) -> AttestationPath.Outcome {
    let outcome = AttestationPath.find(from: leaf, through: pool, to: anchors, terms) { issuer, depth in
      if depth == 0, let device, device != issuer { return "not the device certificate of the statement" }
      return authority(issuer, depth)
    }
    guard case .anchored(let path) = outcome else { return named(outcome) }
    guard ShippedAnchors.all.contains(path.anchor) else { return outcome }
    guard path.certificates.count > 1 else { return unfit(leaf, "signed by \(path.anchor.id), by no device") }
    let authorities = path.certificates.dropFirst(2).map { $0.commonName ?? "" } + [path.anchor.commonName]
    for (index, name) in authorities.enumerated() where !isVendors(name, index + 1) {
      return unfit(leaf, "\(name) is no authority for attestation keys of this format at its place")
    }
    return outcome
  }

  private static func only(_ statement: Statement, _ part: String) throws(AttestationError) -> TolerantCertificate {
    let certificates = try TolerantCertificate.all(in: try statement.required(part), path: part)
    guard let only = certificates.first, certificates.count == 1 else {
      throw .malformed(path: part, found: "\(certificates.count) certificates", required: "one")
    }
    return only
  }

  private func unfit(_ certificate: TolerantCertificate, _ reason: String) -> AttestationPath.Outcome {
    .broken([AppraisalProblem(.certificateUnfit, "\(certificate.subjectText): \(reason)")])
  }

  /// Says of a chain that begins with nothing what is missing.
  private func named(_ outcome: AttestationPath.Outcome) -> AttestationPath.Outcome {
    guard case .broken(let problems) = outcome, !pool.contains(where: { leaf.names($0) }) else {
      return outcome
    }
    let missing =
      device.map {
        AppraisalProblem(.partsDisagree, "the leaf is issued by \(leaf.issuerText), the device is \($0.subjectText)")
      } ?? AppraisalProblem(.partMissing, "device: the certificate of \(leaf.issuerText)")
    return .broken(problems.filter { $0.kind != .anchorUnknown } + [missing])
  }
}

extension Anchor {
  /// Of a shipped anchor whose name has nothing else.
  fileprivate var commonName: String { name.hasPrefix("CN=") ? String(name.dropFirst(3)) : name }
}

extension [TolerantCertificate] {
  /// Each certificate once, in the order of the first time.
  fileprivate var uniqued: [TolerantCertificate] {
    var seen: Set<[UInt8]> = []
    return filter { seen.insert($0.derBytes).inserted }
  }
}
