import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct AttestationKeyIsConfinedTests {
  @Test func `passes: born on the token, never out of it`() throws {
    #expect(try judge(AttestationKeyIsConfined(), statement()) == .passes)
  }

  @Test func `fails: imported`() throws {
    #expect(
      try judge(
        AttestationKeyIsConfined(), statement { $0.signer = SampleStatement.attributes(of: .issuing, local: .no) })
        == .fails(["attestationKey.local is false, must be true"]))
  }

  @Test func `fails: not known, or extractable`() throws {
    for (signer, field) in [
      (SampleStatement.attributes(of: .issuing, alwaysSensitive: .unknown), "alwaysSensitive is unknown"),
      (SampleStatement.attributes(of: .issuing, neverExtractable: .no), "neverExtractable is false"),
      (SampleStatement.attributes(of: .issuing, extractable: .yes), "notExtractable is false"),
      (SampleStatement.attributes(of: .issuing, sensitive: .no), "sensitive is false"),
    ] {
      #expect(
        try judge(AttestationKeyIsConfined(), statement { $0.signer = signer })
          == .fails(["attestationKey.\(field), must be true"]))
    }
  }

  @Test func `does not apply: a key that the token does not have is another rule's`() throws {
    #expect(try judge(AttestationKeyIsConfined(), statement { $0.signer = nil }) == .doesNotApply)
  }
}
