internal import X509

/// Of a CA for websites the list says why: neither nothing, nor unspecified, nor a suspension.
struct WebCAReasonIsGiven: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-2-2.ca_reason", source: .baselineRequirements("7.2.2"), scope: .certificateList)

  func applies(to evidence: CAListEvidence) -> Bool { evidence.isForWebsites }

  func check(_ evidence: CAListEvidence) -> [Violation] {
    evidence.entries(".reasonCode", required: "a reason that says why") { entry in
      switch entry.reason.value {
      case nil: "absent"
      case .unspecified, .certificateHold: entry.reason.value.map { "\($0)" }
      default: nil
      }
    }
  }
}
