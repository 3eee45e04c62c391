internal import CSC
internal import Evidence

/// The CSC API, edition by edition.
enum CSCOperations {
  static let all = Dialect.allCases.flatMap { operations($0) }

  private static func operations(_ dialect: Dialect) -> [Operation] {
    let edition = dialect.rawValue
    var operations = [
      Operation(
        method: "GET", path: "/csc/\(edition)/info", summary: "What the service is and can do", tag: "CSC",
        answers: [.json(200, "About the service", .ref("Info_\(edition)"))]),
      method(
        .info, dialect, "What the service is and can do", nil,
        [.json(200, "About the service", .ref("Info_\(edition)"))]),
      method(.list, dialect, "A signatory's credentials", [], [.json(200, "Identifiers", .ref("List_\(edition)"))]),
      method(
        .credentialInfo, dialect, "One credential", [], [.json(200, "The credential", .ref("Credential_\(edition)"))]),
      method(.authorize, dialect, "Asks for signature activation data", [], authorized(dialect)),
      method(
        .extendTransaction, dialect, "New activation data for what is left of a release, at SCAL1",
        [notForSCAL2],
        [
          .json(
            200, "Signature activation data", .object([("SAD", .string)], optional: [("expiresIn", .count)]))
        ]),
      method(
        .signHash, dialect, "Signs hashes", [],
        [.json(200, "The signatures, or where to ask for them", dialect == .v1 ? signatures : signaturesOrResponse)]),
      method(
        .timestamp, dialect, "A time-stamp token (RFC 3161) over a hash", [unconfigured],
        [.json(200, "The token, DER in base64", .object([("timestamp", .base64)]))]),
    ]
    if dialect == .v2 {
      operations += [
        method(.authorizeCheck, dialect, "What became of a handle", [], authorized(dialect)),
        method(
          .getChallenge, dialect, "The challenge of a factor: none of those here answers one", [notForSCAL2], []),
        method(
          .signPolling, dialect, "The result of an asynchronous request", [],
          [.json(200, "The signatures", signatures), .json(202, "Not ready yet", .ref("CSCError"))]),
      ]
    }
    return operations + missing(dialect)
  }

  /// Methods that are left out: 501, whatever the body.
  private static func missing(_ dialect: Dialect) -> [Operation] {
    let names =
      ["signatures/signDoc"] + (dialect == .v1 ? [Method.getChallenge.rawValue, CSCNotImplemented.sendOTP] : [])
    return names.map { name in
      Operation(
        method: "POST", path: "/csc/\(dialect.rawValue)/\(name)", summary: "Not implemented", tag: "CSC",
        body: (.json, .any), security: [["token": []]],
        answers: errors + [.json(501, "Not implemented", .ref("CSCError"))])
    }
  }

  /// `errors`: nil where nobody asks who calls.
  private static func method(
    _ method: Method, _ dialect: Dialect, _ summary: String, _ errors: [DescribedAnswer]?, _ answers: [DescribedAnswer]
  ) -> Operation {
    let bad = DescribedAnswer.json(400, "The request is wrong, in the words of the specification", .ref("CSCError"))
    return Operation(
      method: "POST", path: "/csc/\(dialect.rawValue)/\(method.rawValue)", summary: summary, tag: "CSC",
      body: (.json, Node(RequestSchema.of(method, dialect))), security: errors == nil ? nil : [["token": []]],
      answers: answers + (errors.map { $0 + CSCOperations.errors } ?? [bad]))
  }

  private static let unconfigured = DescribedAnswer.json(
    501, "No time-stamping unit is configured", .ref("CSCError"))

  private static let notForSCAL2 = DescribedAnswer.json(501, "The credential is at SCAL2", .ref("CSCError"))

  private static let errors = [
    DescribedAnswer.json(400, "The request is wrong, in the words of the specification", .ref("CSCError")),
    DescribedAnswer.json(401, "No token, or one that is no good", .ref("CSCError"), headers: ["WWW-Authenticate"]),
    DescribedAnswer.json(403, "Refused", .ref("CSCError")),
    DescribedAnswer.json(429, "Too many requests", .ref("CSCError"), headers: ["Retry-After"]),
    DescribedAnswer.json(500, "An incident", .ref("CSCError")),
    DescribedAnswer.json(503, "The service cannot sign now", .ref("CSCError"), headers: ["Retry-After"]),
  ]

