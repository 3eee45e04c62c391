internal import DER
public import Evidence

/// The answers of the methods, as JSON values.
public enum Answers {
  /// `credentials/list`. `listed`: what the page holds; `next`: v1's token of the following page.
  ///
  /// v1 never holds more than identifiers; v2 adds the credentials where the request asks for them.
  public static func list(
    _ listed: [CredentialDescription], request: ListRequest, dialect: Dialect, next: String? = nil
  ) -> JSONValue {
    var members: [String: JSONValue] = ["credentialIDs": .array(listed.map { .string($0.id) })]
    if dialect.pagesLists, let next { members["nextPageToken"] = .string(next) }
    if let parts = request.parts {
      members["credentialInfos"] = .array(
        listed.map { credential in
          var info = credential.members(parts, dialect: dialect)
          info["credentialID"] = .string(credential.id)
          return .object(info)
        })
    }
    if request.onlyValid { members["onlyValid"] = .bool(true) }
    return .object(members)
  }

  /// `credentials/authorize`, `authorizeCheck` and `extendTransaction` with 200.
  public static func authorized(sad: String, expiresIn: Int64) -> JSONValue {
    .object(["SAD": .string(sad), "expiresIn": .integer(expiresIn)])
  }

  /// The same with 202: the signatory is yet to act.
  public static func pending(handle: String) -> JSONValue { .object(["handle": .string(handle)]) }

  public static func challenge(_ text: String) -> JSONValue { .object(["challenge": .string(text)]) }

  /// `signatures/signHash` and `signPolling`: as many as hashes and in their order. RSA as long as the modulus, ECDSA as
  /// DER.
  public static func signatures(_ signatures: [[UInt8]]) -> JSONValue {
    .object(["signatures": .array(signatures.map { .string(Base64.encode($0)) })])
  }

  /// `signatures/signHash` in the mode A.
  public static func response(id: String) -> JSONValue { .object(["responseID": .string(id)]) }

  /// `signatures/timestamp`: the token of RFC 3161.
  public static func timestamp(_ token: [UInt8]) -> JSONValue { .object(["timestamp": .string(Base64.encode(token))]) }
}

/// What `info` says of the service (reference, section 3).
public struct ServiceInfo: Sendable, Hashable {
  public enum AuthType: String, Sendable, Hashable {
    case external, basic, digest, oauth2code, oauth2client
    case tls = "TLS"

    var isOAuth: Bool { self == .oauth2code || self == .oauth2client }
  }

  public let name: String
  /// The address of an image.
  public let logo: String
  /// ISO 3166-1 alpha-2.
  public let region: String
  public let language: String
  public let description: String
  public let authTypes: [AuthType]
  /// The issuer of the metadata of RFC 8414; in the answer only where a type of OAuth is offered.
  public let oauth2Issuer: String
  /// v1's base address of the OAuth endpoints.
  public let oauth2Base: String
  public let supportsRAR: Bool
  public let asynchronous: Bool
  /// Of `Dialect.methods`, those that the service answers.
  public let methods: [String]
  public let algorithms: [SignAlgorithm]
  /// `info.specs` of v2: one shipped client takes nothing but 2.2.0.0 (reference, 3).
  public let specs: String

  public init(
    name: String, logo: String, region: String, language: String, description: String, authTypes: [AuthType],
    oauth2Issuer: String, oauth2Base: String, supportsRAR: Bool, asynchronous: Bool, methods: [String],
    algorithms: [SignAlgorithm], specs: String = Dialect.v2.specs
  ) {
    self.name = name
    self.logo = logo
    self.region = region
    self.language = language
    self.description = description
    self.authTypes = authTypes
    self.oauth2Issuer = oauth2Issuer
    self.oauth2Base = oauth2Base
    self.supportsRAR = supportsRAR
    self.asynchronous = asynchronous
    self.methods = methods
    self.algorithms = algorithms
    self.specs = specs
  }

  /// The answer of `info`. No document is signed here, so the lists of formats and levels are there and empty.
  public func answer(_ dialect: Dialect) -> JSONValue {
    var members: [String: JSONValue] = [
      "specs": .string(dialect == .v1 ? dialect.specs : specs), "name": .string(name), "logo": .string(logo),
      "region": .string(region),
      "lang": .string(language), "description": .string(description),
      "authType": .array(authTypes.map { .string($0.rawValue) }),
      "methods": .array(methods.filter(Set(dialect.methods).contains).map { .string($0) }),
    ]
    let hasOAuth = authTypes.contains(where: \.isOAuth)
    guard dialect == .v2 else {
      if hasOAuth { members["oauth2"] = .string(oauth2Base) }
      return .object(members)
    }
    if hasOAuth {
      members["oauth2Issuer"] = .string(oauth2Issuer)
      members["supportsRar"] = .bool(supportsRAR)
    }
    members["asynchronousOperationMode"] = .bool(asynchronous)
    members["validationInfo"] = .bool(false)
    members["signAlgorithms"] = .object(["algos": .array(algorithms.map { .string("\($0.oid)") })])
    members["signature_formats"] = .object(["formats": .array([]), "envelope_properties": .array([])])
    members["conformance_levels"] = .array([])
    // 2.1: hashes are digests of the data to be signed.
    members["supportedHashTypes"] = .array([.string("DTBSR")])
    return .object(members)
  }
}
