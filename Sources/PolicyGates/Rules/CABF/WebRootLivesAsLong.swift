internal import X509

/// A root for websites lasts eight years at the least and twenty-five at the most.
struct WebRootLivesAsLong: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-1-1.root_validity", source: .baselineRequirements("7.1.2.1.1"), scope: .rootCA)

  func applies(to ca: PlannedCA) -> Bool { ca.plan.isForWebsites }

  func check(_ ca: PlannedCA) -> [Violation] {
    let seconds = ca.content.validitySeconds
    return .unless(
      (Self.least...Self.most).contains(seconds), "validity.notAfter", found: "\(seconds / 86400) days after notBefore",
      required: "2922 to 9132 days")
  }

  private static let least: Int64 = 2922 * 86400
  private static let most: Int64 = 9132 * 86400
}
