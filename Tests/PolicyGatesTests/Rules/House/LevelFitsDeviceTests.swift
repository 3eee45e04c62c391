import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct LevelFitsDeviceTests {
  @Test func `passes: SCAL2`() throws {
    #expect(
      try judge(LevelFitsDevice(), activation())
        == .passes)
  }

  @Test func `fails: SCAL1`() throws {
    #expect(
      try judge(LevelFitsDevice(), activation { $0.level = .one })
        == .fails(["credential.SCAL is 1, must be 2"]))
  }

  @Test func `does not apply: no QSCD promised`() throws {
    #expect(
      try judge(LevelFitsDevice(), activation { $0.hasQSCDStatement = false })
        == .doesNotApply)
  }
}
