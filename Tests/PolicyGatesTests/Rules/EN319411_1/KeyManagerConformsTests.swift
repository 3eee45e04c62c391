import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct KeyManagerConformsTests {
  @Test func `passes: shown`() throws {
    #expect(
      try judge(KeyManagerConforms(), process { $0.application.keyManager = KeyManager(conformity: "CAR 7") })
        == .passes)
  }

  @Test func `fails: not shown`() throws {
    #expect(
      try judge(KeyManagerConforms(), process { $0.application.keyManager = KeyManager() })
        == .fails(["application.keyManager.conformity is absent, must be conformity with TS 119 431-1"]))
  }

  @Test func `does not apply: nobody else manages it`() throws {
    #expect(try judge(KeyManagerConforms(), process()) == .doesNotApply)
  }
}
