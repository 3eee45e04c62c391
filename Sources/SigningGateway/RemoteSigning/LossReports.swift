internal import Evidence

/// Operators who report an authenticator as lost: within an hour two different ones, with different keys, have to.
struct LossReports: Sendable {
  struct Report: Sendable, Hashable {
    let by: String
    /// SHA-256 over the operator's public key, or over the certificate where that is no X.509 certificate.
    let key: Digest
    let at: Instant
  }

  static let seconds: Int64 = 3600
  static let most = 1000

  private var byAuthenticator: [String: [Report]] = [:]

  /// The reports that count with this one; nil where too many authenticators wait for a second one.
  mutating func add(_ report: Report, of authenticator: String) -> [Report]? {
    let begin = report.at.adding(seconds: -LossReports.seconds)
    byAuthenticator = byAuthenticator.compactMapValues { reports in
      let left = reports.filter { begin < $0.at }
      return left.isEmpty ? nil : left
    }
    var reports = byAuthenticator[authenticator] ?? []
    guard !reports.isEmpty || byAuthenticator.count < LossReports.most else { return nil }
    // Two certificates over one key are one hand.
    if !reports.contains(where: { $0.by == report.by || $0.key == report.key }) { reports.append(report) }
    byAuthenticator[authenticator] = reports
    return reports
  }

  mutating func close(_ authenticator: String) { byAuthenticator[authenticator] = nil }
}
