import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct RemoteKeyIsActivatedBySubjectTests {
  @Test func `passes: activated by the signatory`() throws {
    #expect(
      try judge(
        RemoteKeyIsActivatedBySubject(),
        process {
          $0.application.keyManager = KeyManager()
          $0.application.control?.activation = "SAM 3"
          $0.application.control?.authenticationLevel = "high"
        }) == .passes)
  }

  @Test func `fails: nobody says how`() throws {
    #expect(
      try judge(RemoteKeyIsActivatedBySubject(), process { $0.application.keyManager = KeyManager() })
        == .fails([
          "application.control.activation is absent, must be the signature activation module or data",
          "application.control.authenticationLevel is absent, must be substantial or high",
        ]))
  }

  @Test func `fails: too weak`() throws {
    #expect(
      try judge(
        RemoteKeyIsActivatedBySubject(),
        process(.qcpL) {
          $0.application.keyManager = KeyManager()
          $0.application.control?.activation = "SAM 3"
          $0.application.control?.authenticationLevel = "low"
        }) == .fails(["application.control.authenticationLevel is low, must be substantial or high"]))
  }

  @Test func `does not apply: the subject keeps the key`() throws {
    #expect(try judge(RemoteKeyIsActivatedBySubject(), process()) == .doesNotApply)
  }
}
