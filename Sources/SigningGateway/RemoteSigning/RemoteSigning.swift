internal import CSC
internal import Cryptography
internal import Evidence
internal import PolicyGates
internal import Records
internal import TokenPool
internal import X509

/// Remote signing without its sockets: what its endpoints share.
struct RemoteSigning: Sendable {
  let settings: RemoteSigningSettings
  let book: RemoteSigningBook
  let oauth: OAuthService
  let storeGuard: StoreGuard
  let access: ServiceAccess
  let limits: ClientLimits
  let activations: ActivationService
  var signatures: SignatureService
  private(set) var credentials: CredentialService
  let authenticators: AuthenticatorService
  /// Nil where no time-stamping unit is configured; `stamping(on:…)` says how it comes.
  var timestamps: TimestampService?
  let results = AsynchronousResults()
  let journal: Journal
  let facts: ServiceFacts
  let log: OperatorLog?
  let clock: @Sendable () -> Instant

  init(
    _ settings: RemoteSigningSettings, devices: DeviceRegister, journal: Journal, facts: ServiceFacts,
    changes: ChangeControl, metrics: Metrics, log: OperatorLog?, clock: @escaping @Sendable () -> Instant
  ) {
    let book = RemoteSigningBook(settings)
    let storeGuard = StoreGuard(
      journal: journal, changes: changes, log: log, pause: .seconds(settings.storeMarkSeconds))
    let keys = SubjectKeys(settings: settings, store: journal.store, storeGuard: storeGuard)
    self.storeGuard = storeGuard
    self.settings = settings
    self.book = book
    self.journal = journal
    self.facts = facts
    self.log = log
    self.clock = clock
    let oauth = OAuthService(settings)
    self.oauth = oauth
    let limits = ClientLimits(oauth, journal: journal, metrics: metrics, clock: clock)
    self.limits = limits
    access = ServiceAccess(settings, oauth, clock: clock)
    activations = ActivationService(
      settings: settings, book: book, journal: journal, facts: facts, changes: changes, metrics: metrics, clock: clock)
    signatures = SignatureService(
      settings: settings, book: book, limits: limits, keys: keys, devices: devices, journal: journal, facts: facts,
      changes: changes,
      metrics: metrics, clock: clock)
    credentials = CredentialService(
      settings: settings, keys: keys, devices: devices, journal: journal, facts: facts, changes: changes, clock: clock)
    authenticators = AuthenticatorService(
      settings: settings, book: book, journal: journal, facts: facts, changes: changes, clock: clock)
  }

  /// What signatories do with authenticators of their own.
  var own: OwnAuthenticators { OwnAuthenticators(service: authenticators, metrics: activations.metrics) }

  /// Signatures, and what follows from them for keys of one session.
  var oneTime: OneTimeKeys {
    OneTimeKeys(credentials: credentials, signatures: signatures, book: book, log: log)
  }

  /// The same with its token. `services`: public keys with which the service signs for itself.
  func opened(_ token: (any SubjectToken)?, services: Set<Digest>) -> RemoteSigning {
    storeGuard.opened(token)
    var open = self
    var keys = signatures.keys
    keys.token = token
    keys.services = services
    open.signatures.keys = keys
    open.credentials.keys = keys
    return open
  }
}

extension RemoteSigning {
  /// What `credentials/info` may tell.
  func description(of credential: CredentialRecord) throws(GatewayError) -> CredentialDescription {
    let key: KeyFacts
    let chain: [Certificate]
    do {
      key = try PublicKey(spki: credential.spki).facts
      chain = try credential.certificates.map { try Certificate(der: $0) }
    } catch { throw .incident("credential \(credential.id) cannot be read: \(error)", decision: nil) }
    return CredentialDescription(
      id: credential.id, description: credential.description, qualifier: nil, language: settings.language,
      key: KeyDescription(key, enabled: credential.status == .enabled), status: status(credential, chain.first),
      chain: chain, mode: mode(credential), scal: credential.level == .two ? 2 : 1, multisign: credential.multisign)
  }

  private func status(
    _ credential: CredentialRecord, _ certificate: Certificate?
  ) -> CredentialDescription.CertificateStatus? {
    guard let certificate else { return nil }
    switch credential.status {
    case .suspended: return .suspended
    case .destroyed: return .revoked
    case .pending, .enabled:
      let isInTime = certificate.tbsCertificate.validity.contains(secondsSinceEpoch: clock().seconds)
      return isInTime ? .valid : .expired
    }
  }

  /// At SCAL2 the signatory acts on a page of ours; there password and code would be no more than decoration.
  private func mode(_ credential: CredentialRecord) -> AuthorizationMode {
    switch credential.level {
    case .two: .oauth2code
    case .one:
      .explicit([
        AuthObject(.password, id: RemoteSigning.password, label: "Password"),
        AuthObject(.password, id: RemoteSigning.code, label: "One-time code", numeric: true, generator: "totp"),
      ])
    }
  }

  /// Ids of the factors in `authData`.
  static let password = "password"
  static let code = "otp"
}
