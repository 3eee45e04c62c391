internal import Attestation
internal import Cryptography
internal import Documents
internal import Evidence
internal import PolicyGates
internal import Records
internal import TokenPool

/// Which files hold what the device's own tool says of a key, and whom they are believed by.
struct DeviceEvidence: Sendable {
  /// A name of docs/ATTESTATION.md; nil where the formats are to find out.
  let format: String?
  /// Files by the parts of the format.
  let files: [String: String]
  /// Certificates that may help.
  let chain: [String]
  /// Certificates and public keys of vendors, to be believed beside those that ship: reviewed with the script.
  let anchors: [String]

  static var shape: FieldShape<DeviceEvidence> {
    .object { fields throws(DocumentError) in
      let format = try fields.optional("format", as: .line)
      if let format, Formats.partNames(of: format) == nil {
        throw fields.error("format", "must be one of \(Formats.names.joined(separator: ", "))")
      }
      let files = try fields.required("files", as: .map(of: .line))
      guard !files.isEmpty else { throw fields.error("files", "names no file") }
      return DeviceEvidence(
        format: format, files: files,
        chain: try fields.optional("chain", as: .list(of: .line, count: 1...16)) ?? [],
        anchors: try fields.optional("anchors", as: .list(of: .line, count: 1...16)) ?? [])
    }
  }

  /// All of them, in the order in which they are asked for.
  var names: [String] { files.keys.sorted().compactMap { files[$0] } + chain }
}

/// The contents of these files: the same bytes are appraised in the room and by the auditor.
struct DeviceEvidenceContent: Sendable {
  let format: String?
  let parts: [String: [UInt8]]
  let chain: [[UInt8]]
  let anchors: [[UInt8]]

  /// `read` gives the content of a file.
  init(
    _ evidence: DeviceEvidence, read: (String) throws(CeremonyError) -> [UInt8]
  ) throws(CeremonyError) {
    format = evidence.format
    var parts: [String: [UInt8]] = [:]
    for (part, file) in evidence.files { parts[part] = try read(file) }
    self.parts = parts
    var (chain, anchors): ([[UInt8]], [[UInt8]]) = ([], [])
    for file in evidence.chain { chain.append(try read(file)) }
    for file in evidence.anchors { anchors.append(try read(file)) }
    (self.chain, self.anchors) = (chain, anchors)
  }

  /// As a record holds it; nil where a part is not in the record's blobs.
  init?(_ body: JSONValue, _ blobs: [Blob]) {
    let contents = Dictionary(blobs.map { ($0.address, $0.content) }, uniquingKeysWith: { first, _ in first })
    func content(_ reference: JSONValue) -> [UInt8]? { reference["sha256"]?.sha256.flatMap { contents[$0] } }
    guard case .object(let parts)? = body["parts"], let chain = body["chain"]?.elements,
      let anchors = body["anchors"]?.elements
    else { return nil }
    format = body["format"]?.text
    self.parts = parts.compactMapValues(content)
    self.chain = chain.compactMap(content)
    self.anchors = anchors.compactMap(content)
    guard self.parts.count == parts.count, self.chain.count == chain.count, self.anchors.count == anchors.count else {
      return nil
    }
  }

  /// Each content once.
  var blobs: [Blob] {
    Set(Array(parts.values) + chain + anchors).map { Blob($0) }.sorted { $0.address.hex < $1.address.hex }
  }

  var json: [String: JSONValue] {
    func reference(_ bytes: [UInt8]) -> JSONValue { .object(["sha256": .string(Hash.digest(bytes).hex)]) }
    return [
      "format": .optional(format), "parts": .object(parts.mapValues(reference)),
      "chain": .array(chain.map(reference)), "anchors": .array(anchors.map(reference)),
    ]
  }

  /// What the evidence says of one key at a time.
  ///
  /// - Parameter key: SHA-256 over the SubjectPublicKeyInfo that it must be about.
  func appraisal(
    of key: Digest, _ protection: KeyProtection, demo: Bool, at now: Instant
  ) throws(AttestationError) -> DeviceAppraisal {
    var added: [Anchor] = []
    for (index, file) in anchors.enumerated() { added += try Anchor.added(from: file, name: "script-\(index + 1)") }
    let statement = try Attestation.Statement(format: format, parts: parts, chain: chain)
    let keys = try Formats.appraise(statement, under: AppraisalSettings(anchors: added).terms(now: now))
    guard let attested = keys.first(where: { $0.spkiSHA256 == key }) else {
      let others = keys.map(\.spkiSHA256.hex).joined(separator: ", ")
      return DeviceAppraisal(attested: nil, defects: ["it is about another key: \(others.isEmpty ? "none" : others)"])
    }
    let evaluation = CAKeyEvidence.evaluate(
      attested, key: key, leavesWrapped: protection == .underTrustedWrapping, demo: demo, at: now)
    var defects = evaluation.findings.filter { $0.severity == .error }.map { $0.description }
    if attested.evidenceClass != .signed {
      defects.append("it is \(attested.evidenceClass.rawValue), and must be signed by the device")
    }
    return DeviceAppraisal(attested: attested, defects: defects)
  }
}

/// What became of it.
struct DeviceAppraisal: Sendable {
  /// Nil where the evidence is about no such key.
  let attested: AttestedKey?
  /// Why it proves nothing; empty where the device itself says that the key is as it must be.
  let defects: [String]
}
