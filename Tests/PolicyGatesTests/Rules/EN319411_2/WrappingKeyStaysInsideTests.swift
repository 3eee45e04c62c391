import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct WrappingKeyStaysInsideTests {
  @Test func `passes: made inside, and it never could leave`() throws {
    #expect(try judge(WrappingKeyStaysInside(), origin { $0.keepUnderWrap() }) == .passes)
  }

  @Test func `fails: a wrapping key that came from outside, or could leave, or of which that is not known`() throws {
    for value in [Truth.no, .unknown] {
      let cases: [(WrappedKeeping, String)] = [
        (SampleOrigin.keeping(local: value), "local is \(value.rawValue) (wrapping), must be true: made in the device"),
        (
          SampleOrigin.keeping(alwaysSensitive: value),
          "alwaysSensitive is \(value.rawValue) (wrapping), must be true: never was readable in clear"
        ),
        (
          SampleOrigin.keeping(neverExtractable: value),
          "neverExtractable is \(value.rawValue) (wrapping), must be true: never could leave the device"
        ),
        (
          SampleOrigin.keeping(isPrivate: value),
          "private is \(value.rawValue) (wrapping), must be true: cannot be used without a login"
        ),
      ]
      for (keeping, sentence) in cases {
        #expect(
          try judge(WrappingKeyStaysInside(), origin { $0.keepUnderWrap(keeping) })
            == .fails(["record.wrappingKey.\(sentence)"]))
      }
    }
  }

  @Test func `fails: a record that does not say what the wrapping key was`() throws {
    let older = WrappedKeeping(
      credential: "cred-1", provenAt: Sample.now, mechanism: "aes-key-wrap-pad", wrappingKey: nil)
    #expect(
      try judge(WrappingKeyStaysInside(), origin { $0.keepUnderWrap(older) })
        == .fails([
          "record.wrappingKey is absent (credential cred-1), must be what was read of the wrapping key when the key was made"
        ]))
  }

  @Test func `does not apply: a key that stays inside`() throws {
    #expect(try judge(WrappingKeyStaysInside(), origin()) == .doesNotApply)
  }
}
