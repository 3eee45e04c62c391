internal import Documents
internal import Evidence

/// `POST /operator/v1/devices/imports`: an operator proposes a register of certified devices. 201 with what it would change
/// and the digest that two operators have to approve; 200 where nothing was recorded, for it is known already.
struct ImportDevices: Endpoint {
  let gateway: Gateway

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    let (proposer, _) = try await gateway.authorisation.operator(of: call)
    let text = try ImportDevices.read(call.message.body)
    let result = try await gateway.devices.propose(Array(text.utf8), by: proposer)
    var members: [String: JSONValue] = [
      "schema": .integer(1), "digest": .string(result.digest.hex), "difference": result.difference.json,
    ]
    switch result.outcome {
    case .identical:
      members["result"] = .string("identical")
      return .found(.object(members))
    case .known, .proposed:
      members["result"] = .string("proposed")
      members["approval"] = gateway.changes.json(.devices, result.digest)
    }
    if case .known = result.outcome { return .found(.object(members)) }
    return .created(.object(members))
  }

  private static func read(_ bytes: [UInt8]) throws(GatewayError) -> String {
    do throws(DocumentError) {
      return try Document(json: bytes).read(
        as: .object { fields throws(DocumentError) in
          _ = try fields.required("schema", as: .integer(in: 1...1))
          return try fields.required("document", as: .string)
        })
    } catch {
      throw .malformed(error)
    }
  }
}

/// `POST /operator/v1/devices/reappraise`: has every certified key appraised again, in the background. 201 where it begins
/// or runs already.
struct ReappraiseKeys: Endpoint {
  let gateway: Gateway

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    let (person, _) = try await gateway.authorisation.operator(of: call)
    do {
      try await gateway.store.ready()
      return .created(try await gateway.devices.reappraise("operator \(person.id) asked").json)
    } catch {
      throw GatewayError(error)
    }
  }
}

/// `GET /operator/v1/devices/reappraise`: how far the appraisal is that runs, or what came of the last one of this run.
struct ReportReappraisal: Endpoint {
  let gateway: Gateway

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    _ = try await gateway.authorisation.operator(of: call)
    return .found(await gateway.devices.reappraisal.json)
  }
}
