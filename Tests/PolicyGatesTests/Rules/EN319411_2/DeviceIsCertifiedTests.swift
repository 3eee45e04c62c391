import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct DeviceIsCertifiedTests {
  @Test func `passes: certified`() throws {
    #expect(try judge(DeviceIsCertified(), origin()) == .passes)
  }

  @Test func `fails: suspended`() throws {
    #expect(
      try judge(DeviceIsCertified(), origin { $0.device = SampleOrigin.record(status: .suspended) })
        == .fails(["device.certificate.status is suspended (example-hsm), must be certified"]))
  }

  @Test func `does not apply: a device that is not registered, which another rule refuses`() throws {
    #expect(try judge(DeviceIsCertified(), origin { $0.device = nil }) == .doesNotApply)
  }

  @Test func `passes: a device of the directive of 1999, for signatures until 21 May 2027`() throws {
    let last = try #require(Instant("2027-05-21T23:59:59Z"))
    #expect(try judge(DeviceIsCertified(), origin(at: last) { $0.makeTransitional() }) == .passes)
  }

  @Test func `fails: such a device later, for seals, or where no QSCD is asked for`() throws {
    let reason = Outcome.fails(["device.certificate.status is transitional (example-hsm), must be certified"])
    let later = try #require(Instant("2027-05-22T00:00:00Z"))
    #expect(try judge(DeviceIsCertified(), origin(at: later) { $0.makeTransitional() }) == reason)
    #expect(try judge(DeviceIsCertified(), origin { $0.makeTransitional(for: .both) }) == reason)
    #expect(try judge(DeviceIsCertified(), origin(demand: .secureDevice) { $0.makeTransitional() }) == reason)
  }
}

extension SampleOrigin {
  fileprivate mutating func makeTransitional(for purpose: DevicePurpose = .signature) {
    device = SampleOrigin.record(status: .transitional)
    device?.purpose = purpose
  }
}
