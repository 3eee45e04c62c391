internal import Cryptography
internal import DER
public import Evidence

extension AuthorizationServer {
  /// What the token endpoint came to.
  public enum TokenOutcome: Sendable, Hashable {
    case token(TokenAnswer)
    /// The service makes the SAD and answers with `credentialToken`.
    case credential(CredentialRedemption)
  }

  /// `oauth2/token`. Where the error has `withdrawn`, the service ends that activation and any SAD of it.
  public mutating func token(
    _ form: FormBody, _ approach: Approach, _ randomness: Randomness, now: Instant
  ) throws(OAuthError) -> TokenOutcome {
    sweep(now)
    let client = try authenticate(form, approach, now: now)
    let name = try form.required("grant_type", limit: 128)
    guard let grant = Client.Grant(rawValue: name) else {
      throw OAuthError(.unsupportedGrantType, "Invalid parameter grant_type")
    }
    guard client.grants.contains(grant) else { throw .notForThisClient }
    let call = TokenCall(
      client: client, form: form, binding: try binding(client, approach, now: now), randomness: randomness, now: now)
    switch grant {
    case .authorizationCode: return try redeem(call)
    case .clientCredentials: return .token(try clientToken(call))
    case .refreshToken: return .token(try refresh(call))
    }
  }

  /// The answer to a code of the scope `credential`: the SAD that the service made for its activation. From here on it
  /// is a token too, bound as the redemption says.
  public mutating func credentialToken(
    _ redemption: CredentialRedemption, sad: String, credentialID: String, expires: Instant, now: Instant
  ) -> TokenAnswer {
    accessTokens.insert(
      IssuedAccess(credentialID: credentialID, subject: nil, binding: redemption.binding, family: nil),
      for: SecretText.key(sad),
      client: redemption.clientID, expires: expires)
    return TokenAnswer(
      redemption, sad: sad, expiresIn: max(0, expires.seconds.subtractingReportingOverflow(now.seconds).partialValue),
      credentialID: credentialID)
  }

  /// `oauth2/revoke` (RFC 7009): nil where it is done or there was nothing to do; otherwise a token of that client that is
  /// a SAD, or may be one.
  public mutating func revoke(
    _ form: FormBody, _ approach: Approach, now: Instant
  ) throws(OAuthError) -> (clientID: String, token: String)? {
    sweep(now)
    let client = try authenticate(form, approach, now: now)
    let token = try form.required("token")
    if let hint = form["token_type_hint"], hint != "access_token", hint != "refresh_token" {
      throw OAuthError(.unsupportedTokenType, "Invalid parameter token_type_hint")
    }
    let key = SecretText.key(token)
    if let entry = accessTokens[key] {
      guard entry.client == client.id else { return nil }
      accessTokens.remove(key)
      return entry.value.credentialID != nil ? (client.id, token) : nil
    }
    if let family = RefreshToken(token)?.family, let entry = families[family] {
      // An older token of the family ends it as well.
      if entry.client == client.id { families.remove(family) }
      return nil
    }
    return (client.id, token)
  }

  private mutating func redeem(_ call: TokenCall) throws(OAuthError) -> TokenOutcome {
    let key = SecretText.key(try call.form.required("code"))
    if let spent = spentCodes[key] { throw withdraw(spent.value) }
    guard let entry = codes.remove(key) else { throw .invalidGrant("code") }
    let spentUntil = call.now.adding(seconds: max(settings.accessLifetime, settings.refreshLifetime))
    // Whatever is wrong from here on, the code does not come back.
    spentCodes.insert(.nothing, for: key, client: entry.client, expires: spentUntil)
    guard entry.client == call.client.id else { throw .invalidGrant("code") }
    guard call.now < entry.expires else { throw .codeOver }
    let request = entry.value.request
    try check(call, against: request)
    switch entry.value.grant {
    case .credential(let activation):
      guard case .credential(let wanted) = request.purpose else { throw .codeOver }
      spentCodes.update(key) { $0 = .credential(activation: activation) }
      return .credential(
        CredentialRedemption(
          clientID: call.client.id, activation: activation, request: wanted, binding: call.binding,
          hasDetails: request.hasDetails, isOfCSC1: call.client.speaksCSC1))
    case .service(let subject):
      guard case .service = request.purpose else { throw .codeOver }
      let refresh = call.client.grants.contains(.refreshToken) ? RefreshToken(call.randomness) : nil
      let family = refresh?.family ?? SecretText.key(call.randomness.text(1))
      spentCodes.update(key) { $0 = .service(family: family) }
      families.insert(
        TokenFamily(subject: subject, binding: call.binding, current: refresh.map { SecretText.key($0.text) }),
        for: family, client: call.client.id, expires: spentUntil)
      return .token(issue(call, subject: subject, family: family, refresh: refresh?.text))
    }
  }

