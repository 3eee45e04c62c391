import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct TSPPolicyIsInForceTests {
  @Test func `passes: from its first instant`() throws {
    #expect(try judge(TSPPolicyIsInForce(), tspCertificate(register: tspRegister(from: Sample.now))) == .passes)
  }

  @Test func `passes: a later version follows the one that ended`() throws {
    let versions = PolicyRegister(tspRegister(until: Sample.now).entries + tspRegister(from: Sample.now).entries)
    #expect(try judge(TSPPolicyIsInForce(), tspCertificate(register: versions)) == .passes)
  }

  @Test func `fails: ended at this instant`() throws {
    #expect(
      try judge(TSPPolicyIsInForce(), tspCertificate(register: tspRegister(until: Sample.now)))
        == .fails([
          "extensions.certificatePolicies is 1.3.6.1.4.1.99999.1, in force from 2026-01-01T00:00:00Z until "
            + "\(Sample.now), must be a policy in force at \(Sample.now)"
        ]))
  }

  @Test func `does not apply: identifiers of the standards alone`() throws {
    #expect(try judge(TSPPolicyIsInForce(), tspCertificate(oid: "0.4.0.194112.1.2")) == .doesNotApply)
  }
}