  private static func authorized(_ dialect: Dialect) -> [DescribedAnswer] {
    let sad = DescribedAnswer.json(
      200, "Signature activation data", .object([("SAD", .string)], optional: [("expiresIn", .count)]))
    guard dialect == .v2 else { return [sad] }
    return [sad, .json(202, "The signatory is yet to act", .object([("handle", .string)]))]
  }

  private static let signatures = Node.object([("signatures", .list(.base64, atLeast: 1))])

  private static let signaturesOrResponse: Node = [
    "anyOf": [signatures, .object([("responseID", .string)])]
  ]
}

extension CSCOperations {
  static let schemas: [(String, Node)] = [
    ("Info_v1", .object(plainInfo, optional: [("oauth2", .string)])), ("Info_v2", .object(plainInfo + laterInfo)),
    ("Credential_v1", credential(v1)), ("Credential_v2", credential(v2)),
    (
      "List_v1", .object([("credentialIDs", .list(.string))], optional: [("nextPageToken", .string)])
    ),
    (
      "List_v2",
      .object(
        [("credentialIDs", .list(.string))],
        optional: [("credentialInfos", .list(listed)), ("onlyValid", .boolean)])
    ),
  ]

  private static let plainInfo: [(String, Node)] = [
    ("specs", .string), ("name", .string), ("logo", .string), ("region", .string), ("lang", .string),
    ("description", .string), ("authType", .list(.string)), ("methods", .list(.string)),
  ]

  private static let laterInfo: [(String, Node)] = [
    ("oauth2Issuer", .string), ("supportsRar", .boolean), ("asynchronousOperationMode", .boolean),
    ("validationInfo", .boolean), ("signAlgorithms", .object([("algos", .list(.string))])),
    ("signature_formats", .object([("formats", .list(.string)), ("envelope_properties", .list(.any))])),
    ("conformance_levels", .list(.string)), ("supportedHashTypes", .list(.string)),
  ]

  private struct Edition {
    var needed: [(String, Node)]
    var optional: [(String, Node)]
    var certificate: [(String, Node)]
  }

  private static let v1 = Edition(
    needed: [("authMode", .oneOf(["explicit", "oauth2code"]))], optional: [("PIN", factor), ("OTP", factor)],
    certificate: [])

  private static let v2 = Edition(
    needed: [("auth", authorization)], optional: [("signatureQualifier", .string)],
    certificate: [("policy", .list(.string)), ("qcStatements", .list(.string))])

  private static func credential(_ edition: Edition, more: [(String, Node)] = []) -> Node {
    let time = Node.pattern("^[0-9]{14}Z$")
    let certificate: [(String, Node)] = [
      ("status", .oneOf(["valid", "expired", "revoked", "suspended"])), ("certificates", .list(.base64)),
      ("issuerDN", .string), ("subjectDN", .string), ("serialNumber", .pattern("^([0-9a-f]{2})+$")),
      ("validFrom", time), ("validTo", time),
    ]
    let key = Node.object(
      [("status", .oneOf(["enabled", "disabled"])), ("algo", .list(.string)), ("len", .count)],
      optional: [("curve", .string)])
    let multisign: Node = ["type": "integer", "minimum": 1]
    return .object(
      more + [("key", key), ("SCAL", .oneOf(["1", "2"])), ("multisign", multisign)] + edition.needed,
      optional: [
        ("description", .string), ("lang", .string),
        ("cert", .object([], optional: certificate + edition.certificate)),
      ] + edition.optional)
  }

  private static let listed = credential(v2, more: [("credentialID", .string)])

  private static let factor = Node.object(
    [("presence", .string)],
    optional: [("label", .string), ("description", .string), ("format", .string), ("type", .string), ("ID", .string)])

  private static let authorization = Node.object(
    [("mode", .oneOf(["explicit", "oauth2code"]))],
    optional: [
      ("expression", .string),
      (
        "objects",
        .list(
          .object(
            [("type", .string), ("id", .string)],
            optional: [
              ("label", .string), ("description", .string), ("format", .string), ("generator", .string),
            ]))
      ),
    ])
}

extension Node {
  static let base64 = Node.pattern("^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$")
}
