import Applications
import Assembly
import CommandLineTools
import Cryptography
import Documents
import Evidence
import PolicyGates
import X509

/// What the process left in files: the application, who may sign such, what the service says of itself.
struct ProcessFiles: Sendable {
  /// Nil where the gates on the process are not asked.
  let application: ApplicationDocument?
  let service: ServiceDescription?
  private let officers: OfficerRegister
  private let csr: CSRFacts?
  let event: LifecycleEvent
  /// Nil where the gate Lifecycle is not asked.
  private let previous: PreviousCertificate?

  /// What only says more of an application.
  private static let details = ["--officers", "--csr"]

  init(_ arguments: Arguments) throws(UsageError) {
    application = try ProcessFiles.read("--evidence", arguments, ProcessFiles.document)
    let described = try ProcessFiles.read("--service", arguments, ProcessFiles.service)?.description
    let policies = try ProcessFiles.read("--policies", arguments) { (bytes) throws(DocumentError) in
      try PolicyRegister(yaml: bytes)
    }
    service =
      described == nil && policies == nil
      ? nil
      : ServiceDescription(
        status: described?.status, practices: described?.practices,
        policies: policies ?? described?.policies ?? PolicyRegister())
    officers = try ProcessFiles.officers(arguments)
    csr = try ProcessFiles.csr(arguments)
    event = try LintSettings.choice("--event", arguments) ?? .initial
    previous = try ProcessFiles.previous(arguments)
    guard application == nil else { return }
    if arguments["--event"] != nil, previous == nil {
      throw arguments.misuse("--event says what becomes of an application or a certificate: --evidence or --previous")
    }
    for option in ProcessFiles.details where arguments[option] != nil {
      throw arguments.misuse("\(option) says more of an application, so it needs --evidence")
    }
  }

  /// The certificate beside the one before it; nil where none was named.
  func change(to content: CertificateContent) -> CertificateChange? {
    previous.map { CertificateChange(event: event, content: content, previous: $0) }
  }

  private static func previous(_ arguments: Arguments) throws(UsageError) -> PreviousCertificate? {
    guard let file = arguments["--previous"] else { return nil }
    do {
      guard let certificate = try CertificateFile.single(file).certificate else {
        throw UnreadableFile(file, found: "not signed", required: "the certificate before it")
      }
      let tbs = certificate.tbsCertificate
      return PreviousCertificate(
        tbs: tbs, sha256: Hash.digest(certificate.derBytes), nameForm: NameForm.digest(of: tbs.subject))
    } catch { throw arguments.misuse("--previous cannot be used: \(error)") }
  }

  /// Whom the application is about.
  var subjectKind: SubjectKind? { application?.application.registration?.subjectKind }

  /// The facts on a certificate; nil where there is no application.
  func facts(on content: CertificateContent) -> ProcessFacts? {
    guard let application else { return nil }
    let evidence = ProcessEvidence(
      application, for: content.tbs, officers: officers, service: service ?? ServiceDescription())
    return evidence.facts(on: content, event: event, csr: csr, requester: nil, now: content.issuedAt)
  }

  private static func document(_ bytes: [UInt8]) throws(DocumentError) -> ApplicationDocument {
    isJSON(bytes) ? try ApplicationDocument(json: bytes) : try ApplicationDocument(yaml: bytes)
  }

  private static func service(_ bytes: [UInt8]) throws(DocumentError) -> ServiceDocument {
    isJSON(bytes) ? try ServiceDocument(json: bytes) : try ServiceDocument(yaml: bytes)
  }

  /// A JSON document that is an object begins with a brace.
  private static func isJSON(_ bytes: [UInt8]) -> Bool {
    bytes.first { ![0x09, 0x0A, 0x0D, 0x20].contains($0) } == UInt8(ascii: "{")
  }

  private static func officers(_ arguments: Arguments) throws(UsageError) -> OfficerRegister {
    let entries = try read("--officers", arguments) { (bytes) throws(DocumentError) in
      try OfficerEntry.list(yaml: bytes)
    }
    let file = arguments["--officers"] ?? ""
    let folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
    var officers: [RegisteredOfficer] = []
    for entry in entries ?? [] {
      let path = entry.publicKey.hasPrefix("/") ? entry.publicKey : folder + entry.publicKey
      let pem = try content(of: path, "--officers", arguments)
      do { officers.append(try entry.registered(pem: pem)) } catch {
        throw arguments.misuse("--officers cannot be used: \(path): \(error)")
      }
    }
    return OfficerRegister(officers)
  }

  private static func csr(_ arguments: Arguments) throws(UsageError) -> CSRFacts? {
    guard let file = arguments["--csr"] else { return nil }
    let bytes = try content(of: file, "--csr", arguments)
    do {
      let isDER = bytes.first == 0x30
      return CSRFacts(
        examining: isDER
          ? try CertificationRequest(der: bytes) : try CertificationRequest(pem: String(decoding: bytes, as: UTF8.self))
      )
    } catch { throw arguments.misuse("--csr cannot be used: \(file): \(error)") }
  }

  private static func read<Value>(
    _ option: String, _ arguments: Arguments, _ decode: ([UInt8]) throws(DocumentError) -> Value
  ) throws(UsageError) -> Value? {
    guard let file = arguments[option] else { return nil }
    let bytes = try content(of: file, option, arguments)
    do { return try decode(bytes) } catch {
      throw arguments.misuse("\(option) cannot be used: \(file): \(error)")
    }
  }

  private static func content(
    of file: String, _ option: String, _ arguments: Arguments
  ) throws(UsageError) -> [UInt8] {
    do { return try InputFile.read(file) } catch { throw arguments.misuse("\(option) cannot be used: \(error)") }
  }
}
