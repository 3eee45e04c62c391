internal import CSC
internal import Evidence
internal import Records

/// `credentials/list`.
struct CSCListCredentials: CSCMethod {
  let remote: RemoteSigning
  let dialect: Dialect

  static let page = 100

  func reply(_ call: Call, to caller: ServiceCaller) async throws(CSCFailure) -> Reply {
    let request = try CSCFailure.csc { () throws(CSCError) in
      try ListRequest(call.message.body, dialect: dialect, userSpecific: caller.signatory != nil)
    }
    // A client names signatories only where the operator lets it act without them.
    let mayName = remote.access.client(caller.client)?.actsAlone == true
    guard let signatory = caller.signatory ?? (mayName ? request.userID : nil) else { throw .csc(.invalid("userID")) }
    let limit = min(request.maxResults ?? CSCListCredentials.page, CSCListCredentials.page)
    let found = try await CSCFailure.gateway { () async throws(GatewayError) in
      try await remote.journal.store.list(
        CredentialRecord.self, of: signatory, after: request.pageToken, limit: limit + 1)
    }
    let shown = found.prefix(limit).map(\.value).filter { $0.status != .pending && $0.status != .destroyed }
    var listed: [CredentialDescription] = []
    for credential in shown {
      let description = try await CSCFailure.gateway { () throws(GatewayError) in
        try remote.description(of: credential)
      }
      if !request.onlyValid || description.status == .valid { listed.append(description) }
    }
    let next = found.count > limit ? found.prefix(limit).last?.value.id : nil
    return .found(Answers.list(listed, request: request, dialect: dialect, next: next))
  }
}

/// `credentials/info`.
struct CSCReadCredential: CSCMethod {
  let remote: RemoteSigning
  let dialect: Dialect
  var takesCredentialToken: Bool { true }

  func reply(_ call: Call, to caller: ServiceCaller) async throws(CSCFailure) -> Reply {
    let request = try CSCFailure.csc { () throws(CSCError) in
      try CredentialInfoRequest(call.message.body, dialect: dialect)
    }
    let credential = try await credential(request.credentialID, for: caller).value
    let description = try await CSCFailure.gateway { () throws(GatewayError) in
      try remote.description(of: credential)
    }
    return .found(description.info(request.parts, dialect: dialect))
  }
}
