internal import DER

/// A request of the authorization endpoint that may be shown to a person: the client is registered, the address to
/// return to is its own, and the proof key of RFC 7636 is there.
public struct AuthorizationRequest: Sendable, Hashable {
  public enum Purpose: Sendable, Hashable {
    /// Access to the service on a user's behalf.
    case service
    /// Authorization of signatures.
    case credential(CredentialRequest)
  }

  public let clientID: String
  public let clientName: String
  public let redirectURI: String
  public let purpose: Purpose
  /// Wanted languages, RFC 5646.
  public let language: String?
  /// Whom the client expects; of a request for the service, which names no credential.
  public internal(set) var loginHint: String?
  /// Whom the client named by an `account_token`: nobody else is asked.
  public internal(set) var account: String?
  /// The client's words for the signatory.
  public let description: String?
  public let clientData: String?

  let state: String?
  /// Nil where the client speaks CSC 1.0.4, which knows none, and sent none.
  let codeChallenge: String?
  /// False where the client has one address and left it out; the token request may then leave it out too.
  let namesRedirectURI: Bool
  /// True where the request came as `authorization_details`; the token's answer then has them.
  let hasDetails: Bool
  /// The key that the code is bound to (RFC 9449, 10).
  var proofKey: String?

  init(_ form: FormBody, client: Client, redirect: RedirectTarget) throws(OAuthError) {
    clientID = client.id
    clientName = client.name
    redirectURI = redirect.address
    namesRedirectURI = redirect.isNamed
    state = redirect.state
    let type = try form.required("response_type")
    guard type == "code" else { throw OAuthError(.unsupportedResponseType, "Invalid parameter response_type") }
    guard client.grants.contains(.authorizationCode) else { throw .notForThisClient }
    codeChallenge = try AuthorizationRequest.codeChallenge(form, client)
    proofKey = try form.optional("dpop_jkt", limit: 64)
    let standard = try form.optional("ui_locales", limit: 256)
    language = try form.optional("lang", limit: 64) ?? standard
    loginHint = try form.optional("login_hint", limit: 255)
    description = try form.optional("description", limit: 2000)
    guard (description ?? "").unicodeScalars.count <= 500 else { throw .invalid("description") }
    clientData = try form.optional("clientData")
    let details = try form.optional("authorization_details", limit: FormBody.longestBody)
    hasDetails = details != nil
    purpose = try AuthorizationRequest.purpose(form, client, details: details)
    guard client.scopes.contains(scope) else {
      throw OAuthError(.invalidScope, "The client may not ask for the scope \(scope.rawValue)")
    }
  }

  public var scope: Client.Scope { if case .credential = purpose { .credential } else { .service } }

  private static func codeChallenge(_ form: FormBody, _ client: Client) throws(OAuthError) -> String? {
    if client.speaksCSC1, form["code_challenge"] == nil, form["code_challenge_method"] == nil { return nil }
    // RFC 7636, 4.3: without a method, the method is plain.
    guard form["code_challenge_method"] == "S256" else { throw .invalid("code_challenge_method") }
    let challenge = try form.required("code_challenge", limit: 128)
    guard Base64URL.decode(challenge)?.count == 32 else { throw .invalid("code_challenge") }
    return challenge
  }

  /// Without a scope it is `service`; `authorization_details` mean `credential`. Both ways of naming hashes at once are
  /// refused: the signatory could be shown one and sign the other.
  private static func purpose(
    _ form: FormBody, _ client: Client, details: String?
  ) throws(OAuthError) -> Purpose {
    let scope = try form.optional("scope", limit: 256)
    let named = scope.map { Client.Scope(rawValue: $0) } ?? (details == nil ? .service : .credential)
    switch (named, details) {
    case (.service?, nil): return .service
    case (.credential?, nil): return .credential(try CredentialRequest(form, ofCSC1: client.speaksCSC1))
    case (.credential?, let details?):
      guard form["hashes"] == nil, form["credentialID"] == nil, form["signatureQualifier"] == nil else {
        throw .details
      }
      return .credential(try CredentialRequest(details: details))
    default: throw OAuthError(.invalidScope, "Invalid parameter scope")
    }
  }
}

/// Where an answer may be sent: found first, as nothing may be sent elsewhere (RFC 6749, 4.1.2.1).
struct RedirectTarget {
  let address: String
  let isNamed: Bool
  let state: String?

  init(_ form: FormBody, client: Client) throws(OAuthError) {
    let named = try form.optional("redirect_uri", limit: 2048)
    guard let address = named ?? (client.redirectURIs.count == 1 ? client.redirectURIs.first : nil) else {
      throw .missing("redirect_uri")
    }
    guard client.redirectURIs.contains(where: { $0.utf8.elementsEqual(address.utf8) }) else {
      throw .invalid("redirect_uri")
    }
    self.address = address
    isNamed = named != nil
    state = try form.optional("state", limit: 1024)
  }
}
