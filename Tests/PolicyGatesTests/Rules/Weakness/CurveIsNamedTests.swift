import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct CurveIsNamedTests {
  @Test func `passes: a key without a weakness`() throws {
    #expect(try judge(CurveIsNamed(), subject { $0.key = .subject }) == .passes)
  }

  @Test func `passes: a key with another weakness`() throws {
    let key = SampleKey.subject.weak(.malformed, "another")
    #expect(try judge(CurveIsNamed(), subject { $0.key = key }) == .passes)
  }

  @Test func `fails: a key with this weakness`() throws {
    let key = SampleKey.subject.weak(.explicitParameters, "a curve must be given by name")
    #expect(
      try judge(CurveIsNamed(), subject { $0.key = key })
        == .fails(["subjectPublicKeyInfo is a curve must be given by name, must be a curve by its name"]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [subject(), shortTerm(), issuingCA(), rootCA()] {
      #expect(try judge(CurveIsNamed(), sample) == .passes)
    }
  }
}
