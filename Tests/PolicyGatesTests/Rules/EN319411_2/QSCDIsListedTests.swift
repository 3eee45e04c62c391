import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct QSCDIsListedTests {
  @Test func `passes: listed`() throws {
    #expect(try judge(QSCDIsListed(), process()) == .passes)
  }

  @Test func `fails: cancelled`() throws {
    #expect(
      try judge(QSCDIsListed(), process { $0.application.device?.listStatus = "cancelled" })
        == .fails(["application.device.listStatus is cancelled, must be certified"]))
  }

  @Test func `fails: no entry, another kind`() throws {
    #expect(
      try judge(
        QSCDIsListed(),
        process(.qcpLQSCD) {
          $0.application.device?.kind = .secureCryptographicDevice
          $0.application.device?.listEntry = nil
        })
        == .fails([
          "application.device.kind is secure cryptographic device, must be qscd",
          "application.device.listEntry is absent, must be the entry of the device",
        ]))
  }

  @Test func `does not apply: a demonstration`() throws {
    #expect(try judge(QSCDIsListed(), process { $0.demo = true }) == .doesNotApply)
  }

  @Test func `does not apply: no QSCD policy`() throws {
    #expect(try judge(QSCDIsListed(), process(.ncpPlus)) == .doesNotApply)
  }
}
