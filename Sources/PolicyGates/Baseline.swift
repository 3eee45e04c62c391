/// A set of editions that rules are taken from; the configuration chooses one.
public enum Baseline: String, Sendable, Hashable, CaseIterable {
  /// The editions that CIR (EU) 2025/1943 names, with CIR (EU) 2025/2527 for websites.
  case cir2025 = "cir-2025-1943"
  /// The newest editions that were read in 2026.
  case etsi2026 = "etsi-2026"

  /// The acts that presume conformity from these editions, for the certificates of a scope.
  public func acts(for scope: RuleScope) -> [String] {
    guard self == .cir2025 else { return [] }
    let persons = scope.isDisjoint(with: [.qualifiedSignatures, .qualifiedSeals]) ? [] : [Standard.cir2025n1943.name]
    return persons + (scope.isDisjoint(with: .qualifiedWeb) ? [] : [Standard.cir2025n2527.name])
  }
}

/// One edition of a document, and how its text reached us.
public struct Edition: Sendable, Hashable {
  public enum Reading: String, Sendable, Hashable {
    /// The publisher's own text.
    case original
    /// A third party's transcription: check the publisher's text before quoting it.
    case transcription
    /// Somebody else's implementation of it.
    case implementation
    /// Known by its number; what the rules say comes from a neighbouring edition.
    case notRead = "not read"
  }

  /// Such as `V2.5.1 (2025-06)`.
  public let text: String
  public let reading: Reading

  init(_ text: String, _ reading: Reading) {
    self.text = text
    self.reading = reading
  }
}

/// A document that rules cite, with the edition of each baseline.
public struct Standard: Sendable, Hashable {
  /// Such as `EN 319 412-5`.
  public let name: String
  /// What its rules answer, where they say nothing else.
  let duties: [Duty]
  private let cir2025: Edition
  private let etsi2026: Edition

  init(_ name: String, cir2025: Edition, etsi2026: Edition, duties: [Duty] = []) {
    self.name = name
    self.duties = duties
    self.cir2025 = cir2025
    self.etsi2026 = etsi2026
  }

  /// The same edition in every baseline.
  init(_ name: String, _ edition: Edition) { self.init(name, cir2025: edition, etsi2026: edition) }

  public func edition(in baseline: Baseline) -> Edition {
    switch baseline {
    case .cir2025: cir2025
    case .etsi2026: etsi2026
    }
  }
}
