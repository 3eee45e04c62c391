internal import CSC
internal import Evidence
internal import Records

/// Why a CSC method does not do what it was asked.
enum CSCFailure: Error, Sendable {
  /// In the specification's own words.
  case csc(CSCError)
  /// In the gateway's; `CSCFailure.error` translates.
  case gateway(GatewayError)
}

/// One method of the CSC API in one dialect.
protocol CSCMethod: Endpoint {
  var dialect: Dialect { get }
  var remote: RemoteSigning { get }
  /// Whether a token that is activation data itself opens this method: its own credential's, and no other.
  var takesCredentialToken: Bool { get }
  func reply(_ call: Call, to caller: ServiceCaller) async throws(CSCFailure) -> Reply
}

extension CSCMethod {
  var takesCredentialToken: Bool { false }

  /// Errors of these methods are CSC's, whatever went wrong.
  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    do throws(CSCFailure) {
      try await CSCFailure.gateway { () async throws(GatewayError) in try await remote.storeGuard.require() }
      let caller: ServiceCaller
      do { caller = try remote.access.caller(of: call, dialect: dialect) } catch { throw .csc(error) }
      try await CSCFailure.gateway { () async throws(GatewayError) in try await remote.limits.admit(caller.client) }
      guard caller.sad == nil || takesCredentialToken else {
        throw .csc(.refused("The access token is for one credential and its signatures"))
      }
      return try await reply(call, to: caller)
    } catch {
      let answer = error.cscError(dialect)
      return .csc(answer)
    }
  }

  /// The credential that the caller may use.
  func credential(_ id: String, for caller: ServiceCaller) async throws(CSCFailure) -> Registered<CredentialRecord> {
    let found: Registered<CredentialRecord>?
    do { found = try await remote.journal.store.find(CredentialRecord.self, id) } catch { throw .gateway(error) }
    guard let found, caller.signatory == nil || caller.signatory == found.value.signatory,
      caller.credential == nil || caller.credential == id
    else {
      throw .csc(.invalidCredentialID)
    }
    return found
  }
}

extension CSCFailure {
  /// Runs what the CSC module may refuse.
  static func csc<Value>(_ body: () throws(CSCError) -> Value) throws(CSCFailure) -> Value {
    do { return try body() } catch { throw .csc(error) }
  }

  static func gateway<Value>(_ body: () async throws(GatewayError) -> Value) async throws(CSCFailure) -> Value {
    do { return try await body() } catch { throw .gateway(error) }
  }
}

extension Reply {
  static func csc(_ error: CSCError) -> Reply {
    var headers: [HTTPField] = []
    switch error.status {
    case 401: headers.append(HTTPField("WWW-Authenticate", "Bearer error=\"\(error.code.rawValue)\""))
    case 429, 503:
      headers.append(HTTPField("Retry-After", String(error.retryAfter ?? Int64(Problem.retryAfterSeconds))))
    default: break
    }
    return .answer(status: error.status, error.body, headers: headers)
  }
}
