internal import Records

/// `GET /metrics`: counters and states in the Prometheus text format.
struct ReportMetrics: Endpoint {
  let gateway: Gateway

  func answer(_: Call) async throws(GatewayError) -> Reply {
    let open = await gateway.storeProblem() == nil
    let families =
      gateway.metrics.families + tokens + [store(open), configuration] + (await acceptances())
      + (await gateway.devices.metrics(at: gateway.clock())) + signatories + listeners
    return .text(families.map(\.text).joined(separator: "\n") + "\n")
  }

  private var tokens: [MetricFamily] {
    let healths = gateway.tokens.map { (labels: [("token", $0)], health: $1.health()) }
    return [
      MetricFamily(
        "sealgate_token_available", .gauge, "1 where the token can be asked.",
        healths.map { ($0.labels, $0.health.available ? 1 : 0) }),
      MetricFamily(
        "sealgate_token_queue_depth", .gauge, "Work that waits for a lane of the token.",
        healths.map { ($0.labels, UInt64(clamping: $0.health.queued)) }),
    ]
  }

  /// None where the store cannot be asked: a count of nothing would say that all is well.
  private func acceptances() async -> [MetricFamily] {
    guard let open = try? await gateway.store.openAcceptances() else { return [] }
    let now = gateway.clock()
    return [
      MetricFamily(
        "sealgate_acceptances_open", .gauge, "Certificates whose acceptance is not on record yet.",
        [([], UInt64(clamping: open.count))]),
      MetricFamily(
        "sealgate_acceptances_overdue", .gauge, "Certificates whose acceptance should be on record.",
        [([], UInt64(clamping: open.count { $0.due <= now }))]),
    ]
  }

  private var signatories: [MetricFamily] {
    guard let storeGuard = gateway.remote?.storeGuard else { return [] }
    return [
      MetricFamily(
        "sealgate_store_fresh", .gauge, "1 where the record store is the one that the signatories' token remembers.",
        [([], storeGuard.problem == nil ? 1 : 0)]),
      MetricFamily(
        "sealgate_store_mark_lag", .gauge, "Records that the signatories' token does not remember yet.",
        [([], UInt64(clamping: storeGuard.progress.lag))]),
    ]
  }

  private var configuration: MetricFamily {
    let approval = gateway.changes.approval(of: gateway.facts.configuration)
    return MetricFamily(
      "sealgate_configuration_in_effect", .gauge, "1 where the configuration that runs is approved.",
      [([], approval == nil ? 0 : 1)])
  }

  private func store(_ open: Bool) -> MetricFamily {
    MetricFamily(
      "sealgate_store_open", .gauge, "1 where the record store takes records.", [([], open ? 1 : 0)])
  }

  private var listeners: [MetricFamily] {
    let counters = Gateway.listeners.compactMap { name in gateway.listenerCounters.read(name).map { (name, $0) } }
    func family(_ name: String, _ help: String, _ value: (HTTPCounters) -> UInt64) -> MetricFamily {
      MetricFamily("sealgate_\(name)_total", .counter, help, counters.map { ([("listener", $0)], value($1)) })
    }
    return [
      family("connections_accepted", "Connections taken.", \.accepted),
      family("connections_refused_at_cap", "Connections closed because too many were open.", \.refusedAtCap),
      family(
        "handshake_failures", "TLS handshakes that failed, refused client certificates included.", \.handshakeFailures),
      family("bad_requests", "Requests refused before an endpoint: framing, size.", \.badRequests),
      family("deadlines_missed", "Connections cut, and answers dropped, at a deadline.", \.deadlinesMissed),
    ]
  }
}
