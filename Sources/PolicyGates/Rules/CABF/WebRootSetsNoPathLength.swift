internal import X509

/// A root is trusted by itself: verifiers need not look at its path length, and many do not.
struct WebRootSetsNoPathLength: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-1-4.root_path_length", source: .baselineRequirements("7.1.2.1.4"), severity: .warning,
    scope: .rootCA)

  func applies(to ca: PlannedCA) -> Bool { ca.plan.isForWebsites }

  func check(_ ca: PlannedCA) -> [Violation] {
    let length = ca.content.extensionValue(BasicConstraints.self).value?.pathLength
    return .unless(
      length == nil, "extensions.basicConstraints", found: "path length \(length.map(String.init) ?? "")",
      required: "no path length")
  }
}
