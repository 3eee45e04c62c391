import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct QcLimitValueIsInACurrencyTests {
  @Test func `passes: letters`() throws {
    #expect(
      try judge(
        QcLimitValueIsInACurrency(),
        subject {
          $0.statements { $0.append(.limitValue(QCLimitValue(currency: .alphabetic("EUR"), amount: 1, exponent: 3))) }
        })
        == .passes)
  }

  @Test func `passes: a number`() throws {
    #expect(
      try judge(
        QcLimitValueIsInACurrency(),
        subject {
          $0.statements { $0.append(.limitValue(QCLimitValue(currency: .numeric(978), amount: 1, exponent: 3))) }
        })
        == .passes)
  }

  @Test func `fails: letters of no currency`() throws {
    #expect(
      try judge(
        QcLimitValueIsInACurrency(),
        subject {
          $0.statements { $0.append(.limitValue(QCLimitValue(currency: .alphabetic("EUX"), amount: 1, exponent: 3))) }
        })
        == .fails(["extensions.qcStatements.qcLimitValue is EUX, must be a code of ISO 4217"]))
  }

  @Test func `fails: a number of no currency`() throws {
    #expect(
      try judge(
        QcLimitValueIsInACurrency(),
        subject {
          $0.statements { $0.append(.limitValue(QCLimitValue(currency: .numeric(1), amount: 1, exponent: 3))) }
        })
        == .fails(["extensions.qcStatements.qcLimitValue is 1, must be a code of ISO 4217"]))
  }

  @Test func `does not apply: no limit`() throws {
    #expect(
      try judge(QcLimitValueIsInACurrency(), subject())
        == .doesNotApply)
  }
}
