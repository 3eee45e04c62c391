internal import DER
internal import Evidence
internal import X509

extension CertificateContent {
  /// The policy identifiers that no standard assigns: the TSP's own.
  var policiesOfTheTSP: [ObjectIdentifier] {
    (extensionValue(CertificatePolicies.self).value?.identifiers ?? []).filter { identifier in
      identifier != Self.anyPolicy && !Self.assigned.contains { identifier == $0 || identifier.isBelow($0) }
    }
  }

  /// Those of them that the register knows.
  var registeredPolicies: [(oid: ObjectIdentifier, entries: [PolicyRegister.Entry])] {
    policiesOfTheTSP.map { ($0, policyRegister?.entries(for: "\($0)") ?? []) }.filter { !$0.1.isEmpty }
  }

  private static let anyPolicy = ObjectIdentifier(2, 5, 29, 32, 0)
  /// The arcs of ETSI's documents and of the CA/Browser Forum.
  private static let assigned = [ObjectIdentifier(0, 4, 0), ObjectIdentifier(2, 23, 140, 1)]
}
