import Applications
import Assembly
import Attestation
import CommandLineTools
import Cryptography
import DER
import Documents
import Evidence
import PolicyGates
import X509

/// How to appraise: the options of `policy-gates attest`, and the files that they name.
struct AttestSettings {
  enum Output: String, CaseIterable { case text, json }

  /// Nil where the formats find out.
  let format: String?
  let terms: AppraisalTerms
  let chain: [[UInt8]]
  /// Nil where any key will do.
  let key: WantedKey?
  let policy: OriginPolicy
  /// As the caller named it.
  let policyName: String
  let purpose: DevicePurpose?
  let devices: DeviceDocument?
  let output: Output

  init(
    _ arguments: Arguments, now: @Sendable () -> Instant, screen: Screen
  ) throws(UsageError) {
    format = try AttestSettings.format(arguments)
    (policyName, policy, purpose) = try AttestSettings.policy(arguments)
    key = try arguments["--key"].map { (file) throws(UsageError) in
      do { return try WantedKey(try InputFile.read(file), file) } catch {
        throw arguments.misuse("--key cannot be used: \(error)")
      }
    }
    var chain: [[UInt8]] = []
    for file in arguments.all("--chain") {
      do { chain.append(try InputFile.read(file)) } catch { throw arguments.misuse("--chain cannot be used: \(error)") }
    }
    self.chain = chain
    devices = try AttestSettings.devices(arguments)
    output = arguments.has("--json") ? .json : try LintSettings.choice("--output", arguments) ?? .text
    terms = try AttestSettings.terms(arguments, policy, format, now, screen)
  }

  private static func terms(
    _ arguments: Arguments, _ policy: OriginPolicy, _ format: String?, _ now: @Sendable () -> Instant, _ screen: Screen
  ) throws(UsageError) -> AppraisalTerms {
    let at = try arguments["--at"].map { (text) throws(UsageError) in
      guard let instant = Instant(text) else {
        throw arguments.misuse("--at is \(text), must be a time such as 2026-11-20T12:00:00Z")
      }
      return instant
    }
    let nonce = try arguments["--nonce"].map { (text) throws(UsageError) in
      guard let bytes = Hex.decode(text), (1...64).contains(bytes.count) else {
        throw arguments.misuse("--nonce is \(text), must be 1 to 64 octets in hexadecimal")
      }
      return bytes
    }
    var legacy: Set<LegacyAlgorithm> = []
    for text in arguments.all("--allow-legacy") {
      guard let algorithm = LegacyAlgorithm(rawValue: text) else {
        let known = LegacyAlgorithm.allCases.map(\.rawValue).joined(separator: ", ")
        throw arguments.misuse("--allow-legacy is \(text), must be one of \(known)")
      }
      legacy.insert(algorithm)
    }
    var anchors = AnchorStore.shipped
    if let folder = arguments["--anchors"] {
      do { anchors = anchors.adding(try AnchorFolder(folder, screen).anchors) } catch {
        throw arguments.misuse("--anchors cannot be used: \(error)")
      }
    }
    return AppraisalTerms(
      anchors: anchors, evidenceArc: try arc(arguments, format), legacy: legacy, nonce: nonce,
      trustsUnactivatedAK: policy == .origin, now: at ?? now())
  }

  private static func format(_ arguments: Arguments) throws(UsageError) -> String? {
    guard let name = arguments["--format"], name != "auto" else { return nil }
    guard Formats.names.contains(name) else {
      throw arguments.misuse("--format is \(name), must be auto or one of \(Formats.names.joined(separator: ", "))")
    }
    return name
  }

  /// The arc of the draft's own samples, until IANA assigns one.
  static let provisionalArc = ObjectIdentifier(1, 3, 6, 1, 5, 5, 999)

  private static func arc(_ arguments: Arguments, _ format: String?) throws(UsageError) -> ObjectIdentifier? {
    guard let text = arguments["--evidence-arc"] else { return format == "pkix-evidence" ? provisionalArc : nil }
    guard let arc = ObjectIdentifier(text) else {
      throw arguments.misuse("--evidence-arc is \(text), must be an object identifier such as \(provisionalArc)")
    }
    return arc
  }

  /// A policy of ours, or a certificate policy that asks for a device.
  private static func policy(
    _ arguments: Arguments
  ) throws(UsageError) -> (String, OriginPolicy, DevicePurpose?) {
    let name = arguments["--policy"] ?? OriginPolicy.origin.rawValue
    if let policy = OriginPolicy(rawValue: name) { return (name, policy, nil) }
    switch CertificatePolicy(rawValue: name) {
    case .ncpPlus: return (name, .secureDevice, nil)
    case .qcpNQSCD: return (name, .qscd, .signature)
    case .qcpLQSCD: return (name, .qscd, .seal)
    default:
      let known = OriginPolicy.allCases.map(\.rawValue) + ["ncp+", "qcp-n-qscd", "qcp-l-qscd"]
      throw arguments.misuse("--policy is \(name), must be one of \(known.joined(separator: ", "))")
    }
  }

  private static func devices(_ arguments: Arguments) throws(UsageError) -> DeviceDocument? {
    guard let file = arguments["--devices"] else { return nil }
    do {
      return try DeviceDocument(yaml: try InputFile.read(file))
    } catch let error as DocumentError {
      throw arguments.misuse("--devices cannot be used: \(file): \(error)")
    } catch {
      throw arguments.misuse("--devices cannot be used: \(error)")
    }
  }
}

/// The key that a statement must be about.
struct WantedKey {
  let spkiSHA256: Digest
  /// Whether it signed a certification request; not known where none came.
  let possession: Truth

  init(_ request: CertificationRequest) {
    let facts = CSRFacts(examining: request)
    spkiSHA256 = Hash.digest(facts.publicKey)
    possession = facts.signatureVerified
  }

  private init(_ info: SubjectPublicKeyInfo) {
    spkiSHA256 = Hash.digest(info.derBytes)
    possession = .unknown
  }

  /// What a file holds: PEM by its label, DER by what it reads as.
  init(_ bytes: [UInt8], _ file: String) throws(FileError) {
    if let text = String(validating: bytes, as: UTF8.self), let block = try? PEM.blocks(text).first {
      try self.init(der: block.bytes, file)
    } else {
      try self.init(der: bytes, file)
    }
  }

  private init(der: [UInt8], _ file: String) throws(FileError) {
    if let info = try? SubjectPublicKeyInfo(der: der) {
      self.init(info)
    } else if let request = try? CertificationRequest(der: der) {
      self.init(request)
    } else if let certificate = try? Certificate(der: der) {
      self.init(certificate.tbsCertificate.subjectPublicKeyInfo)
    } else {
      throw FileError(path: file, problem: "holds no public key, certificate or certification request")
    }
  }
}
