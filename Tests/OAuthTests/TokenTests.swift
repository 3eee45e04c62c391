import DER
import Evidence
import Testing

@testable import OAuth

@Suite struct TokenTests {
  @Test func `a code and its verifier give a token that the API takes`() throws {
    var office = try Office()
    let answer = try office.answer(["code": try office.code()])
    #expect(answer.body["token_type"] == "Bearer" && answer.body["scope"] == "service" && answer.refreshToken != nil)
    let standing = try office.standing("Bearer \(answer.accessToken)")
    let expires = office.now.adding(seconds: 3600)
    #expect(standing == .good(ServiceAccess(clientID: "phone", subject: "erika", expires: expires)))
    office.now = expires
    let later = try office.standing("Bearer \(answer.accessToken)")
    #expect(later == .expired)
    let unknown = try office.standing("Bearer other")
    #expect(unknown == .unknown)
  }

  @Test func `RFC 7636 appendix B's verifier fits its challenge, and nothing else does`() {
    #expect(ProofKey.fits(verifier: PKCE.verifier, challenge: PKCE.challenge))
    for wrong in [
      String(PKCE.verifier.dropLast()), PKCE.verifier + "A", PKCE.challenge, "", String(repeating: "a", count: 129),
      String(PKCE.verifier.dropLast()) + "+",
    ] { #expect(!ProofKey.fits(verifier: wrong, challenge: PKCE.challenge)) }
  }

  @Test func `each fault of a redemption has its sentence, and burns the code`() throws {
    let cases: [([String: String?], OAuthError)] = [
      (["code_verifier": PKCE.challenge], .invalidGrant("code_verifier")),
      (["code_verifier": nil], .missing("code_verifier")),
      (["redirect_uri": "app.example:/done?x=1"], .redirectMismatch), (["redirect_uri": nil], .redirectMismatch),
      (["client_id": "web", "client_secret": Office.secret], .invalidGrant("code")),
    ]
    for (changes, wanted) in cases {
      var office = try Office()
      let code = try office.code()
      let error = try office.tokenError(["code": code].merging(changes) { _, new in new })
      #expect(error == wanted, "\(changes)")
      let again = try office.tokenError(["code": code])
      #expect(again == .codeOver, "\(changes)")
    }
  }

  @Test func `a code is good for a minute and no longer`() throws {
    var office = try Office()
    let code = try office.code()
    office.now = office.now.adding(seconds: 60)
    let error = try office.tokenError(["code": code])
    #expect(error?.description == "Authorization code is invalid or expired" && error?.code == .invalidGrant)
    let made = try office.tokenError(["code": "made-up"])
    #expect(made?.description == "Invalid parameter code" && made?.code == .invalidGrant)
    let missing = try office.tokenError()
    #expect(missing?.description == "Missing parameter code" && missing?.code == .invalidRequest)
  }

  @Test func `a code that comes a second time ends what came of it`() throws {
    var office = try Office()
    let code = try office.code()
    let answer = try office.answer(["code": code])
    let replay = try office.tokenError(["code": code])
    #expect(replay == .codeOver)
    let standing = try office.standing("Bearer \(answer.accessToken)")
    #expect(standing == .unknown)
    let refresh = try office.tokenError(["grant_type": "refresh_token", "refresh_token": answer.refreshToken])
    #expect(refresh?.description == "Invalid parameter refresh_token")
  }

  private static let credential: [String: String?] = [
    "scope": "credential", "signatureQualifier": "eu_eidas_qes", "numSignatures": "1",
  ]

  @Test func `a code of a credential gives the service its activation once, and names it for withdrawal after`() throws
  {
    var office = try Office()
    let code = try office.code(TokenTests.credential, grant: .credential(activation: "act-7"))
    guard case .credential(let redemption) = try office.token(["code": code]) else {
      Issue.record("no redemption")
      return
    }
    #expect(redemption.activation == "act-7" && redemption.clientID == "phone" && redemption.binding == .none)
    let body = office.server.credentialToken(
      redemption, sad: "sad", credentialID: "c-1", expires: office.now.adding(seconds: 300), now: office.now
    ).body
    let standing = try office.standing("Bearer sad")
    #expect(standing == .sad(clientID: "phone", credentialID: "c-1"))
    #expect(body["access_token"] == "sad" && body["credentialID"] == "c-1" && body["expires_in"] == .integer(300))
    #expect(body["refresh_token"] == nil && body["authorization_details"] == nil)
    let replay = try office.tokenError(["code": code])
    #expect(replay?.withdrawn == "act-7" && replay?.description == OAuthError.codeOver.description)
  }

  @Test func `the details come back with the token, and others are refused`() throws {
    let details = { (hash: UInt8) in
      let digest = Base64.encode([UInt8](repeating: hash, count: 32))
      return """
        [{"type":"credential","credentialID":"c-1","documentDigests":[{"hash":"\(digest)","label":"L"}],\
        "hashAlgorithmOID":"2.16.840.1.101.3.4.2.1"}]
        """
    }
    for (repeated, works) in [(details(1), true), (nil, true), (details(2), false), ("[]", false)] {
      var office = try Office()
      let code = try office.code(["authorization_details": details(1)], grant: .credential(activation: "a"))
      do {
        guard case .credential(let redemption) = try office.token(["code": code, "authorization_details": repeated])
        else {
          Issue.record("no redemption")
          return
        }
        let body = TokenAnswer(redemption, sad: "s", expiresIn: 1, credentialID: "c-1").body
        #expect(works && body["credentialID"] == nil)
        guard case .array(let list)? = body["authorization_details"] else {
          Issue.record("no details")
          return
        }
        #expect(list.first?["credentialID"] == "c-1" && list.first?["numSignatures"] == .integer(1))
      } catch let error as OAuthError {
        #expect(!works && error.code == .invalidAuthorizationDetails)
      }
    }
  }

  @Test func `a refresh token is good once, and its reuse ends the family`() throws {
    var office = try Office()
    let first = try office.answer(["code": try office.code()])
    let second = try office.answer(["grant_type": "refresh_token", "refresh_token": first.refreshToken])
    #expect(second.refreshToken != first.refreshToken)
    let both = try [first, second].map { try office.standing("Bearer \($0.accessToken)") }
    #expect(both.allSatisfy { if case .good = $0 { true } else { false } })
    let reuse = try office.tokenError(["grant_type": "refresh_token", "refresh_token": first.refreshToken])
    #expect(reuse?.code == .invalidGrant && reuse?.description == "Invalid parameter refresh_token")
    let current = try office.tokenError(["grant_type": "refresh_token", "refresh_token": second.refreshToken])
    #expect(current?.code == .invalidGrant)
    let over = try office.standing("Bearer \(second.accessToken)")
    #expect(over == .unknown)
  }

  @Test func `a refresh token ends with its time and belongs to one client`() throws {
    var office = try Office()
    let answer = try office.answer(["code": try office.code()])
    let call: [String: String?] = ["grant_type": "refresh_token", "refresh_token": answer.refreshToken]
    let other = try office.tokenError(
      call.merging(["client_id": "web", "client_secret": Office.secret]) { _, new in new })
    #expect(other?.description == "Invalid parameter refresh_token")
    let scope = try office.tokenError(call.merging(["scope": "credential"]) { _, new in new })
    #expect(scope?.code == .invalidScope)
    office.now = office.now.adding(seconds: 86_400)
    let late = try office.tokenError(call)
    #expect(late?.description == "Refresh token expired" && late?.code == .invalidGrant)
    let missing = try office.tokenError(["grant_type": "refresh_token"])
    #expect(missing?.description == "Missing parameter refresh_token")
  }

  @Test func `client credentials are for the service scope and for clients with a secret of some kind`() throws {
    var office = try Office()
    let call: [String: String?] = [
      "grant_type": "client_credentials", "client_id": "web", "client_secret": Office.secret,
    ]
    let answer = try office.answer(call)
    #expect(answer.refreshToken == nil)
    guard case .good(let access) = try office.standing("bearer \(answer.accessToken)") else {
      Issue.record("no access")
      return
    }
    #expect(access.subject == nil && access.clientID == "web")
    let scope = try office.tokenError(call.merging(["scope": "credential"]) { _, new in new })
    #expect(scope?.code == .invalidScope)
    let anyone = try office.tokenError(["grant_type": "client_credentials"])
    #expect(anyone?.code == .unauthorizedClient)
  }

  @Test func `what the token endpoint cannot read has its sentence`() throws {
    var office = try Office()
    let cases: [([String: String?], OAuthError.Code, String)] = [
      (["grant_type": nil], .invalidRequest, "Missing parameter grant_type"),
      (["grant_type": "password"], .unsupportedGrantType, "Invalid parameter grant_type"),
      (["client_id": nil], .invalidRequest, "Missing parameter client_id"),
      (["client_id": "nobody"], .invalidRequest, "Invalid parameter client_id"),
      (
        ["client_id": "narrow", "client_secret": Office.secret], .unauthorizedClient,
        "The client may not use this grant"
      ),
    ]
    for (changes, code, sentence) in cases {
      let error = try office.tokenError(changes)
      #expect(error?.code == code && error?.description == sentence && error?.status == 400, "\(changes)")
    }
  }

  @Test func `revocation ends a token, a refresh token with all that it gave, and nothing of another client`() throws {
    var office = try Office()
    func revoke(_ token: String?, client: String = "phone", _ office: inout Office) throws -> String? {
      let form = try Office.form([
        "client_id": client, "token": token, "client_secret": client == "web" ? Office.secret : nil,
      ])
      return try office.server.revoke(form, Office.approach(), now: office.now)?.token
    }
    let answer = try office.answer(["code": try office.code()])
    let left = try revoke(answer.accessToken, client: "web", &office)
    #expect(left == nil)
    guard case .good = try office.standing("Bearer \(answer.accessToken)") else {
      Issue.record("another client ended it")
      return
    }
    _ = try revoke(answer.accessToken, &office)
    let gone = try office.standing("Bearer \(answer.accessToken)")
    #expect(gone == .unknown)
    let next = try office.answer(["grant_type": "refresh_token", "refresh_token": answer.refreshToken])
    _ = try revoke(next.refreshToken, &office)
    let over = try office.standing("Bearer \(next.accessToken)")
    #expect(over == .unknown)
    let code = try office.code(TokenTests.credential, grant: .credential(activation: "a"))
    guard case .credential(let redemption) = try office.token(["code": code]) else {
      Issue.record("no redemption")
      return
    }
    let expires = office.now.adding(seconds: 300)
    _ = office.server.credentialToken(redemption, sad: "sad", credentialID: "c", expires: expires, now: office.now)
    let stolen = try revoke("sad", client: "web", &office)
    let own = try revoke("sad", &office)
    let unknown = try revoke("other", &office)
    #expect(stolen == nil && own == "sad" && unknown == "other")
    let ended = try office.standing("Bearer sad")
    #expect(ended == .unknown)
    let form = try Office.form(["client_id": "phone", "token": "x", "token_type_hint": "pin"])
    let error = try office.error { office in
      _ = try office.server.revoke(form, Office.approach(), now: office.now)
    }
    #expect(error == OAuthError(.unsupportedTokenType, "Invalid parameter token_type_hint"))
  }

  @Test func `a client's oldest makes way for its newest, and never another client's`() throws {
    var office = try Office(perClient: 3)
    let machine: [String: String?] = [
      "grant_type": "client_credentials", "client_id": "web", "client_secret": Office.secret,
    ]
    let other = try office.answer(["code": try office.code()])
    let tokens = try (0..<5).map { _ in try office.answer(machine).accessToken }
    let standings = try tokens.map { try office.standing("Bearer \($0)") }
    #expect(standings.map { $0 == .unknown } == [true, true, false, false, false])
    guard case .good = try office.standing("Bearer \(other.accessToken)") else {
      Issue.record("another client's token was lost")
      return
    }
    #expect(office.server.accessTokens.count == 4)
    office.now = office.now.adding(seconds: 4000)
    _ = try office.tokenError()
    #expect(office.server.accessTokens.count == 0 && office.server.codes.count == 0)
  }

  @Test func `an authorization header is one scheme and one token`() {
    #expect(PresentedToken(header: "DPoP abc")?.scheme == .dpop)
    for bad in ["Bearer", "Bearer ", "Bearer a b", "Basic abc", "Bearer a\u{e9}", "Bearer  a", "abc", ""] {
      #expect(PresentedToken(header: bad) == nil, "\(bad)")
    }
  }
}
