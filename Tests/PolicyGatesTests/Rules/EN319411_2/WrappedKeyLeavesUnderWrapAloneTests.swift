import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct WrappedKeyLeavesUnderWrapAloneTests {
  @Test func `passes: generated inside, and readable at no time`() throws {
    #expect(try judge(WrappedKeyLeavesUnderWrapAlone(), origin { $0.keepUnderWrap() }) == .passes)
  }

  @Test func `fails: our own record says otherwise, or does not say it`() throws {
    let cases: [(ClaimName, Truth, String)] = [
      (.generatedInside, .no, "true: generated inside the device"),
      (.generatedInside, .unknown, "true: generated inside the device"),
      (.generationMechanism, .no, "true: a mechanism that generates signing key pairs"),
      (.generationMechanism, .unknown, "true: a mechanism that generates signing key pairs"),
      (.extractableWrapped, .no, "true: kept under a wrapping key"),
      (.extractableWrapped, .unknown, "true: kept under a wrapping key"),
      (.extractableClear, .yes, "false: leaves under a wrapping key alone"),
      (.extractableClear, .unknown, "false: leaves under a wrapping key alone"),
      (.everNonSensitive, .yes, "false: never was readable in clear"),
      (.everNonSensitive, .unknown, "false: never was readable in clear"),
    ]
    for (name, value, required) in cases {
      let bad = origin {
        $0.keepUnderWrap { $0.set(name, value) }
        // What is signed beside it may say what it likes.
        $0.evidenceClass = .signed
      }
      #expect(
        try judge(WrappedKeyLeavesUnderWrapAlone(), bad)
          == .fails(["record.\(name.rawValue) is \(value.rawValue) (sample field), must be \(required)"]))
    }
  }

  @Test func `does not apply: a key that stays inside, and one that nobody here keeps`() throws {
    #expect(try judge(WrappedKeyLeavesUnderWrapAlone(), origin()) == .doesNotApply)
    let elsewhere = origin {
      $0.keepUnderWrap()
      $0.kept = nil
    }
    #expect(try judge(WrappedKeyLeavesUnderWrapAlone(), elsewhere) == .doesNotApply)
  }
}
