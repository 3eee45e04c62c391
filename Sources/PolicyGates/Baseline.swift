/// A set of editions that rules are taken from; the configuration chooses one.
public enum Baseline: String, Sendable, Hashable, CaseIterable {
  /// The editions that CIR (EU) 2025/1943 names, with CIR (EU) 2025/2527 for websites.
  case cir2025 = "cir-2025-1943"
  /// The newest editions that were read in 2026.
  case etsi2026 = "etsi-2026"
}
