import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct CAKeyIsProtectedOutsideTests {
  private func backedUp(_ change: (inout SampleOrigin) -> Void = { _ in }) -> KeyOrigin {
    origin(scope: RuleScope.rootCA, demand: .caKey) {
      $0.leavesWrapped = true
      $0.set(.extractableWrapped, .yes)
      $0.set(.everExtractable, .yes)
      change(&$0)
    }
  }

  @Test func `passes: a key that leaves its device under a wrapping key alone`() throws {
    #expect(try judge(CAKeyIsProtectedOutside(), backedUp()) == .passes)
    // The rules for keys that never leave stand aside, and for them alone.
    #expect(try judge(KeyIsNotExtractable(), backedUp()) == .doesNotApply)
    #expect(try judge(KeyWasNeverExtractable(), backedUp()) == .doesNotApply)
    #expect(try judge(KeyIsSensitive(), backedUp()) == .passes)
  }

  @Test func `fails: a key that is not as the script says, or that could be read, or of which that is not known`()
    throws
  {
    let cases: [(ClaimName, Truth, String)] = [
      (.extractableWrapped, .no, "true: the script has the key backed up under a wrapping key"),
      (.extractableWrapped, .unknown, "true: the script has the key backed up under a wrapping key"),
      (.extractableClear, .yes, "false: leaves under a wrapping key alone"),
      (.extractableClear, .unknown, "false: leaves under a wrapping key alone"),
      (.everNonSensitive, .yes, "false: never was readable in clear"),
      (.everNonSensitive, .unknown, "false: never was readable in clear"),
    ]
    for (name, value, required) in cases {
      #expect(
        try judge(CAKeyIsProtectedOutside(), backedUp { $0.set(name, value) })
          == .fails(["attestation.\(name.rawValue) is \(value.rawValue) (sample field), must be \(required)"]))
    }
  }

  @Test func `does not apply: a CA key that never leaves, a subject's key, and no evidence`() throws {
    #expect(try judge(CAKeyIsProtectedOutside(), origin(scope: RuleScope.rootCA, demand: .caKey)) == .doesNotApply)
    #expect(try judge(CAKeyIsProtectedOutside(), origin { $0.leavesWrapped = true }) == .doesNotApply)
    #expect(try judge(CAKeyIsProtectedOutside(), backedUp { $0.isAttested = false }) == .doesNotApply)
    // A subject's key gains nothing by it.
    #expect(
      try judge(
        KeyIsNotExtractable(),
        origin {
          $0.leavesWrapped = true
          $0.set(.extractableWrapped, .yes)
        })
        != .doesNotApply)
  }
}
