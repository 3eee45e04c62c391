public import Evidence

/// `signatures/signHash` as it came (reference, section 7). The specification gives each fault a sentence and an order;
/// what depends on the request alone is checked here, the rest by the service between the steps:
///
///     let request = try SignHashRequest(body, dialect: .v2)          // 1 (the header is the endpoint's)
///     let sad = try request.sad()                                    // 2; not where the Bearer itself is the SAD
///     // The service finds the SAD, or throws .invalidSAD            // 3; also where its signatures are all made
///     let id = try request.credentialID()                            // 4
///     // … finds the credential, or throws .invalidCredentialID      // 5; also another one than the SAD's
///     let hashes = try request.hashes()                              // 6, 7, 8
///     // … holds them against the SAD, or throws .hashNotAuthorized  // 9: bytes, as a multiset
///     let work = try request.work(hashes, key: key, limits: limits)  // 10 to 19
///     // … throws .sadExpired                                        // 21
///     // … throws .certificateExpired                                // 22
///
/// Steps 3, 5 and 9 are looked at again where the hashes are reserved; nothing here makes that check durable.
public struct SignHashRequest: Sendable {
  public let dialect: Dialect
  private let body: RequestBody

  /// Refuses what is no JSON object, a repeated member, and a member that no edition names.
  public init(_ json: [UInt8], dialect: Dialect) throws(CSCError) {
    body = try RequestBody(json, method: .signHash, dialect: dialect)
    self.dialect = dialect
  }

  /// True where the member is there: a caller whose Bearer is the SAD leaves it out.
  public var hasSAD: Bool { body.has("SAD") }

  /// Check 2.
  public func sad() throws(CSCError) -> String { try body.string("SAD") }

  /// Check 4.
  public func credentialID() throws(CSCError) -> String { try body.string("credentialID") }

  /// Checks 6 to 8: at least one, each base64 of the standard alphabet with its padding.
  public func hashes() throws(CSCError) -> [[UInt8]] {
    guard let hashes = try body.hashes() else { throw .missing(.array, "hash") }
    return hashes
  }

  /// Checks 10 to 19.
  public func work(
    _ hashes: [[UInt8]], key: KeyDescription, limits: AsynchronousLimits?
  ) throws(CSCError) -> SignHashWork {
    let parameters = try AlgorithmParameters(body)
    let algorithm = try parameters.resolve(for: key, naming: dialect.hashAlgorithmMember)
    let mode = try mode(limits)
    var digests: [Digest] = []
    for hash in hashes {
      guard let digest = Digest(algorithm: algorithm.hash, bytes: hash) else { throw .digestLength }
      digests.append(digest)
    }
    return SignHashWork(digests: digests, algorithm: algorithm, mode: mode, clientData: try body.text("clientData"))
  }

  /// Checks 15 to 18.
  private func mode(_ limits: AsynchronousLimits?) throws(CSCError) -> OperationMode {
    guard dialect.knowsAsynchronousMode else { return .synchronous }
    let letter = try body.choice("operationMode", OperationMode.Letter.self) ?? .synchronous
    let period = try body.optionalInteger("validity_period")
    let address = try body.text("response_uri", limit: AsynchronousLimits.longestAddress)
    guard letter == .asynchronous else { return .synchronous }
    guard let limits else { throw .invalid("operationMode") }
    let kept = period ?? limits.standardMilliseconds
    guard (1...limits.longestMilliseconds).contains(kept) else {
      throw CSCError("Out of bounds parameter validity_period")
    }
    if let address, !limits.takes(address) { throw .invalid("response_uri") }
    return .asynchronous(validityMilliseconds: kept, responseURI: address)
  }
}

/// What is to be signed, in the order of the request.
public struct SignHashWork: Sendable, Hashable {
  public let digests: [Digest]
  public let algorithm: SigningAlgorithm
  public let mode: OperationMode
  public let clientData: String?
}

/// Whether the client waits for the signatures.
public enum OperationMode: Sendable, Hashable {
  case synchronous
  case asynchronous(validityMilliseconds: Int64, responseURI: String?)

  enum Letter: String {
    case synchronous = "S"
    case asynchronous = "A"
  }
}

/// What a service grants to asynchronous requests.
public struct AsynchronousLimits: Sendable, Hashable {
  static let longestAddress = 2048

  /// How long a result is kept where the client does not say.
  public let standardMilliseconds: Int64
  public let longestMilliseconds: Int64
  /// Where notifications may go, byte for byte: an address of the client's choice would let it probe our network.
  public let responseURIs: Set<String>

  public init(standardMilliseconds: Int64, longestMilliseconds: Int64, responseURIs: Set<String> = []) {
    self.standardMilliseconds = max(1, standardMilliseconds)
    self.longestMilliseconds = max(1, longestMilliseconds)
    self.responseURIs = responseURIs
  }

  func takes(_ address: String) -> Bool { responseURIs.contains { $0.utf8.elementsEqual(address.utf8) } }
}
