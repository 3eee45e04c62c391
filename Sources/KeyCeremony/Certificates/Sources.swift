internal import Documents
internal import TokenPool

/// Where the key comes from that a certificate or a request is over.
enum KeySource: Sendable, Hashable {
  /// The step of this ceremony that makes it.
  case step(String)
  /// CKA_LABEL of a key that is on the step's token already, a file with the public key that it was generated with, and
  /// whether the record of that says that it may leave wrapped.
  case token(label: String, publicKey: String? = nil, protection: KeyProtection = .neverExtractable)
  /// A file with a request that the key signed.
  case request(String)
  /// A file with a certificate over it.
  case certificate(String)

  static var shape: FieldShape<KeySource> {
    .text(
      .converted(.identifier) { id, _ in .step(id) },
      orObject: .object { fields throws(DocumentError) in
        let publicKey = try fields.optional("public-key", as: .line)
        let protection: KeyProtection? = try fields.optional("protection", as: .choice)
        let label = try fields.optional("token-key", as: .tokenLabel)
          .map { KeySource.token(label: $0, publicKey: publicKey, protection: protection ?? .neverExtractable) }
        if publicKey != nil, label == nil { throw fields.error("public-key", "does not apply without token-key") }
        if protection != nil, label == nil { throw fields.error("protection", "does not apply without token-key") }
        let request = try fields.optional("request", as: .line).map(KeySource.request)
        let certificate = try fields.optional("certificate", as: .line).map(KeySource.certificate)
        let found = [label, request, certificate].compactMap { $0 }
        guard let only = found.first, found.count == 1 else {
          throw fields.error("token-key", "name one of token-key, request and certificate")
        }
        return only
      })
  }

  var description: String {
    switch self {
    case .step(let id): "the key of \(id)"
    case .token(let label, let file, let protection):
      "the key \(label) on the token" + (file.map { ", which has to be that of \($0)" } ?? "")
        + (protection == .underTrustedWrapping ? ", under wrapped backup" : "")
    case .request(let file): "the key that signed the request \(file)"
    case .certificate(let file): "the key in \(file)"
    }
  }
}

/// Whose key signs, and with which certificate verifiers will look at that.
enum SignerSource: Sendable, Hashable {
  /// A step of this ceremony that makes the certificate.
  case step(String)
  /// A certificate that is there, and CKA_LABEL of its key on the step's token.
  case file(certificate: String, keyLabel: String)

  static var shape: FieldShape<SignerSource> {
    .object { fields throws(DocumentError) in
      if let step = try fields.optional("step", as: .identifier) { return .step(step) }
      return .file(
        certificate: try fields.required("certificate", as: .line),
        keyLabel: try fields.required("key-label", as: .tokenLabel))
    }
  }

  var description: String {
    switch self {
    case .step(let id): "the key certified in \(id)"
    case .file(let certificate, let label): "the key \(label) of \(certificate)"
    }
  }

  /// Where the token has another key than the certificate.
  var mismatch: String {
    switch self {
    case .step(let id): "the key on the token is not the one that is certified in \(id)"
    case .file(let certificate, let label): "the key \(label) on the token is not the one in \(certificate)"
    }
  }

  func referenceProblem(_ member: String, earlier: ArraySlice<any CeremonyStep>) -> Problem? {
    guard case .step(let id) = self else { return nil }
    guard let step = earlier.certificateStep(id) else {
      return Problem("\(member).step", "no earlier step \"\(id)\" makes a certificate")
    }
    guard step.order.key.canSign else {
      return Problem("\(member).step", "the key of \"\(id)\" is not on a token of this ceremony")
    }
    return nil
  }
}

/// A certificate that a step looks at: a file, or what another step makes.
enum CertificateSource: Sendable, Hashable {
  case step(String)
  case file(String)

  static var shape: FieldShape<CertificateSource> {
    .text(
      .converted(.line) { file, _ in .file(file) },
      orObject: .object { fields throws(DocumentError) in .step(try fields.required("step", as: .identifier)) })
  }

  var description: String {
    switch self {
    case .step(let id): "the certificate of \(id)"
    case .file(let file): file
    }
  }

  func referenceProblem(_ member: String, earlier: ArraySlice<any CeremonyStep>) -> Problem? {
    guard case .step(let id) = self, earlier.certificateStep(id) == nil else { return nil }
    return Problem("\(member).step", "no earlier step \"\(id)\" makes a certificate")
  }
}

extension KeySource {
  /// The script's word on whether a key that was there before may leave; nil for keys that it says nothing of.
  var protection: KeyProtection? {
    if case .token(_, _, let protection) = self { protection } else { nil }
  }

  /// Whether the private half is on a token that the ceremony works on.
  var canSign: Bool {
    switch self {
    case .step, .token: true
    case .request, .certificate: false
    }
  }

  func referenceProblem(_ member: String, earlier: ArraySlice<any CeremonyStep>) -> Problem? {
    guard case .step(let id) = self, earlier.keyStep(id) == nil else { return nil }
    return Problem(member, "no earlier step \"\(id)\" makes a key")
  }
}

extension ArraySlice<any CeremonyStep> {
  func keyStep(_ id: String) -> GenerateKey? {
    first { $0.id == id } as? GenerateKey
  }

  func certificateStep(_ id: String) -> (any CertificateStep)? {
    first { $0.id == id } as? any CertificateStep
  }
}
