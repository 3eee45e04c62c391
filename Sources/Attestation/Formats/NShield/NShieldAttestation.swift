internal import Cryptography
internal import Evidence

/// The bundle that Entrust's `nfkmattest` writes for a key of an nShield HSM (attestation reference, section 6).
///
/// No genuine bundle was at hand when this was written, so all evidence of this format carries a weakness that says so.
enum NShieldAttestation: AttestationFormat {
  static let name = "nshield"
  static let partNames = [Statement.whole]

  static func recognises(_ statement: Statement) -> Bool {
    guard let bytes = statement.parts[Statement.whole], bytes.first == UInt8(ascii: "{") else { return false }
    return String(validating: bytes, as: UTF8.self)?.contains(#""modstatemsg""#) ?? false
  }

  static func appraise(
    _ statement: Statement, under terms: AppraisalTerms
  ) throws(AttestationError) -> [AttestedKey] {
    let bundle = try NShieldBundle(try statement.required(Statement.whole))
    let publicKey = try NCoreReader.read(try bundle.required("pubkeydata"), "pubkeydata") {
      reader throws(AttestationError) in try NCoreKey(from: &reader)
    }
    guard let spki = publicKey.spki else {
      throw .malformed(path: "statement.pubkeydata", found: "no key of RSA or ECDSA", required: "one of them")
    }
    let generation = try NShieldGeneration(try bundle.required("kcmsg"), of: publicKey)
    let proof = try NShieldProof(bundle, publicKey, generation, terms)
    var key = AttestedKey(
      spki: spki, spkiSHA256: Hash.digest(spki), format: name, offeredClass: .signed, rawDigest: statement.digest)
    key.claims.set(.generatedInside, true, "kcmsg")
    key.claims.set(.imported, false, "kcmsg")
    translate(generation.list, bundle, proof, &key)
    key.device = StatedDevice(vendor: "Entrust", model: "nShield", serial: proof.serial)
    key.signer = proof.signer
    key.problems = proof.problems
    key.weaknesses =
      proof.weaknesses + [
        EvidenceWeakness(.untestedFormat, "verified after the vendor's description, never against a genuine bundle")
      ]
    return [key]
  }

  /// What the list at birth lets happen. Groups that the security officer certifies are recovery; groups of other certifiers
  /// are taken as if they had their certificate.
  private static func translate(
    _ list: NShieldACL, _ bundle: NShieldBundle, _ proof: NShieldProof, _ key: inout AttestedKey
  ) {
    let isOfficers: (NShieldACL.Group) -> Bool = { group in
      !group.certifiers.isEmpty && group.certifiers.allSatisfy { $0 == proof.officer }
    }
    let open = list.groups.filter { !isOfficers($0) }
    let permissions = open.reduce(0) { $0 | $1.permissions }
    let blobs = open.flatMap(\.blobs)
    let canGrow = permissions & NShieldACL.Permission.expandACL != 0
    let leavesInClear = permissions & NShieldACL.Permission.exportAsPlain != 0
    let leavesWrapped = blobs.contains { $0.isLoose || $0.moduleKey == nil || $0.moduleKey != proof.moduleKey }
    key.claims.set(.extractableClear, limit(leavesInClear, canGrow), "kcmsg ACL")
    key.claims.set(.everNonSensitive, limit(leavesInClear, canGrow), "kcmsg ACL")
    key.claims.set(.extractableWrapped, limit(leavesWrapped, canGrow), "kcmsg ACL")
    key.claims.set(.everExtractable, limit(leavesWrapped || leavesInClear, canGrow), "kcmsg ACL")
    key.claims.set(
      .adminRecoverable, open.contains(where: \.isArchivable) || open.count < list.groups.count, "kcmsg ACL")
    key.claims.set(.exportsKeys, permissions & NShieldACL.Permission.useAsBlobKey != 0, "kcmsg ACL")
    if let weakest = blobs.map(\.protection).min(by: { $0.rawValue < $1.rawValue }) {
      key.control.protection = Stated("\(weakest)", "kcmsg ACL")
    }
  }

  /// A list that may be made wider says nothing about what it does not allow yet.
  private static func limit(_ allows: Bool, _ canGrow: Bool) -> Truth { allows ? .yes : canGrow ? .unknown : .no }
}

/// The members of the bundle: base64url texts.
struct NShieldBundle {
  private let document: JSONValue

  init(_ bytes: [UInt8]) throws(AttestationError) {
    guard let document = StrictJSON.value(bytes), case .object = document else {
      throw .malformed(path: Statement.whole, found: "no strict JSON object", required: "JSON without duplicate names")
    }
    self.document = document
  }

  var suite: String? { document["ciphersuite"]?.text }

  /// Nil where it is absent.
  func field(_ name: String) throws(AttestationError) -> [UInt8]? {
    guard let value = document[name], value != .null else { return nil }
    guard let bytes = value.text.flatMap({ Base64URL.decode($0) }) else {
      throw .malformed(path: "statement.\(name)", found: "no base64url text", required: "base64url")
    }
    return bytes
  }

  func required(_ name: String) throws(AttestationError) -> [UInt8] {
    guard let bytes = try field(name) else {
      throw .malformed(path: "statement.\(name)", found: "absent", required: "present")
    }
    return bytes
  }

  /// A field that holds a hash with its mechanism.
  func hash(_ name: String) throws(AttestationError) -> [UInt8]? {
    guard let bytes = try field(name) else { return nil }
    return try NCoreReader.read(bytes, name) { reader throws(AttestationError) in try reader.namedHash() }
  }
}
