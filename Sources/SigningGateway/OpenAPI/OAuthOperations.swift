internal import Evidence
internal import OAuth

/// OAuth 2.0 as RFC 6749 and its followers have it, with the parameters of CSC.
enum OAuthOperations {
  static let all = [
    authorize, pushed, token, revoke("/oauth2/revoke"), revoke("/revoke"), metadata,
  ]

  private static let authorize = Operation(
    method: "GET", path: "/oauth2/authorize", summary: "Leads the browser to the signatory's page", tag: "OAuth",
    parameters: [query("client_id", needed: true), query("request_uri")]
      + authorization.map { query($0.0, schema: $0.1) },
    answers: [
      DescribedAnswer(
        status: 302, description: "To the page, or back to the client with an error", headers: ["Location"]),
      .json(400, "No address is known to be the client's", .ref("OAuthError")), limited,
    ])

  private static let pushed = Operation(
    method: "POST", path: "/oauth2/pushed_authorize",
    summary: "Takes an authorization request from its client (RFC 9126)",
    tag: "OAuth", body: (.form, form(client + authorization, needed: [])), security: clients,
    answers: errors + [
      .json(201, "Where it is kept", .object([("request_uri", .string), ("expires_in", .count)]))
    ])

  private static let token = Operation(
    method: "POST", path: "/oauth2/token", summary: "Gives a token for a grant", tag: "OAuth",
    body: (
      .form,
      form(
        client + [
          ("grant_type", .oneOf(["authorization_code", "client_credentials", "refresh_token"])), ("code", .string),
          ("redirect_uri", .string), ("code_verifier", .pattern("^[A-Za-z0-9._~-]{43,128}$")),
          ("refresh_token", .string), ("scope", .oneOf(["service"])), ("authorization_details", .string),
        ], needed: ["grant_type"])
    ), security: clients,
    answers: errors + [.json(200, "A token", tokenAnswer, headers: ["Cache-Control"])])

  private static func revoke(_ path: String) -> Operation {
    Operation(
      method: "POST", path: path, summary: "Ends a token, or activation data (RFC 7009)", tag: "OAuth",
      body: (
        .form,
        form(
          client + [("token", .string), ("token_type_hint", .oneOf(["access_token", "refresh_token"]))],
          needed: ["token"])
      ), security: clients, answers: errors + [DescribedAnswer(status: 204, description: "It is over, or never was")])
  }

  private static let metadata = Operation(
    method: "GET", path: "/.well-known/oauth-authorization-server", summary: "Where everything is (RFC 8414)",
    tag: "OAuth",
    answers: [
      .json(
        200, "The server's metadata",
        .object(
          [
            ("issuer", .string), ("authorization_endpoint", .string), ("token_endpoint", .string),
            ("response_types_supported", .list(.string)),
          ], open: true))
    ])

  /// Either the header, or the members of the form, or nothing for a public client.
  private static let clients: [Node] = [["client": []], [:]]

  private static let client: [(String, Node)] = [
    ("client_id", .string), ("client_secret", .string), ("client_assertion", .string),
    ("client_assertion_type", .string),
  ]

  private static let authorization: [(String, Node)] = [
    ("response_type", .const("code")), ("redirect_uri", .string), ("scope", .oneOf(["service", "credential"])),
    ("state", .string), ("code_challenge", .pattern("^[A-Za-z0-9_-]{43}$")), ("code_challenge_method", .const("S256")),
    ("authorization_details", .string), ("credentialID", .string), ("signatureQualifier", .string),
    ("numSignatures", .string), ("hashes", .string), ("hash", .string), ("hashAlgorithmOID", .string),
    ("lang", .string),
    ("description", .text(500)), ("clientData", .string), ("login_hint", .string), ("account_token", .string),
    ("dpop_jkt", .string),
  ]

  private static let limited = DescribedAnswer.json(
    429, "Too many requests of the client, or from this address", .ref("OAuthError"), headers: ["Retry-After"])

  private static let errors = [
    DescribedAnswer.json(400, "The request is wrong", .ref("OAuthError")),
    DescribedAnswer.json(401, "The client did not say who it is", .ref("OAuthError"), headers: ["WWW-Authenticate"]),
    DescribedAnswer.json(413, "The form is too large", .ref("OAuthError")),
    limited,
    DescribedAnswer.json(500, "No random bytes", .ref("OAuthError")),
    DescribedAnswer.json(503, "Too much is remembered of this client", .ref("OAuthError"), headers: ["Retry-After"]),
  ]

  private static let tokenAnswer = Node.object(
    [
      ("access_token", .string), ("token_type", .oneOf(["Bearer", "DPoP", "SAD"])), ("expires_in", .count),
      ("scope", .oneOf(["service", "credential"])),
    ],
    optional: [("refresh_token", .string), ("credentialID", .string), ("authorization_details", .list(.any))])

  /// Unknown parameters are ignored (RFC 6749, 3.1).
  private static func form(_ members: [(String, Node)], needed: [String]) -> Node {
    [
      "type": "object", "properties": Node(members), "required": Node(.array(needed.map { .string($0) })),
      "additionalProperties": .string,
    ]
  }

  private static func query(_ name: String, needed: Bool = false, schema: Node = .string) -> Node {
    ["name": Node(.string(name)), "in": "query", "required": Node(.bool(needed)), "schema": schema]
  }
}
