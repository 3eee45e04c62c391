public import Evidence

/// What a method's request may be, as JSON Schema 2020-12: the same tables that the readers go by.
///
/// Where a member depends on others, as the hash algorithm on the signature algorithm, the readers say more than this.
public enum RequestSchema {
  public static func of(_ method: Method, _ dialect: Dialect) -> JSONValue {
    var properties: [String: JSONValue] = [:]
    // Members of the other edition are ignored, whatever they hold.
    for name in Members.other(method, dialect) { properties[name] = .bool(true) }
    let needed = required(method, dialect)
    for name in Members.own(method, dialect) {
      let schema = member(name, method)
      properties[name] = needed.contains(name) ? .object(schema) : orNull(schema)
    }
    return .object([
      "type": .string("object"), "properties": .object(properties), "required": texts(needed),
      // A null is an absent member, whatever its name.
      "additionalProperties": .object(["type": .string("null")]),
    ])
  }

  private static func required(_ method: Method, _ dialect: Dialect) -> [String] {
    switch method {
    case .info, .list: []
    case .credentialInfo: ["credentialID"]
    case .authorize: ["credentialID", "numSignatures"]
    case .authorizeCheck: ["handle"]
    case .getChallenge: ["credentialID", "authObjectID"]
    case .extendTransaction: ["credentialID", "SAD"]
    case .signHash: ["credentialID", dialect.hashesMember, "signAlgo"]
    case .signPolling: ["requestID"]
    case .timestamp: ["hash", "hashAlgo"]
    }
  }

  private static func member(_ name: String, _ method: Method) -> [String: JSONValue] {
    switch name {
    case "certInfo", "authInfo", "credentialInfo", "onlyValid": ["type": .string("boolean")]
    case "certificates": choice(["none", "single", "chain"])
    case "clientData": text(RequestBody.longestText)
    case "description": text(500)
    case "lang": text(35)
    case "pageToken": text(512)
    case "response_uri": text(AsynchronousLimits.longestAddress)
    case "nonce": ["type": .string("string"), "pattern": .string("^([0-9A-Fa-f]{2}){1,32}$")]
    case "maxResults", "numSignatures": ["type": .string("integer"), "minimum": .integer(1)]
    case "validity_period": ["type": .string("integer")]
    case "operationMode": choice(["S", "A"])
    case "hashAlgorithmOID", "hashAlgo": choice(HashAlgorithm.csc.map(\.cscOID))
    case "signAlgo": choice(SignAlgorithm.allCases.map { "\($0.oid)" })
    case "hash" where method == .timestamp: digest
    case "hashes", "hash": ["type": .string("array"), "minItems": .integer(1), "items": .object(digest)]
    case "authData": ["type": .string("array"), "items": factor]
    default: text(RequestBody.longestText).merging(["minLength": .integer(1)]) { _, new in new }
    }
  }

  /// A digest of SHA-256, SHA-384 or SHA-512 in base64: 44, 64 or 88 characters.
  private static let digest: [String: JSONValue] = [
    "type": .string("string"),
    "pattern": .string("^([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=|[A-Za-z0-9+/]{64}|[A-Za-z0-9+/]{85}[AQgw]==)$"),
  ]

  private static let factor = JSONValue.object([
    "type": .string("object"), "required": texts(["id"]),
    "properties": .object([
      "id": .object(text(RequestBody.longestText).merging(["minLength": .integer(1)]) { _, new in new }),
      "value": orNull(text(RequestBody.longestText)),
    ]),
  ])

  private static func text(_ longest: Int) -> [String: JSONValue] {
    ["type": .string("string"), "maxLength": .integer(Int64(longest))]
  }

  private static func choice(_ texts: [String]) -> [String: JSONValue] {
    ["type": .string("string"), "enum": RequestSchema.texts(texts)]
  }

  private static func orNull(_ schema: [String: JSONValue]) -> JSONValue {
    var schema = schema
    if let type = schema["type"] { schema["type"] = .array([type, .string("null")]) }
    if case .array(let values)? = schema["enum"] { schema["enum"] = .array(values + [.null]) }
    return .object(schema)
  }

  private static func texts(_ list: [String]) -> JSONValue { .array(list.map { .string($0) }) }
}
