import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct KeyIsExaminedTests {
  @Test(arguments: [KeyExamination.quick, .thorough])
  func `passes: an examined key`(depth: KeyExamination) throws {
    #expect(try judge(KeyIsExamined(), subject { $0.key = SampleKey.subject.examined(depth) }) == .passes)
  }

  @Test func `fails: a key that nobody looked at`() throws {
    #expect(
      try judge(KeyIsExamined(), subject { $0.key = SampleKey.subject.examined(.none) })
        == .fails([
          "subjectPublicKeyInfo is not searched for weaknesses, must be a key that was searched for weaknesses"
        ]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [subject(), shortTerm(), issuingCA(), rootCA()] {
      #expect(try judge(KeyIsExamined(), sample) == .passes)
    }
  }
}
