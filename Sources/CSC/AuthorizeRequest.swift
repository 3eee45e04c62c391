public import Evidence

/// `credentials/authorize` (reference, section 6): in the order of its table, with the service's steps between.
///
///     let request = try AuthorizeRequest(body, dialect: .v2)
///     let id = try request.credentialID()
///     // The service finds the credential, or throws .invalidCredentialID; .disabled; mode oauth2code: .invalidCredentialID
///     let count = try request.numSignatures(multisign: credential.multisign)
///     let digests = try request.digests(count: count, required: credential.scal == 2)
///     let factors = try request.factors(explicit: true)
///     // … throws .locked, .invalidPIN, .invalidOTP, .invalidAuthenticationData
///     let shown = try request.texts()
public struct AuthorizeRequest: Sendable {
  public let dialect: Dialect
  private let body: RequestBody

  public init(_ json: [UInt8], dialect: Dialect) throws(CSCError) {
    body = try RequestBody(json, method: .authorize, dialect: dialect)
    self.dialect = dialect
  }

  public func credentialID() throws(CSCError) -> String { try body.string("credentialID") }

  /// At least 1, and at most what the credential signs under one authorization.
  public func numSignatures(multisign: Int) throws(CSCError) -> Int {
    guard let count = Int(exactly: try body.integer("numSignatures")), count >= 1 else { throw .invalidNumber }
    guard count <= multisign else { throw .tooManySignatures }
    return count
  }

  /// The hashes to authorise, with their algorithm; nil where there are none and none are required.
  ///
  /// Where there are any, there must be as many as signatures: v1 lets the service refuse another number, and for a SAD
  /// that is bound to a multiset of hashes it would mean nothing.
  public func digests(count: Int, required: Bool) throws(CSCError) -> [Digest]? {
    guard let digests = try HashList.digests(body, namesAlgorithm: dialect.authorizeNamesAlgorithm) else {
      guard !required else { throw .missing(.array, "hash") }
      return nil
    }
    guard digests.count == count else { throw .invalidNumber }
    return digests
  }

  /// What the signatory proves itself with. `explicit`: v2 then wants `authData`, be it empty.
  public func factors(explicit: Bool) throws(CSCError) -> Factors {
    guard dialect == .v2 else {
      return Factors(pin: try body.optionalString("PIN"), otp: try body.optionalString("OTP"), data: [])
    }
    guard let objects = try body.objects("authData") else {
      guard !explicit else { throw .missing(.array, "authData") }
      return Factors(pin: nil, otp: nil, data: [])
    }
    var data: [Factors.Datum] = []
    for object in objects {
      guard let id = try? object.string("id") else { throw .invalid("authData") }
      do { data.append(Factors.Datum(id: id, value: try object.text("value"))) } catch { throw .invalid("authData") }
    }
    return Factors(pin: nil, otp: nil, data: data)
  }

  /// `description`, which the signatory is shown, and `clientData`, which nobody reads.
  public func texts() throws(CSCError) -> (description: String?, clientData: String?) {
    (try body.text("description", limit: 500), try body.text("clientData"))
  }
}

/// Secrets as the request has them. They are in no description; do not log them.
public struct Factors: Sendable {
  public struct Datum: Sendable {
    public let id: String
    public let value: String?
  }

  /// v1.
  public let pin: String?
  public let otp: String?
  /// v2, by the ids of `auth.objects`.
  public let data: [Datum]

  public var isEmpty: Bool { pin == nil && otp == nil && data.isEmpty }
}

extension Factors: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "Factors(…)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// `credentials/extendTransaction` (reference, section 6). For SCAL2 the answer is 501: the later hashes were never seen.
public struct ExtendTransactionRequest: Sendable {
  public let dialect: Dialect
  private let body: RequestBody

  public init(_ json: [UInt8], dialect: Dialect) throws(CSCError) {
    body = try RequestBody(json, method: .extendTransaction, dialect: dialect)
    self.dialect = dialect
  }

  public func credentialID() throws(CSCError) -> String { try body.string("credentialID") }
  public func sad() throws(CSCError) -> String { try body.string("SAD") }

  public func digests(required: Bool) throws(CSCError) -> [Digest]? {
    let digests = try HashList.digests(body, namesAlgorithm: dialect.authorizeNamesAlgorithm)
    guard digests != nil || !required else { throw .missing(.array, "hash") }
    return digests
  }
}

/// Hashes that are authorised.
enum HashList {
  static func digests(_ body: RequestBody, namesAlgorithm: Bool) throws(CSCError) -> [Digest]? {
    guard let hashes = try body.hashes() else { return nil }
    guard namesAlgorithm else { return try digests(hashes, algorithm: nil) }
    let oid = try body.string("hashAlgorithmOID")
    guard let algorithm = HashAlgorithm(cscOID: oid) else { throw .invalid("hashAlgorithmOID") }
    return try digests(hashes, algorithm: algorithm)
  }

  /// Without an algorithm the length of the first says it; the others must be as long.
  static func digests(_ hashes: [[UInt8]], algorithm: HashAlgorithm?) throws(CSCError) -> [Digest] {
    guard let first = hashes.first else { throw .emptyHashes }
    guard let algorithm = algorithm ?? HashAlgorithm(digestLength: first.count) else { throw .digestLength }
    var digests: [Digest] = []
    for hash in hashes {
      guard let digest = Digest(algorithm: algorithm, bytes: hash) else { throw .digestLength }
      digests.append(digest)
    }
    return digests
  }
}
