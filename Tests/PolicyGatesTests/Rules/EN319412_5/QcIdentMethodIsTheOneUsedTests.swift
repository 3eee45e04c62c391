import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct QcIdentMethodIsTheOneUsedTests {
  @Test func `passes: the method of the registration`() throws {
    #expect(
      try judge(
        QcIdentMethodIsTheOneUsed(),
        process { $0.certificate.statements { $0.append(.identMethod([ObjectIdentifier(0, 4, 0, 1862, 1, 8, 3)])) } })
        == .passes)
  }

  @Test func `fails: another one`() throws {
    #expect(
      try judge(
        QcIdentMethodIsTheOneUsed(),
        process { $0.certificate.statements { $0.append(.identMethod([ObjectIdentifier(0, 4, 0, 1862, 1, 8, 4)])) } })
        == .fails(["extensions.qcStatements.qcIdentMethod is 0.4.0.1862.1.8.4, must be 0.4.0.1862.1.8.3, as registered"]
        ))
  }

  @Test func `does not apply: no such statement`() throws {
    #expect(try judge(QcIdentMethodIsTheOneUsed(), process()) == .doesNotApply)
  }
}
