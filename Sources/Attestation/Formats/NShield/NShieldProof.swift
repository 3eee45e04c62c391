internal import Cryptography
internal import Evidence

/// The way from the vendor's root to the key: warrant, module state, world, generation. Each step that fails or is missing is
/// a problem, and the steps after it are looked at all the same.
struct NShieldProof {
  private(set) var problems: [AppraisalProblem] = []
  private(set) var weaknesses: [EvidenceWeakness] = []
  private(set) var signer: EvidenceSigner?
  private(set) var serial: String?
  /// Hash of the world's module key, and of its security officer's; nil where they are not stated.
  private(set) var moduleKey: [UInt8]?
  private(set) var officer: [UInt8]?

  init(
    _ bundle: NShieldBundle, _ publicKey: NCoreKey, _ generation: NShieldGeneration, _ terms: AppraisalTerms
  ) throws(AttestationError) {
    let warrant = try readWarrant(bundle, terms)
    let state = try readState(bundle, warrant, terms.signatures)
    try readWorld(bundle, state, terms.signatures)
    try readGeneration(bundle, state, terms.signatures)
    switch publicKey.hash {
    case nil: problems.append(AppraisalProblem(.algorithmRefused, "the hash of such a key is not known here"))
    case generation.keyHash?: break
    case _?: problems.append(AppraisalProblem(.partsDisagree, "kcmsg is not about pubkeydata"))
    }
    guard let key = state?.key.spki else { return }
    signer = EvidenceSigner(key: Hash.digest(key), anchor: warrant?.anchor?.id, chain: warrant?.chain ?? [])
  }

  // MARK: - Steps

  private mutating func readWarrant(
    _ bundle: NShieldBundle, _ terms: AppraisalTerms
  ) throws(AttestationError) -> NShieldWarrant? {
    guard let bytes = try bundle.field("warrant") else {
      lack("warrant")
      return nil
    }
    let warrant = try NShieldWarrant(bytes, terms.anchors.anchors(for: NShieldAttestation.name), terms)
    problems += warrant.problems
    weaknesses += warrant.weaknesses
    serial = warrant.serial
    return warrant
  }

  private mutating func readState(
    _ bundle: NShieldBundle, _ warrant: NShieldWarrant?, _ check: SignatureCheck
  ) throws(AttestationError) -> NShieldModuleState? {
    guard let message = try bundle.field("modstatemsg"), let signature = try bundle.field("modstatesig") else {
      lack("modstatemsg or modstatesig")
      return nil
    }
    let state = try NShieldModuleState(message)
    officer = state.officer
    guard let warrant, let key = warrant.moduleKey else { return state }
    if let problem = try NShieldProof.problem(signature, over: message, by: key, check) { problems.append(problem) }
    if state.serial != warrant.serial {
      problems.append(AppraisalProblem(.partsDisagree, "the module's state and its warrant name two modules"))
    }
    return state
  }

  /// The security officer's key certifies the module keys of the world: without that, a blob's key may be anybody's.
  private mutating func readWorld(
    _ bundle: NShieldBundle, _ state: NShieldModuleState?, _ check: SignatureCheck
  ) throws(AttestationError) {
    guard let state, let encoded = try bundle.field("knsopub"), let module = try bundle.hash("hkm"),
      let recovery = try bundle.hash("hkmc"), let suite = bundle.suite
    else { return lack("knsopub, hkm, hkmc or ciphersuite") }
    moduleKey = module
    guard suite.utf8.allSatisfy({ NShieldProof.isAlphanumeric($0) }) else {
      throw .malformed(path: "statement.ciphersuite", found: "other characters", required: "letters and digits")
    }
    let key = try NCoreReader.read(encoded, "knsopub") { reader throws(AttestationError) in
      try NCoreKey(from: &reader)
    }
    if key.hash != state.officer {
      problems.append(AppraisalProblem(.partsDisagree, "knsopub is not the key of the module's state"))
    }
    if !state.moduleKeys.contains(module) {
      problems.append(AppraisalProblem(.partsDisagree, "hkm is none of the module's keys"))
    }
    var body: [UInt8]
    let name: String
    switch (try bundle.field("CertKMaKMCbKNSO"), try bundle.hash("hkfips")) {
    case (_?, _):
      name = "CertKMaKMCbKNSO"
      body = Array("Module keys: suite = \(suite)\0".utf8) + state.officer + module + recovery
    case (nil, let fips?):
      name = "CertKMaKMCaKFIPSbKNSO"
      body = Array("Module setup, FIPS3; suite = \(suite)\0".utf8) + state.officer + module + recovery + fips
    case (nil, nil): return lack("CertKMaKMCbKNSO")
    }
    guard let signature = try bundle.field(name) else { return lack(name) }
    if let problem = try key.problem(with: signature, over: body, name, check) { problems.append(problem) }
  }

  private mutating func readGeneration(
    _ bundle: NShieldBundle, _ state: NShieldModuleState?, _ check: SignatureCheck
  ) throws(AttestationError) {
    guard let signature = try bundle.field("kcsig") else { return lack("kcsig") }
    guard let state else { return }
    if let problem = try state.key.problem(with: signature, over: try bundle.required("kcmsg"), "kcsig", check) {
      problems.append(problem)
    }
  }

  // MARK: - Helpers

  private mutating func lack(_ what: String) { problems.append(AppraisalProblem(.partMissing, what)) }

  private static func problem(
    _ signature: [UInt8], over message: [UInt8], by spki: [UInt8], _ check: SignatureCheck
  ) throws(AttestationError) -> AppraisalProblem? {
    let (mechanism, r, s) = try NCoreReader.read(signature, "modstatesig") { reader throws(AttestationError) in
      (try reader.word(), try reader.number(), try reader.number())
    }
    guard mechanism == 187 else {
      return AppraisalProblem(.algorithmRefused, "modstatesig is signed by mechanism \(mechanism)")
    }
    return NCoreKey.problem(ECDSASignature.encoded(r: r, s: s), over: message, by: spki, "modstatesig", check)
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }
}
