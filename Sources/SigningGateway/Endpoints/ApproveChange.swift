internal import Documents
internal import Evidence
internal import Records

/// `POST /operator/v1/approvals`: an operator approves the digest of a change. 201; 200 where the operator did so before,
/// or it is in effect already.
struct ApproveChange: Endpoint {
  let gateway: Gateway

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    let (_, certificate) = try await gateway.authorisation.operator(of: call)
    let (subject, digest) = try ApproveChange.read(call.message.body)
    let result: ChangeControlStateMachine.ApproveResult
    do { result = try await gateway.changes.approve(subject, digest, certificate: certificate) } catch {
      throw GatewayError(error)
    }
    let answer = gateway.changes.json(subject, digest)
    switch result {
    case .record: return .created(answer)
    case .alreadyApproved, .alreadyInEffect: return .found(answer)
    case .keyOfAnother(let other): throw try await gateway.authorisation.refuseKey(of: other, call)
    // Who was an operator a moment ago is none any more where a configuration took effect in between.
    case .notAnOperator:
      _ = try await gateway.authorisation.operator(of: call)
      throw .unavailable("the operators changed meanwhile; send the approval again", decision: nil)
    }
  }

  private static func read(_ bytes: [UInt8]) throws(GatewayError) -> (ChangeSubject, Digest) {
    do throws(DocumentError) {
      return try Document(json: bytes).read(
        as: .object { fields throws(DocumentError) in
          _ = try fields.optional("schema", as: .integer(in: 1...1))
          return (try fields.required("subject", as: .choice), try fields.required("digest", as: .sha256))
        })
    } catch {
      throw .malformed(error)
    }
  }
}

/// `GET /operator/v1/approvals`: for each subject what is in effect, and every digest that somebody approved since.
struct ListApprovals: Endpoint {
  let gateway: Gateway

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    _ = try await gateway.authorisation.operator(of: call)
    let changes = gateway.changes
    let book = changes.book
    let subjects = ChangeSubject.allCases.map { subject in
      let effect = changes.inEffect(subject).map { changes.json(subject, $0.digest) }
      var open = book.openDigests(subject)
      // What waits for its first approval is what an operator looks for.
      let running = gateway.facts.configuration
      if subject == .configuration, !open.contains(running), changes.approval(of: running) == nil {
        open.append(running)
      }
      if subject == .store, let waiting = gateway.remote?.storeGuard.waitsFor, !open.contains(waiting) {
        open.append(waiting)
      }
      return JSONValue.object([
        "subject": .string(subject.rawValue), "inEffect": effect ?? .null,
        "open": .array(open.map { changes.json(subject, $0) }),
      ])
    }
    return .found(
      .object([
        "schema": .integer(1), "needed": .integer(Int64(ApprovalBook.needed)),
        "operators": .array(book.operators.map { .string($0.id) }), "subjects": .array(subjects),
      ]))
  }
}

/// An endpoint that answers only while the record store is the one that the signatories' token remembers.
struct WhileStoreIsFresh: Endpoint {
  let storeGuard: StoreGuard
  let endpoint: any Endpoint

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    try await storeGuard.require()
    return try await endpoint.answer(call)
  }
}

/// An endpoint that answers only while the configuration is in effect and the tokens are open.
struct WhileInEffect: Endpoint {
  let gateway: Gateway
  let endpoint: any Endpoint

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    try gateway.requireOpen()
    return try await endpoint.answer(call)
  }
}
