internal import Cryptography
internal import Evidence

/// A module's warrant: certificates of the vendor's own kind from a root key over delegations to the module's information,
/// each signed with ECDSA on P-521.
struct NShieldWarrant {
  /// The module's key KLF2, SubjectPublicKeyInfo.
  private(set) var moduleKey: [UInt8]?
  /// The electronic serial number.
  private(set) var serial: String?
  private(set) var anchor: Anchor?
  private(set) var problems: [AppraisalProblem] = []
  private(set) var weaknesses: [EvidenceWeakness] = []
  /// Kinds of certificates, from the root's side.
  private(set) var chain: [String] = []

  /// Certificates in a warrant.
  private static let most = 8

  init(_ bytes: [UInt8], _ anchors: [Anchor], _ terms: AppraisalTerms) throws(AttestationError) {
    guard case .list(let list)? = DDDSValue(bytes), case .symbol(let root)? = list.first,
      (2...NShieldWarrant.most).contains(list.count)
    else { throw NShieldWarrant.malformed("no list of a root and certificates") }
    var signer: [UInt8]?
    for (index, element) in list.dropFirst().enumerated() {
      guard case .bytes(let signature)? = element["Signature"], case .bytes(let payload)? = element["Payload"],
        let body = DDDSValue(payload), case .symbol(let type)? = body["WarrantCertificateType"], signature.count == 132
      else { throw NShieldWarrant.malformed("certificate \(index)") }
      chain.append(type)
      if index == 0 { (signer, anchor) = NShieldWarrant.root(signature, payload, anchors, terms.signatures) }
      if let signer {
        if let problem = NShieldWarrant.problem(signature, payload, signer, type, terms.signatures) {
          problems.append(problem)
        }
      } else if index == 0 {
        problems.append(AppraisalProblem(.anchorUnknown, "the warrant's root \(root) is pinned nowhere"))
      }
      let isLast = index == list.count - 2
      signer = try next(body, type, isLast: isLast, hadSigner: signer != nil, terms)
    }
  }

  /// The key that the next certificate must be signed with; of the last one, the module's.
  private mutating func next(
    _ body: DDDSValue, _ type: String, isLast: Bool, hadSigner: Bool, _ terms: AppraisalTerms
  ) throws(AttestationError) -> [UInt8]? {
    let (keyName, mechanismName) = isLast ? ("KLF2pub", "KLF2mech") : ("DelegateKey", "SigMech")
    guard let key = body[keyName].flatMap({ NShieldWarrant.key($0) }) else {
      throw NShieldWarrant.malformed("\(type) without a P-521 key")
    }
    guard body[mechanismName] == NShieldWarrant.mechanism else {
      throw NShieldWarrant.malformed("\(type) for another mechanism than ECDSA with SHA-512")
    }
    guard isLast else {
      if type != "Delegation" { problems.append(AppraisalProblem(.certificateUnfit, "\(type) delegates nothing")) }
      return key
    }
    switch type {
    case "ModuleInformation": break
    case "FieldUpgradeModuleInformation":
      // Issued on the word of an older warrant, which DSA of 1024 bits signed.
      if terms.legacy.contains(.dsa1024) {
        weaknesses.append(EvidenceWeakness(.dsa1024, "the warrant was issued for an older one"))
      } else {
        problems.append(AppraisalProblem(.algorithmRefused, "a field upgrade's warrant rests on DSA of 1024 bits"))
      }
    default: problems.append(AppraisalProblem(.certificateUnfit, "\(type) is no information about a module"))
    }
    guard case .text(let serial)? = body["ElectronicSerialNumber"] else {
      throw NShieldWarrant.malformed("\(type) without a serial number")
    }
    self.serial = serial
    moduleKey = key
    return key
  }

  // MARK: - Links

  /// The anchor whose key signed the first certificate. Where only one is pinned, its failure is a wrong signature.
  private static func root(
    _ signature: [UInt8], _ payload: [UInt8], _ anchors: [Anchor], _ check: SignatureCheck
  ) -> (key: [UInt8]?, anchor: Anchor?) {
    let found = anchors.first { problem(signature, payload, $0.spki, "", check) == nil }
    return (found?.spki, found)
  }

  /// r and s side by side, 66 octets each.
  private static func problem(
    _ signature: [UInt8], _ payload: [UInt8], _ key: [UInt8], _ type: String, _ check: SignatureCheck
  ) -> AppraisalProblem? {
    let encoded = ECDSASignature.encoded(r: Array(signature.prefix(66)), s: Array(signature.suffix(66)))
    return NCoreKey.problem(encoded, over: payload, by: key, "warrant certificate \(type)", check)
  }

  private static let mechanism = DDDSValue.list([.symbol("ECDSA"), .list([.symbol("EMSA1"), .symbol("SHA512")])])

  /// `[ECDSA, Public, NISTP521, [x, y]]`.
  private static func key(_ value: DDDSValue) -> [UInt8]? {
    guard case .list(let parts) = value, parts.count == 4,
      Array(parts.prefix(3)) == [.symbol("ECDSA"), .symbol("Public"), .symbol("NISTP521")],
      case .list(let point) = parts[3], point.count == 2, case .number(let x) = point[0],
      case .number(let y) = point[1]
    else { return nil }
    return NCoreKey.ec(.p521, x: x, y: y).spki
  }

  private static func malformed(_ found: String) -> AttestationError {
    .malformed(path: "statement.warrant", found: found, required: "a warrant")
  }
}
