internal import Evidence

/// What each weakness of evidence weighs. A kind that has no row here is an error.
enum WeaknessSeverity {
  /// By demand, where it differs; else for all.
  struct Row {
    let usual: Severity
    var except: [OriginDemand: Severity] = [:]
  }

  static let rows: [EvidenceWeakness.Kind: Row] = [
    // The key can be computed, or could have been: nothing is left to protect.
    .roca: Row(usual: .error), .eucleak: Row(usual: .error), .tpmFail: Row(usual: .error),
    .advisory: Row(usual: .error),
    // Taken only where the verifier was told to; never for a key that must be in a device.
    .sha1Signature: Row(usual: .error, except: [.origin: .warning]),
    .dsa1024: Row(usual: .error, except: [.origin: .warning]),
    // The device that a certificate names may be another one than the one that signed.
    .unactivatedAK: Row(usual: .warning, except: [.secureDevice: .error, .qscd: .error]),
    // Our reading of these formats is not settled.
    .provisionalEncoding: Row(usual: .warning, except: [.qscd: .error]),
    .untestedFormat: Row(usual: .warning, except: [.qscd: .error]),
    // Most genuine evidence has some of these.
    .noNonce: Row(usual: .warning), .batchSharedKey: Row(usual: .warning), .expiredAnchor: Row(usual: .warning),
    .derTolerance: Row(usual: .warning), .unverifiedSignature: Row(usual: .warning),
  ]
}

extension EvidenceWeakness.Kind {
  func severity(under demand: OriginDemand) -> Severity {
    guard let row = WeaknessSeverity.rows[self] else { return .error }
    return row.except[demand] ?? row.usual
  }
}

extension KeyOrigin {
  /// Violations for the weaknesses of these kinds that are errors under the demand.
  func fatalWeaknesses(_ kinds: Set<EvidenceWeakness.Kind>, required: String) -> [Violation] {
    violations(required) { kinds.contains($0) && $0.severity(under: demand) == .error }
  }

  /// Violations for the weaknesses that only weaken.
  func notedWeaknesses(required: String) -> [Violation] {
    violations(required) { $0.severity(under: demand) != .error }
  }

  private func violations(_ required: String, _ isMeant: (EvidenceWeakness.Kind) -> Bool) -> [Violation] {
    (judged?.weaknesses ?? []).filter { isMeant($0.kind) }.map {
      Violation(field: "attestation.\($0.kind.rawValue)", found: $0.described, required: required)
    }
  }
}
