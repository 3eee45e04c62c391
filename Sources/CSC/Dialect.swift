/// Which edition of the CSC API a request speaks; the segment of the address says it.
///
/// All that differs between the two stands here and in `CSCError`'s sentences (`Dialect.…`): what a request names
/// differently, and what an edition lacks.
public enum Dialect: String, Sendable, Hashable, CaseIterable {
  /// 1.0.4.0, which pyHanko speaks.
  case v1
  /// 2.0.0.2, with what 2.2 adds where it is known.
  case v2

  /// `info.specs` where the operator chooses no other: 2.0.0.2 itself prints 2.0.0.0.
  public var specs: String { self == .v1 ? "1.0.4.0" : "2.0.0.0" }

  /// The list of hashes in `credentials/authorize` and `signatures/signHash`.
  var hashesMember: String { self == .v1 ? "hash" : "hashes" }

  /// The hash algorithm of `signatures/signHash`; v1's `credentials/authorize` has none (`authorizeNamesAlgorithm`).
  var hashAlgorithmMember: String { self == .v1 ? "hashAlgo" : "hashAlgorithmOID" }

  /// Without one, the length of a hash says its algorithm: SHA-256, SHA-384 and SHA-512 differ in length.
  var authorizeNamesAlgorithm: Bool { self == .v2 }

  /// v2 answers 202 with a handle where the signatory is yet to act; v1 has no such answer.
  public var knowsPending: Bool { self == .v2 }

  /// `operationMode`, `validity_period`, `response_uri`, `signatures/signPolling`.
  public var knowsAsynchronousMode: Bool { self == .v2 }

  /// `maxResults`, `pageToken` and `nextPageToken` of `credentials/list`.
  public var pagesLists: Bool { self == .v1 }

  /// What the OAuth token endpoint calls a token of the scope `credential`.
  public var credentialTokenType: String { self == .v1 ? "SAD" : "Bearer" }

  /// The OAuth parameter with the hashes: base64url, separated by commas.
  public var oauthHashesParameter: String { hashesMember }

  /// The methods that this module has messages for, as `info.methods` names them. Those of the service's choice are fewer.
  public var methods: [String] {
    let common = [
      "credentials/list", "credentials/info", "credentials/authorize", "credentials/extendTransaction",
      "signatures/signHash", "signatures/timestamp", "oauth2/authorize", "oauth2/token", "oauth2/revoke",
    ]
    guard self == .v2 else { return common }
    return common + [
      "credentials/authorizeCheck", "credentials/getChallenge", "signatures/signPolling", "oauth2/pushed_authorize",
    ]
  }
}

/// The members of each method's request, by edition. A member that only the other edition names is ignored; one that
/// neither names is refused, so that no misspelt parameter counts as absent.
enum Members {
  static func own(_ method: Method, _ dialect: Dialect) -> Set<String> {
    let both: Set<String> =
      switch method {
      case .info: ["lang"]
      case .list: ["userID", "clientData"]
      case .credentialInfo: ["credentialID", "certificates", "certInfo", "authInfo", "lang", "clientData"]
      case .authorize: ["credentialID", "numSignatures", "description", "clientData"]
      case .authorizeCheck: ["handle"]
      case .getChallenge: ["credentialID", "authObjectID"]
      case .extendTransaction: ["credentialID", "SAD", "clientData"]
      case .signHash: ["credentialID", "SAD", "signAlgo", "signAlgoParams", "clientData"]
      case .signPolling: ["requestID", "userID", "clientData"]
      case .timestamp: ["hash", "hashAlgo", "nonce", "clientData"]
      }
    return both.union(dialect == .v1 ? onlyV1(method) : onlyV2(method))
  }

  static func other(_ method: Method, _ dialect: Dialect) -> Set<String> {
    // `client_data` is a misspelling of one shipped client (reference, 13); what it says is never interpreted.
    own(method, dialect == .v1 ? .v2 : .v1).union(["client_data", "clientData"])
  }

  private static func onlyV1(_ method: Method) -> Set<String> {
    switch method {
    case .list: ["maxResults", "pageToken"]
    case .authorize: ["hash", "PIN", "OTP"]
    case .extendTransaction: ["hash"]
    case .signHash: ["hash", "hashAlgo"]
    default: []
    }
  }

  private static func onlyV2(_ method: Method) -> Set<String> {
    switch method {
    case .list: ["credentialInfo", "certificates", "certInfo", "authInfo", "onlyValid", "lang"]
    case .authorize: ["hashes", "hashAlgorithmOID", "authData"]
    case .extendTransaction: ["hashes", "hashAlgorithmOID"]
    case .signHash: ["hashes", "hashAlgorithmOID", "operationMode", "validity_period", "response_uri"]
    default: []
    }
  }
}

/// The methods whose requests have members.
public enum Method: String, Sendable, Hashable, CaseIterable {
  case info
  case list = "credentials/list"
  case credentialInfo = "credentials/info"
  case authorize = "credentials/authorize"
  case authorizeCheck = "credentials/authorizeCheck"
  case getChallenge = "credentials/getChallenge"
  case extendTransaction = "credentials/extendTransaction"
  case signHash = "signatures/signHash"
  case signPolling = "signatures/signPolling"
  case timestamp = "signatures/timestamp"
}
