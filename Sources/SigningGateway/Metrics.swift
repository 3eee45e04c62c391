internal import Synchronization

/// Counters since the start, for `/metrics`.
final class Metrics: Sendable {
  private struct Request: Hashable {
    let endpoint: String
    let status: Int
  }

  private struct Counts {
    var requests: [Request: UInt64] = [:]
    var refusals: [String: UInt64] = [:]
    var signatures: [String: UInt64] = [:]
    /// By client and limit.
    var limits: [[String]: UInt64] = [:]
  }

  private let counts = Mutex(Counts())

  func countRequest(endpoint: String, status: Int) {
    counts.withLock { $0.requests[Request(endpoint: endpoint, status: status), default: 0] += 1 }
  }

  /// One refused request may break several rules; each is counted once.
  func countRefusal(rules: [String]) {
    counts.withLock { counts in
      for rule in Set(rules) { counts.refusals[rule, default: 0] += 1 }
    }
  }

  func countSignature(issuer: String) {
    counts.withLock { $0.signatures[issuer, default: 0] += 1 }
  }

  func countLimit(client: String, kind: String) {
    counts.withLock { $0.limits[[client, kind], default: 0] += 1 }
  }

  var families: [MetricFamily] {
    let counts = counts.withLock { $0 }
    return [
      MetricFamily(
        "sealgate_requests_total", .counter, "Requests that reached an endpoint, by endpoint and status.",
        counts.requests.map { ([("endpoint", $0.endpoint), ("status", String($0.status))], $1) }),
      MetricFamily(
        "sealgate_gate_refusals_total", .counter, "Refused requests, by each rule that they broke.",
        counts.refusals.map { ([("rule", $0)], $1) }),
      MetricFamily(
        "sealgate_signatures_total", .counter, "Signatures released, by issuer.",
        counts.signatures.map { ([("issuer", $0)], $1) }),
      MetricFamily(
        "sealgate_client_limits_total", .counter, "Requests of CSC clients over their rates and quotas.",
        counts.limits.map { (Array(zip(["client", "limit"], $0)), $1) }),
    ]
  }
}

/// One metric with its samples in the Prometheus text format.
struct MetricFamily: Sendable {
  enum Kind: String, Sendable {
    case counter, gauge
  }

  let text: String

  init(_ name: String, _ kind: Kind, _ help: String, _ samples: [(labels: [(String, String)], value: UInt64)]) {
    let lines = samples.map { labels, value in
      let pairs = labels.map { "\($0)=\"\(MetricFamily.escape($1))\"" }.joined(separator: ",")
      return pairs.isEmpty ? "\(name) \(value)" : "\(name){\(pairs)} \(value)"
    }
    text = (["# HELP \(name) \(help)", "# TYPE \(name) \(kind.rawValue)"] + lines.sorted()).joined(separator: "\n")
  }

  private static func escape(_ value: String) -> String {
    value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}
