internal import Evidence

/// A key that is made for one session signs in that one alone.
struct OneTimeKeyIsOfThisSession: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.control.one_time_key_of_another_session",
    source: .house("sole control"), scope: .soleControl, duties: [.q4])

  func applies(to evidence: ActivationEvidence) -> Bool { evidence.credential.isOneTime }

  func check(_ evidence: ActivationEvidence) -> [Violation] {
    .unless(
      evidence.content.session == evidence.credential.session, "session", found: evidence.content.session,
      required: evidence.credential.session ?? "one that was asked for")
  }
}
