internal import Evidence

/// What the signatory's pages call. A page of somebody else's may call it too: nothing in it is secret but the handles.
enum SignatoryOperations {
  static let all = [
    Operation(
      method: "GET", path: "/signatory/v1/activations/{handle}", summary: "What the signatory is asked to release",
      tag: "signatory", parameters: [name("handle")],
      answers: [.json(200, "What to show", .ref("Activation")), gone]),
    Operation(
      method: "POST", path: "/signatory/v1/activations/{handle}/proof",
      summary: "The signatory's passkey, or a statement that the signatory signed, releases it", tag: "signatory",
      parameters: [name("handle")], body: (.json, ["anyOf": [passkeyAnswer, statement]]),
      answers: [.json(200, "Released", done)] + judged),
    Operation(
      method: "POST", path: "/signatory/v1/activations/{handle}/refusal", summary: "The signatory says no",
      tag: "signatory", parameters: [name("handle")], body: (.json, .any),
      answers: [.json(200, "Refused", done), gone]),
    Operation(
      method: "POST", path: "/signatory/v1/enrolments", summary: "Opens an enrolment with an invitation's code",
      tag: "signatory", body: (.json, .object([("code", .string)])),
      answers: [
        .json(201, "What the browser needs to make a passkey", .ref("Enrolment")),
        .problem(409, "It waits for an operator"),
      ]
        + judged),
    Operation(
      method: "POST", path: "/signatory/v1/enrolments/{id}/passkey", summary: "The passkey that the device made",
      tag: "signatory", parameters: [name("id")],
      body: (
        .json,
        .object(
          [("clientDataJSON", .base64url), ("attestationObject", .base64url)],
          optional: [
            ("id", .string), ("transports", ["type": "array", "items": .string, "maxItems": 10]),
          ])
      ),
      answers: [
        .json(201, "Enrolled", .object([("done", .boolean), ("authenticator", .string), ("synced", .boolean)]))
      ] + judged + [full]),
    Operation(
      method: "POST", path: "/signatory/v1/enrolments/{id}/secret",
      summary: "A password, for credentials at SCAL1; the answer has the seed of the codes", tag: "signatory",
      parameters: [name("id")], body: (.json, .object([("password", .text(1024, shortest: 12))])),
      answers: [.json(201, "Enrolled", secret)] + judged + [full]),
    Operation(
      method: "POST", path: "/signatory/v1/enrolments/{id}/certificate",
      summary: "A certificate of the signatory's own, with a detached signature over the challenge", tag: "signatory",
      parameters: [name("id")], body: (.json, .object([("certificate", .string), ("proof", .string)])),
      answers: [.json(201, "Enrolled", .object([("done", .boolean), ("authenticator", .string)]))] + judged + [full]),
    Operation(
      method: "POST", path: "/signatory/v1/authenticators/requests",
      summary: "Asks to list one's own authenticators, to enrol a further one, to name or to revoke one",
      tag: "signatory",
      body: (
        .json,
        .object(
          [("act", .oneOf(["list", "enrol", "revoke", "name"]))],
          optional: [("authenticator", .pattern("^[A-Za-z0-9_-]{1,64}$")), ("name", .text(64, shortest: 1))])
      ),
      answers: [
        .json(201, "What a passkey of one's own has to sign", .ref("AuthenticatorRequest")),
        .problem(400, "The body cannot be read"),
      ]),
    Operation(
      method: "POST", path: "/signatory/v1/authenticators/acts", summary: "Does what a passkey of one's own signed",
      tag: "signatory",
      body: (
        .json,
        ["allOf": [passkeyAnswer, ["type": "object", "required": ["request"], "properties": ["request": .string]]]]
      ),
      answers: [
        .json(200, "Listed, revoked, or named", ["anyOf": [authenticators, revoked, named]]),
        .json(201, "A further one may be enrolled", .ref("Enrolment")), full,
      ] + judged),
  ]

