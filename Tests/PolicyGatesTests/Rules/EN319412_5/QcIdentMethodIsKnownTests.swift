import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct QcIdentMethodIsKnownTests {
  @Test func `passes: a method of Art. 24(1a)`() throws {
    #expect(
      try judge(
        QcIdentMethodIsKnown(),
        subject { $0.statements { $0.append(.identMethod([ObjectIdentifier(0, 4, 0, 1862, 1, 8, 3)])) } }) == .passes)
  }

  @Test func `fails: an unknown method`() throws {
    #expect(
      try judge(
        QcIdentMethodIsKnown(),
        subject { $0.statements { $0.append(.identMethod([ObjectIdentifier(0, 4, 0, 1862, 1, 8, 9)])) } })
        == .fails([
          "extensions.qcStatements.qcIdentMethod is 0.4.0.1862.1.8.9, must be one of 0.4.0.1862.1.8.1 to "
            + "0.4.0.1862.1.8.4"
        ]))
  }

  @Test func `does not apply: no statements`() throws {
    #expect(try judge(QcIdentMethodIsKnown(), rootCA()) == .doesNotApply)
  }
}
