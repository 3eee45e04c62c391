public import Evidence
internal import DER

/// How much of the certificate an answer holds.
public enum CertificateDetail: String, Sendable, Hashable { case none, single, chain }

/// What parts of a credential an answer holds.
public struct CredentialParts: Sendable, Hashable {
  public let certificates: CertificateDetail
  public let certInfo: Bool
  public let authInfo: Bool

  public init(certificates: CertificateDetail = .single, certInfo: Bool = false, authInfo: Bool = false) {
    self.certificates = certificates
    self.certInfo = certInfo
    self.authInfo = authInfo
  }

  init(_ body: RequestBody) throws(CSCError) {
    certificates = try body.choice("certificates", CertificateDetail.self) ?? .single
    certInfo = try body.flag("certInfo") ?? false
    authInfo = try body.flag("authInfo") ?? false
  }
}

/// `info`: a POST with an object, or a GET without a body.
public struct InfoRequest: Sendable, Hashable {
  public let language: String?

  public init(_ json: [UInt8], dialect: Dialect) throws(CSCError) {
    language = try RequestBody(json, method: .info, dialect: dialect).text("lang", limit: 35)
  }
}

/// `credentials/list` (reference, section 5).
public struct ListRequest: Sendable, Hashable {
  /// Whose credentials; the service throws where it knows no such user: `CSCError.invalid("userID")`.
  public let userID: String?
  /// v2: nil where the answer has identifiers alone.
  public let parts: CredentialParts?
  public let onlyValid: Bool
  /// v1.
  public let maxResults: Int?
  public let pageToken: String?
  public let language: String?

  /// `userSpecific`: the caller's token is for one user, so that naming another is an error.
  public init(_ json: [UInt8], dialect: Dialect, userSpecific: Bool) throws(CSCError) {
    let body = try RequestBody(json, method: .list, dialect: dialect)
    guard !userSpecific || !body.has("userID") else { throw .userIDNotAllowed }
    do { userID = try body.optionalString("userID") } catch { throw .invalid("userID") }
    _ = try body.text("clientData")
    let infos = dialect == .v2 ? try body.flag("credentialInfo") ?? false : false
    let parts = dialect == .v2 ? try CredentialParts(body) : nil
    self.parts = infos ? parts : nil
    onlyValid = dialect == .v2 ? try body.flag("onlyValid") ?? false : false
    language = dialect == .v2 ? try body.text("lang", limit: 35) : nil
    maxResults = try ListRequest.maxResults(body)
    pageToken = dialect.pagesLists ? try body.text("pageToken", limit: 512) : nil
  }

  private static func maxResults(_ body: RequestBody) throws(CSCError) -> Int? {
    guard body.dialect.pagesLists, let number = try body.optionalInteger("maxResults") else { return nil }
    guard let count = Int(exactly: number), count >= 1 else { throw .invalid("maxResults") }
    return count
  }
}

/// `credentials/info` (reference, section 5).
public struct CredentialInfoRequest: Sendable, Hashable {
  public let credentialID: String
  public let parts: CredentialParts
  public let language: String?

  public init(_ json: [UInt8], dialect: Dialect) throws(CSCError) {
    let body = try RequestBody(json, method: .credentialInfo, dialect: dialect)
    credentialID = try body.string("credentialID")
    parts = try CredentialParts(body)
    language = try body.text("lang", limit: 35)
    _ = try body.text("clientData")
  }
}

/// `credentials/authorizeCheck` (v2).
public struct AuthorizeCheckRequest: Sendable, Hashable {
  public let handle: String

  public init(_ json: [UInt8], dialect: Dialect) throws(CSCError) {
    let body = try RequestBody(json, method: .authorizeCheck, dialect: dialect)
    guard let handle = try? body.string("handle") else { throw .invalidHandle }
    self.handle = handle
  }
}

/// `credentials/getChallenge` (v2).
public struct GetChallengeRequest: Sendable, Hashable {
  public let credentialID: String
  public let authObjectID: String

  public init(_ json: [UInt8], dialect: Dialect) throws(CSCError) {
    let body = try RequestBody(json, method: .getChallenge, dialect: dialect)
    guard let credentialID = try? body.string("credentialID") else { throw .invalidCredentialID }
    guard let authObjectID = try? body.string("authObjectID") else { throw .invalid("authObjectID") }
    self.credentialID = credentialID
    self.authObjectID = authObjectID
  }
}

/// `signatures/signPolling` (v2, section 9).
public struct SignPollingRequest: Sendable, Hashable {
  /// The `responseID` of `signatures/signHash`; good for the client that got it.
  public let requestID: String
  public let userID: String?

  public init(_ json: [UInt8], dialect: Dialect, userSpecific: Bool) throws(CSCError) {
    let body = try RequestBody(json, method: .signPolling, dialect: dialect)
    requestID = try body.string("requestID")
    guard !userSpecific || !body.has("userID") else { throw .userIDNotAllowedInPolling }
    do { userID = try body.optionalString("userID") } catch { throw .invalid("userID") }
    _ = try body.text("clientData")
  }
}

/// `signatures/timestamp` (section 9); both editions call its members `hash` and `hashAlgo`.
public struct TimestampRequest: Sendable, Hashable {
  public let digest: Digest
  /// As an unsigned number, big-endian.
  public let nonce: [UInt8]?

  public init(_ json: [UInt8], dialect: Dialect) throws(CSCError) {
    let body = try RequestBody(json, method: .timestamp, dialect: dialect)
    let hash = try TimestampRequest.hash(body)
    guard let bytes = Base64.decode(hash) else { throw .hashNotBase64 }
    guard let oid = try? body.string("hashAlgo"), let algorithm = HashAlgorithm(cscOID: oid) else {
      throw .invalid("hashAlgo")
    }
    guard let digest = Digest(algorithm: algorithm, bytes: bytes) else { throw .digestLength }
    self.digest = digest
    _ = try body.text("clientData")
    guard let text = try body.text("nonce", limit: 64) else {
      nonce = nil
      return
    }
    guard let bytes = Hex.decode(text), !bytes.isEmpty else { throw .invalid("nonce") }
    nonce = bytes
  }

  private static func hash(_ body: RequestBody) throws(CSCError) -> String {
    if case "" = try? body.text("hash") ?? nil { throw CSCError("Empty hash parameter") }
    return try body.string("hash")
  }
}