  private static let authenticators = Node.object([
    ("schema", .integer),
    (
      "authenticators",
      .list(
        .object(
          [
            ("authenticator", .string), ("kind", .oneOf(["passkey", "certificate", "shared-secret"])),
            ("active", .boolean), ("enrolledAt", .time), ("enrolledBy", .string),
          ], optional: [("synced", .boolean), ("name", .string)]))
    ), ("provedBy", .string),
  ])

  private static let named = Node.object([("schema", .integer), ("authenticator", .string), ("name", .string)])

  private static let revoked = Node.object([
    ("schema", .integer), ("authenticator", .string), ("revoked", .boolean),
  ])

  private static let request = Node.object([
    ("schema", .integer), ("request", .string), ("act", .string), ("expires", .time),
    ("passkey", .ref("PasskeyRequest")),
  ])

  private static let gone = DescribedAnswer.problem(404, "There is no such thing, or its time is over")
  private static let full = DescribedAnswer.problem(409, "The signatory has too many authenticators")
  private static let judged = [
    DescribedAnswer.problem(400, "The body cannot be read"), gone, DescribedAnswer.problem(422, "A gate refused it"),
  ]

  private static let done = Node.object([("done", .boolean), ("redirect", .orNull(.string))])

  private static let statement: Node = [
    "type": "object", "required": ["statement", "authenticator"],
    "properties": ["statement": .string, "authenticator": .string],
  ]

  private static let passkeyAnswer: Node = [
    "type": "object", "required": ["id", "clientDataJSON", "authenticatorData", "signature"],
    "properties": [
      "id": .base64url, "clientDataJSON": .base64url, "authenticatorData": .base64url, "signature": .base64url,
    ],
  ]

  private static let secret = Node.object([
    ("done", .boolean), ("authenticator", .string), ("totpSeed", .pattern("^([0-9a-f]{2})+$")),
    ("totpDigits", .integer), ("totpSeconds", .integer),
  ])

  static func name(_ parameter: String) -> Node {
    [
      "name": Node(.string(parameter)), "in": "path", "required": true,
      "schema": .pattern("^[A-Za-z0-9_-]{1,64}$"),
    ]
  }

  static let schemas: [(String, Node)] = [
    ("Activation", activation), ("Enrolment", enrolment), ("PasskeyRequest", passkeyRequest),
    ("AuthenticatorRequest", request),
  ]

  private static let person = Node.object([("name", .string)])

  private static let descriptor = Node.object([("id", .base64url), ("transports", .list(.string))])

  private static let activation = Node.object([
    ("schema", .integer), ("kind", .oneOf(["signature", "service"])), ("signatory", person), ("client", person),
    ("credentialID", .orNull(.string)), ("description", .orNull(.string)), ("numSignatures", .count),
    ("expires", .time), ("now", .time), ("demo", .boolean), ("passkey", .ref("PasskeyRequest")),
    ("content", ["type": "object"]),
    (
      "certificate",
      .orNull(.object([("subject", .string), ("issuer", .string), ("serial", .string), ("validTo", .time)]))
    ),
    (
      "hashes",
      .list(
        .object([("label", .orNull(.string)), ("algorithm", .string), ("hex", .pattern("^([0-9a-f]{2})+$"))]))
    ),
  ])

  private static let passkeyRequest = Node.object([
    ("challenge", .base64url), ("rpId", .string), ("userVerification", .const("required")),
    ("timeoutMilliseconds", .count), ("allowCredentials", .list(descriptor)),
  ])

  private static let enrolment = Node.object([
    ("enrolment", .string), ("signatory", person), ("expires", .time), ("existing", .orNull(.ref("PasskeyRequest"))),
    (
      "passkey",
      .object([
        ("challenge", .base64url), ("rp", .object([("id", .string), ("name", .string)])),
        ("user", .object([("id", .base64url), ("name", .string), ("displayName", .string)])),
        ("pubKeyCredParams", .list(.object([("type", .string), ("alg", .integer)]))),
        ("excludeCredentials", .list(descriptor)), ("attestation", .string), ("timeoutMilliseconds", .count),
        ("authenticatorSelection", .object([("userVerification", .string), ("residentKey", .string)])),
      ])
    ),
  ])
}

extension Node {
  static let base64url = Node.pattern("^[A-Za-z0-9_-]*$")
}
