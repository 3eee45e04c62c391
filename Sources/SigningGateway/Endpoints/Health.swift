internal import CommandLineTools
internal import Evidence
internal import Records
internal import Synchronization

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
    // Before the configuration is in effect nobody asks the token what it remembers.
    let guarded = gateway.closed == nil && inEffect ? gateway.remote?.storeGuard : nil
    await guarded?.examine()
    let ready =
      store == nil && inEffect && gateway.closed == nil && tokens.values.allSatisfy(\.available)
      && guarded?.problem == nil
    let last = gateway.store.last
    var members: [String: JSONValue] = [
      "status": .string(ready ? "ready" : "not ready"),
      "demo": .bool(gateway.facts.demo),
      "configuration": .string(configuration.hex),
      "version": .string(Product.version),
      "store": .string(store ?? "open"),
      "tokens": .object(tokens.mapValues(ReportReady.json)),
      "lastRecord": last.map(ReportReady.json) ?? .null,
      "devices": await gateway.devices.health(at: gateway.clock()),
    ]
    if let guarded { members["remoteSigning"] = ReportReady.json(guarded, gateway) }
    if let closed = gateway.closed { members["problem"] = .string(closed) }
    return .report(
      .object(members.merging(gateway.changes.report(on: configuration)) { own, _ in own }), ready: ready)
  }

  private static func json(_ guarded: StoreGuard, _ gateway: Gateway) -> JSONValue {
    let progress = guarded.progress
    return .object([
      "problem": .optional(guarded.problem), "waitsFor": .optional(guarded.waitsFor?.hex),
      "tokenKeeps": .integer(progress.kept), "tokenLags": .integer(progress.lag),
      "tokenProblem": .optional(progress.failure),
      "wrappingKeyProblem": .optional(gateway.remote?.book.wrappingProblem.withLock { $0 }),
    ])
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
