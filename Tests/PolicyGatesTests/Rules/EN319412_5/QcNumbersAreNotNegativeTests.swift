import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct QcNumbersAreNotNegativeTests {
  @Test func `passes: a limit of nothing, a fraction of a currency, and years`() throws {
    #expect(
      try judge(
        QcNumbersAreNotNegative(),
        with(
          .limitValue(QCLimitValue(currency: .alphabetic("EUR"), amount: 0, exponent: -2)), .retentionPeriod(years: 0)))
        == .passes)
  }

  @Test func `fails: an amount and years below zero`() throws {
    #expect(
      try judge(
        QcNumbersAreNotNegative(),
        with(
          .limitValue(QCLimitValue(currency: .numeric(978), amount: -1, exponent: 0)), .retentionPeriod(years: -2)))
        == .fails([
          "extensions.qcStatements.qcLimitValue is -1, must be zero or more",
          "extensions.qcStatements.qcRetentionPeriod is -2, must be zero or more",
        ]))
  }

  @Test func `does not apply: no statements`() throws {
    #expect(try judge(QcNumbersAreNotNegative(), rootCA()) == .doesNotApply)
  }

  private func with(_ statements: QCStatement...) throws -> CertificateContent {
    try subject { $0.statements { $0 += statements } }
  }
}
