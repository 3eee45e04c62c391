internal import CSC

/// What remote signing answers, by listener. CSC methods are on both: a client is known by its certificate, or by its token.
enum RemoteRoutes {
  static func mtls(_ gateway: Gateway) -> [Route] {
    guard let remote = gateway.remote else { return [] }
    return [
      Route("POST", "/remote/v1/credentials", MakeCredential(gateway: gateway, remote: remote)),
      Route("GET", "/remote/v1/credentials/{id}", ShowCredential(gateway: gateway, remote: remote)),
      Route("POST", "/remote/v1/credentials/{id}/certificate", CertifyCredential(gateway: gateway, remote: remote)),
      Route("POST", "/remote/v1/enrolments", EnrolSignatory(gateway: gateway, remote: remote)),
      Route("GET", "/remote/v1/enrolments/{id}", ShowEnrolment(gateway: gateway, remote: remote)),
      Route("POST", "/remote/v1/credentials/{id}/status", ChangeCredential(gateway: gateway, remote: remote)),
      Route(
        "POST", "/remote/v1/signatories/{signatory}/invitations", InviteSignatory(gateway: gateway, remote: remote)),
      Route("POST", "/operator/v1/invitations/{id}/release", ReleaseInvitation(gateway: gateway, remote: remote)),
      Route(
        "POST", "/operator/v1/signatories/{signatory}/authenticators/{id}/revocation",
        RevokeAuthenticator(gateway: gateway, remote: remote)),
    ] + csc(remote) + tokens(remote)
  }

  static func open(_ gateway: Gateway) -> [Route] {
    guard let remote = gateway.remote else { return [] }
    return csc(remote) + tokens(remote) + [
      Route("GET", "/oauth2/authorize", OAuthAuthorize(remote: remote)),
      Route("GET", "/.well-known/oauth-authorization-server", OAuthMetadata(remote: remote)),
      Route("GET", "/signatory/consent/{handle}", ServeConsentPage()),
      Route("GET", "/signatory/enrol", ServeEnrolmentPage()),
      Route("GET", "/signatory/authenticators", ServeOwnAuthenticatorsPage()),
      Route("GET", "/signatory/assets/{name}", ServePageAsset()),
      Route("GET", "/openapi.json", DescribeAPI()),
      Route("GET", "/signatory/v1/activations/{handle}", ShowActivation(remote: remote)),
      Route("POST", "/signatory/v1/activations/{handle}/proof", ProveActivation(remote: remote)),
      Route("POST", "/signatory/v1/activations/{handle}/refusal", RefuseActivation(remote: remote)),
      Route("POST", "/signatory/v1/enrolments", BeginEnrolment(remote: remote)),
      Route("POST", "/signatory/v1/enrolments/{id}/passkey", EnrolPasskey(remote: remote)),
      Route("POST", "/signatory/v1/enrolments/{id}/secret", EnrolSecret(remote: remote)),
      Route("POST", "/signatory/v1/enrolments/{id}/certificate", EnrolCertificate(remote: remote)),
      Route("POST", "/signatory/v1/authenticators/requests", AskForAct(remote: remote)),
      Route("POST", "/signatory/v1/authenticators/acts", PerformAct(remote: remote)),
    ]
  }

  /// Also on `mtls`, for clients that a certificate authenticates.
  private static func tokens(_ remote: RemoteSigning) -> [Route] {
    [
      Route("POST", "/oauth2/pushed_authorize", OAuthPush(remote: remote), takes: .form),
      Route("POST", "/oauth2/token", OAuthToken(remote: remote), takes: .form),
      Route("POST", "/oauth2/revoke", OAuthRevoke(remote: remote), takes: .form),
      // Where a shipped client looks for it.
      Route("POST", "/revoke", OAuthRevoke(remote: remote), takes: .form),
    ]
  }

  private static func csc(_ remote: RemoteSigning) -> [Route] {
    Dialect.allCases.flatMap { dialect in
      let base = "/csc/\(dialect.rawValue)"
      var routes = [
        Route("GET", "\(base)/info", CSCInfo(remote: remote, dialect: dialect)),
        Route("POST", "\(base)/info", CSCInfo(remote: remote, dialect: dialect)),
        Route("POST", "\(base)/credentials/list", CSCListCredentials(remote: remote, dialect: dialect)),
        Route("POST", "\(base)/credentials/info", CSCReadCredential(remote: remote, dialect: dialect)),
        Route("POST", "\(base)/credentials/authorize", CSCAuthorize(remote: remote, dialect: dialect)),
        Route(
          "POST", "\(base)/\(Method.extendTransaction.rawValue)", CSCExtendTransaction(remote: remote, dialect: dialect)
        ),
        Route("POST", "\(base)/signatures/signHash", CSCSignHash(remote: remote, dialect: dialect)),
        Route("POST", "\(base)/\(CSCTimestamp.method)", CSCTimestamp(remote: remote, dialect: dialect)),
      ]
      if dialect == .v2 {
        routes += [
          Route("POST", "\(base)/credentials/authorizeCheck", CSCAuthorizeCheck(remote: remote, dialect: dialect)),
          Route("POST", "\(base)/\(Method.getChallenge.rawValue)", CSCGetChallenge(remote: remote, dialect: dialect)),
          Route("POST", "\(base)/signatures/signPolling", CSCSignPolling(remote: remote, dialect: dialect)),
        ]
      }
      // v1 has `sendOTP` for it: codes here are of a device that keeps time, and nothing is sent.
      let missing =
        ["signatures/signDoc"] + (dialect == .v1 ? [Method.getChallenge.rawValue, CSCNotImplemented.sendOTP] : [])
      return routes
        + missing.map { method in
          Route("POST", "\(base)/\(method)", CSCNotImplemented(remote: remote, dialect: dialect, method: method))
        }
    }
  }
}
