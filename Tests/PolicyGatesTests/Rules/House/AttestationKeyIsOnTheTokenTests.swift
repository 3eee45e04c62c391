import Evidence
import TestSupport
import Testing

@testable import PolicyGates

private let other = DeviceIdentity(
  manufacturer: "Example", model: "HSM 1", serial: "43", hardwareVersion: "1.0", firmwareVersion: "7.1")

@Suite struct AttestationKeyIsOnTheTokenTests {
  @Test func `passes: beside the key`() throws {
    #expect(try judge(AttestationKeyIsOnTheToken(), statement()) == .passes)
  }

  @Test func `fails: nowhere on it`() throws {
    #expect(
      try judge(AttestationKeyIsOnTheToken(), statement { $0.signer = nil })
        == .fails([
          "attestationKey.token is without the attestation key, must be keys on Example HSM 1, serial 42, hardware 1.0, firmware 7.1"
        ]))
  }

  @Test func `fails: on another token of the module`() throws {
    #expect(
      try judge(
        AttestationKeyIsOnTheToken(),
        statement { $0.signer = SampleStatement.attributes(of: .issuing, label: "others") })
        == .fails([
          "attestationKey.token is others on Example HSM 1, serial 42, hardware 1.0, firmware 7.1, must be keys on Example HSM 1, serial 42, hardware 1.0, firmware 7.1"
        ]))
  }

  @Test func `fails: on another device`() throws {
    #expect(
      try judge(
        AttestationKeyIsOnTheToken(), statement { $0.signer = SampleStatement.attributes(of: .issuing, on: other) })
        == .fails([
          "attestationKey.token is keys on Example HSM 1, serial 43, hardware 1.0, firmware 7.1, must be keys on Example HSM 1, serial 42, hardware 1.0, firmware 7.1"
        ]))
  }

  @Test func `does not apply to nothing: every statement is judged, and never another act`() throws {
    let loose = try statement { $0.signer = nil }
    #expect(AttestationKeyIsOnTheToken().applies(to: loose))
    #expect(AttestationKeyIsOnTheToken.metadata.scope == .keyStatement)
    #expect(RuleScope.everything.isDisjoint(with: .keyStatement))
  }
}
