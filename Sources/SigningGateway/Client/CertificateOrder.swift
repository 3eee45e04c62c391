internal import Applications
internal import CommandLineTools
internal import Cryptography
internal import DER
internal import Documents
internal import Evidence
internal import X509

/// Everything that a request for a certificate is made of, read from the files of the command line.
struct CertificateOrder {
  let settings: ClientSettings
  let policy: CertificatePolicy
  let request: CertificationRequest
  let issuer: Certificate
  let application: ApplicationFile
  private let applicationPath: String

  init(_ arguments: Arguments) throws(ClientError) {
    policy = try CertificateOrder.policy(arguments)
    let client = try CertificateOrder.required("--client", arguments)
    settings = try CertificateOrder.read(client, as: ClientSettings.shape(folder: SourceFiles.folder(of: client)))
    request = try CertificateOrder.readDER(
      try CertificateOrder.required("--csr", arguments), label: "CERTIFICATE REQUEST", CertificationRequest.init(der:))
    issuer = try CertificateOrder.readDER(
      settings.issuerCertificate, label: "CERTIFICATE", Certificate.init(der:))
    applicationPath = try CertificateOrder.required("--application", arguments)
    application = try CertificateOrder.read(applicationPath, as: ApplicationFile.shape)
  }

  /// What the serial is reserved for.
  var subjectKey: Digest { Hash.digest(request.subjectPublicKeyInfo.derBytes) }

  /// What the gateway is asked to sign.
  func tbsCertificate(serial: Evidence.SerialNumber, at now: Instant) throws(ClientError) -> TBSCertificate {
    let draft = SubjectCertificateDraft(
      plan: application.content, policy: policy, issuer: issuer, key: request.subjectPublicKeyInfo)
    do {
      if let tbs = try draft.tbsCertificate(serial: serial, at: now) { return tbs }
    } catch {
      throw .file(FileError(path: applicationPath, problem: "no certificate can be made of it: \(error)"))
    }
    let problem = "a validity of \(application.content.validityDays) days from \(now) has no spelling in X.509"
    throw .file(FileError(path: applicationPath, problem: problem))
  }

  /// The body of a request: `docs/API.md` names its members.
  func body(_ tbs: TBSCertificate) -> JSONValue {
    .object([
      "schema": .integer(CertificateRequestBody.schema),
      "tbsCertificate": .string(Base64.encode(tbs.derBytes)),
      "csr": .string(Base64.encode(request.derBytes)),
      "policy": .string(policy.rawValue),
      "event": .string(LifecycleEvent.initial.rawValue),
      "application": application.application.json,
    ])
  }
}

extension CertificateOrder {
  static func required(_ option: String, _ arguments: Arguments) throws(ClientError) -> String {
    do { return try arguments.required(option) } catch { throw .usage(error) }
  }

  private static func policy(_ arguments: Arguments) throws(ClientError) -> CertificatePolicy {
    let name = try required("--policy", arguments)
    guard let policy = CertificatePolicy(rawValue: name) else {
      let known = CertificatePolicy.allCases.map(\.rawValue).joined(separator: ", ")
      throw .usage(arguments.misuse("--policy \(name) is unknown; known are \(known)"))
    }
    return policy
  }

  /// A YAML file.
  static func read<Value>(_ path: String, as shape: FieldShape<Value>) throws(ClientError) -> Value {
    let content = try read(path)
    do { return try Document(yaml: content).read(as: shape) } catch {
      throw .file(FileError(path: path, problem: error.description))
    }
  }

  /// A file with one PEM block, or the bare DER.
  static func readDER<Value>(
    _ path: String, label: String, _ parse: ([UInt8]) throws(X509Error) -> Value
  ) throws(ClientError) -> Value {
    let content = try read(path)
    do {
      guard content.starts(with: "-----".utf8) else { return try parse(content) }
      return try parse(try PEM(String(decoding: content, as: UTF8.self), label: label).bytes)
    } catch {
      throw .file(FileError(path: path, problem: "\(error)"))
    }
  }

  static func read(_ path: String) throws(ClientError) -> [UInt8] {
    do { return try InputFile.read(path) } catch { throw .file(error) }
  }
}
