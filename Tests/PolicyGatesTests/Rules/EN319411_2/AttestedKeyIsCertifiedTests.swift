import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct AttestedKeyIsCertifiedTests {
  @Test func `passes: the same key`() throws {
    #expect(try judge(AttestedKeyIsCertified(), origin()) == .passes)
  }

  @Test func `fails: another key`() throws {
    #expect(
      try judge(AttestedKeyIsCertified(), origin { $0.key = .root })
        == .fails([
          "attestation.spki is sha-256:2b3aecbe230d92f6fe0204844d8f08a20be17fb11d3d2ac99d8015be54dbd0d2, "
            + "must be the certified key, "
            + "sha-256:f3ce79818388945b2ef3364858dd2652d71ebe615e7be3453ffc8b9f3c76f2c2"
        ]))
  }

  @Test func `does not apply: no evidence, which another rule refuses`() throws {
    #expect(try judge(AttestedKeyIsCertified(), origin { $0.isAttested = false }) == .doesNotApply)
  }
}