  private func check(_ call: TokenCall, against request: AuthorizationRequest) throws(OAuthError) {
    let address = try call.form.optional("redirect_uri", limit: 2048)
    guard address == nil ? !request.namesRedirectURI : address == request.redirectURI else { throw .redirectMismatch }
    let verifier = try call.form.optional("code_verifier", limit: 128)
    switch (verifier, request.codeChallenge) {
    // A verifier without a challenge: somebody took it out of the request (RFC 9700, 4.8.2).
    case (_?, nil): throw .invalidGrant("code_verifier")
    case (nil, _?): throw .missing("code_verifier")
    case (let verifier?, let challenge?):
      guard ProofKey.fits(verifier: verifier, challenge: challenge) else { throw .invalidGrant("code_verifier") }
    case (nil, nil): break
    }
    guard request.proofKey == nil || request.proofKey == call.binding.proofKey else {
      throw OAuthError.proof("the code is bound to another key")
    }
    guard let details = try call.form.optional("authorization_details", limit: FormBody.longestBody) else { return }
    guard case .credential(let wanted) = request.purpose, request.hasDetails,
      try CredentialRequest(details: details) == wanted
    else { throw .details }
  }

  /// RFC 6749, 4.1.2: what came of a code that comes again is ended.
  private mutating func withdraw(_ spent: SpentCode) -> OAuthError {
    switch spent {
    case .service(let family): families.remove(family)
    case .credential(let activation): return OAuthError.codeOver.withdrawing(activation)
    case .nothing: break
    }
    return .codeOver
  }

  private mutating func clientToken(_ call: TokenCall) throws(OAuthError) -> TokenAnswer {
    guard !call.client.isPublic else { throw .notForThisClient }
    try requireServiceScope(call)
    return issue(call, subject: nil, family: nil, refresh: nil)
  }

  private func requireServiceScope(_ call: TokenCall) throws(OAuthError) {
    let scope = try call.form.optional("scope", limit: 256) ?? Client.Scope.service.rawValue
    guard scope == Client.Scope.service.rawValue, call.client.scopes.contains(.service) else {
      throw OAuthError(.invalidScope, "Invalid parameter scope")
    }
  }

  /// Each refresh token is good once. One that was used, or was made up from a used one, ends its whole family: either
  /// the client or a thief has used it before (RFC 9700, 4.14.2).
  private mutating func refresh(_ call: TokenCall) throws(OAuthError) -> TokenAnswer {
    let text = try call.form.required("refresh_token")
    guard let presented = RefreshToken(text), let entry = families[presented.family],
      entry.client == call.client.id, let current = entry.value.current
    else { throw .invalidGrant("refresh_token") }
    guard call.now < entry.expires else {
      families.remove(presented.family)
      throw .refreshExpired
    }
    guard current == SecretText.key(text) else {
      families.remove(presented.family)
      throw .invalidGrant("refresh_token")
    }
    try requireServiceScope(call)
    // RFC 9449, 5 and RFC 8705, 4: the token of a public client stays with the key that it was given to.
    guard !call.client.isPublic || entry.value.binding == call.binding else { throw .invalidGrant("refresh_token") }
    let next = RefreshToken(call.randomness, family: presented.familyText)
    families.update(presented.family) { $0.current = SecretText.key(next.text) }
    return issue(call, subject: entry.value.subject, family: presented.family, refresh: next.text)
  }

  private mutating func issue(
    _ call: TokenCall, subject: String?, family: Digest?, refresh: String?
  ) -> TokenAnswer {
    let text = call.randomness.text(0)
    accessTokens.insert(
      IssuedAccess(credentialID: nil, subject: subject, binding: call.binding, family: family),
      for: SecretText.key(text),
      client: call.client.id, expires: call.now.adding(seconds: settings.accessLifetime))
    return TokenAnswer(access: text, binding: call.binding, expiresIn: settings.accessLifetime, refresh: refresh)
  }
}

/// One request of the token endpoint, its client known.
private struct TokenCall {
  let client: Client
  let form: FormBody
  let binding: SenderBinding
  let randomness: Randomness
  let now: Instant
}

/// `<family>.<secret>`: the family stays when the secret changes, so that a used token is known without a list of them.
private struct RefreshToken {
  let familyText: String
  let text: String
  var family: Digest { SecretText.key(familyText) }

  init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, text.utf8.count <= 256 else { return nil }
    familyText = String(parts[0])
    self.text = text
  }

  init(_ randomness: Randomness, family: String? = nil) {
    familyText = family ?? randomness.text(1)
    text = "\(familyText).\(randomness.text(2))"
  }
}

/// RFC 7636, 4.6, for S256.
enum ProofKey {
  static func fits(verifier: String, challenge: String) -> Bool {
    guard (43...128).contains(verifier.utf8.count), verifier.utf8.allSatisfy(isUnreserved) else { return false }
    return Base64URL.encode(Hash.digest(Array(verifier.utf8)).bytes) == challenge
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
      true
    default: false
    }
  }
}
