import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct ArchiveIsNamedTests {
  @Test func `passes: both`() throws {
    #expect(try judge(ArchiveIsNamed(), process()) == .passes)
  }

  @Test func `fails: no handover`() throws {
    #expect(
      try judge(ArchiveIsNamed(), process { $0.application.retention?.handoverClass = nil })
        == .fails(["application.retention.handoverClass is absent, must be where the evidence goes"]))
  }

  @Test func `does not apply: no retention, which another rule refuses`() throws {
    #expect(try judge(ArchiveIsNamed(), process { $0.application.retention = nil }) == .doesNotApply)
  }
}
