import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct ImportedKeyHasEvidenceTests {
  @Test func `passes: neither imported nor moved`() throws {
    #expect(try judge(ImportedKeyHasEvidence(), process()) == .passes)
  }

  @Test func `passes: imported with evidence`() throws {
    #expect(
      try judge(
        ImportedKeyHasEvidence(),
        process {
          $0.application.device?.keyImported = true
          $0.application.device?.keyImportEvidence = "IMP-1"
        }) == .passes)
  }

  @Test func `fails: imported without`() throws {
    #expect(
      try judge(ImportedKeyHasEvidence(), process { $0.application.device?.keyImported = true })
        == .fails(["application.device.keyImported is true, without evidence, must be false, or true with its evidence"]
        ))
  }

  @Test func `fails: nobody says whether it was moved`() throws {
    #expect(
      try judge(ImportedKeyHasEvidence(), process { $0.application.device?.keyMoved = nil })
        == .fails(["application.device.keyMoved is absent, must be false, or true with its evidence"]))
  }

  @Test func `does not apply: no QSCD policy`() throws {
    #expect(
      try judge(ImportedKeyHasEvidence(), process(.ncpPlus) { $0.application.device?.keyImported = true })
        == .doesNotApply)
  }
}
