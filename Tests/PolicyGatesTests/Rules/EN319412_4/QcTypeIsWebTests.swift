import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct QcTypeIsWebTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(QcTypeIsWeb(), subject(.qncpWGen)) == .passes)
  }

  @Test func `fails: a seal`() throws {
    #expect(
      try judge(QcTypeIsWeb(), subject(.qevcpW) { $0.statements { $0[1] = .type([.qcTypeESeal]) } })
        == .fails(["extensions.qcStatements.qcType is 0.4.0.1862.1.6.2, must be 0.4.0.1862.1.6.3 (web) alone"]))
  }

  @Test func `fails: absent`() throws {
    #expect(
      try judge(QcTypeIsWeb(), subject(.qncpW) { $0.statements { $0.remove(at: 1) } })
        == .fails(["extensions.qcStatements.qcType is absent, must be 0.4.0.1862.1.6.3 (web) alone"]))
  }

  @Test func `does not apply: a website that is not qualified`() throws {
    #expect(try judge(QcTypeIsWeb(), subject(.evcp)) == .doesNotApply)
  }
}
