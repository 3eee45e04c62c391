internal import Evidence
internal import Records

/// `GET /healthz`: the process answers.
struct ReportAlive: Endpoint {
  func answer(_: Call) async throws(GatewayError) -> Reply {
    .report(.object(["status": .string("alive")]), ready: true)
  }
}

/// `GET /readyz`: whether the gateway can sign now, and what it runs on.
struct ReportReady: Endpoint {
  let gateway: Gateway

  func answer(_: Call) async throws(GatewayError) -> Reply {
    let store = await gateway.storeProblem()
    let tokens = gateway.tokens.mapValues { $0.health() }
    let configuration = gateway.facts.configuration
    let inEffect = gateway.changes.approval(of: configuration) != nil
    let ready = store == nil && inEffect && gateway.closed == nil && tokens.values.allSatisfy(\.available)
    let last = gateway.store.last
    var members: [String: JSONValue] = [
      "status": .string(ready ? "ready" : "not ready"),
      "demo": .bool(gateway.facts.demo),
      "configuration": .string(configuration.hex),
      "version": .string(Gateway.version),
      "store": .string(store ?? "open"),
      "tokens": .object(tokens.mapValues(ReportReady.json)),
      "lastRecord": last.map(ReportReady.json) ?? .null,
      "devices": await gateway.devices.health(at: gateway.clock()),
    ]
    if let closed = gateway.closed { members["problem"] = .string(closed) }
    return .report(
      .object(members.merging(gateway.changes.report(on: configuration)) { own, _ in own }), ready: ready)
  }

  private static func json(_ health: TokenHealth) -> JSONValue {
    .object([
      "state": .string(health.available ? "available" : "away"), "queued": .integer(Int64(health.queued)),
      "queueLimit": .integer(Int64(health.queueLimit)),
    ])
  }

  private static func json(_ record: SealedRecord) -> JSONValue {
    .object([
      "sequence": .integer(record.sequence), "time": .string(record.time.description), "hash": .string(record.hash.hex),
    ])
  }
}
