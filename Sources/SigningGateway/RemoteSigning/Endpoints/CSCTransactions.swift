internal import CSC
internal import Cryptography
internal import Evidence
internal import Records

/// `credentials/extendTransaction`, at SCAL1: new activation data for what is left of a release, in the place of the old.
struct CSCExtendTransaction: CSCMethod {
  let remote: RemoteSigning
  let dialect: Dialect

  func reply(_ call: Call, to caller: ServiceCaller) async throws(CSCFailure) -> Reply {
    let (request, id) = try CSCFailure.csc { () throws(CSCError) in
      let request = try ExtendTransactionRequest(call.message.body, dialect: dialect)
      return (request, try request.credentialID())
    }
    let credential = try await credential(id, for: caller).value
    // The signatory's own device signed which hashes and until when: nobody else can change that.
    guard credential.level == .one else { throw .csc(.notImplemented(Method.extendTransaction.rawValue)) }
    guard credential.status == .enabled else { throw .csc(.disabled) }
    let sad = try CSCFailure.csc { () throws(CSCError) in try request.sad() }
    let found = try await CSCFailure.gateway { () async throws(GatewayError) in
      try await remote.signatures.activation(sad, of: caller.client)
    }
    guard let found else { throw .csc(.invalidSAD) }
    guard found.value.content.credential == id else { throw .csc(.invalidCredentialID) }
    let now = remote.clock()
    guard now < found.value.content.expires else { throw .csc(.sadExpired) }
    let machine = try await CSCFailure.gateway { () async throws(GatewayError) in
      try await remote.signatures.session(found.value.content)
    }
    guard machine.left > 0 else { throw .csc(.invalidSAD) }
    if let digests = try CSCFailure.csc({ () throws(CSCError) in try request.digests(required: false) }) {
      // It renews what was released, and never widens it.
      var wanted = machine
      guard case .reserved = wanted.reserve(digests, at: now) else { throw .csc(.hashNotAuthorized(dialect)) }
    }
    let extended = try await CSCFailure.gateway { () async throws(GatewayError) in
      try await remote.activations.extend(found, at: now)
    }
    return .found(
      Answers.authorized(sad: extended.sad, expiresIn: max(0, extended.content.expires.seconds - now.seconds)))
  }
}

/// `credentials/getChallenge`: at SCAL1 the factors are a password and the code of a device that keeps time, and neither answers
/// a challenge, so that each `authObjectID` is an invalid one.
struct CSCGetChallenge: CSCMethod {
  let remote: RemoteSigning
  let dialect: Dialect

  func reply(_ call: Call, to caller: ServiceCaller) async throws(CSCFailure) -> Reply {
    let request = try CSCFailure.csc { () throws(CSCError) in
      try GetChallengeRequest(call.message.body, dialect: dialect)
    }
    let credential = try await credential(request.credentialID, for: caller).value
    guard credential.level == .one else { throw .csc(.notImplemented(Method.getChallenge.rawValue)) }
    throw .csc(.invalid("authObjectID"))
  }
}

extension ActivationService {
  /// Half an hour after the secrets were given nothing is extended any more (TS 119 431-1, SIG-A.5-09).
  private static let longest: Int64 = 1800

  /// New activation data for the same session, whose spent occurrences stay spent. The old is worth nothing from here on.
  func extend(
    _ found: Registered<ActivationRecord>, at now: Instant
  ) async throws(GatewayError) -> Released {
    try changes.requireInEffect(facts.configuration)
    let old = found.value
    let verified = old.identityVerifiedAt ?? old.authorisedAt
    let end = min(
      now.adding(seconds: settings.activationSeconds), verified.adding(seconds: ActivationService.longest))
    guard now < end else {
      throw .conflict(Refusal(), "The secrets were given half an hour ago: authorize anew")
    }
    let content = ActivationContent(
      session: old.content.session, identityVerification: old.content.identityVerification,
      signatory: old.content.signatory, credential: old.content.credential, hashes: old.content.hashes,
      signatures: old.content.signatures, expires: end)
    let sad = try RemoteSigningBook.random()
    let new = ActivationRecord(
      sad: Hash.digest(Array(sad.utf8)), content: content, proofs: old.proofs, authorisedAt: now,
      identityVerifiedAt: verified, client: old.client, endedBecause: nil)
    var ended = old
    ended.endedBecause = "extended"
    var oneTime: RegisterDocument?
    if let key = try await journal.store.find(OneTimeRecord.self, content.credential) {
      var next = key.value
      next.session = content
      oneTime = key.changed(to: next)
    }
    try await journal.record(
      .activationChanged, [found.changed(to: ended), new.new, oneTime].compactMap { $0 },
      ["act": .string("extended"), "session": .string(content.session)], at: now)
    return Released(sad: sad, content: content)
  }
}
