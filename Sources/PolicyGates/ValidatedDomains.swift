internal import Evidence

/// The validations of an application, to be found by name: a certificate may have many names, and an application many
/// validations.
struct ValidatedDomains {
  private let byDomain: [String: [(place: Int, validation: DomainValidation)]]

  init(_ domains: [DomainValidation]) {
    byDomain = Dictionary(grouping: domains.enumerated().map { (place: $0.offset, validation: $0.element) }) {
      $0.validation.domain.lowercased()
    }
  }

  /// The first in the list that covers a name. A validation speaks for the names below its own too, but for methods that
  /// look at one host alone.
  func first(covering name: String) -> DomainValidation? {
    let name = name.lowercased()
    var found = byDomain[name] ?? []
    // What is longer is no domain name (BR 7.1.2.7.12), and has no names above it.
    if name.utf8.count <= 253 {
      for dot in name.indices where name[dot] == "." {
        let above = byDomain[String(name[name.index(after: dot)...])] ?? []
        found += above.filter { !Self.oneHost.contains($0.validation.method ?? "") }
      }
    }
    return found.min { $0.place < $1.place }?.validation
  }

  /// BR 3.2.2.4: a file or a TLS handshake shows control of one name; an address is never one of several.
  private static let oneHost: Set<String> = ["3.2.2.4.8", "3.2.2.4.18", "3.2.2.4.19", "3.2.2.4.20"]
}
