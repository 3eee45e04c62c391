import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct KeyIsTestedForPrimalityTests {
  @Test func `passes: a thorough examination`() throws {
    #expect(try judge(KeyIsTestedForPrimality(), subject { $0.key = .rsa(bits: 3072) }) == .passes)
  }

  @Test func `fails: a quick one`() throws {
    #expect(
      try judge(KeyIsTestedForPrimality(), subject { $0.key = SampleKey.rsa(bits: 3072).examined(.quick) })
        == .fails([
          "subjectPublicKeyInfo.modulus is not tested for being a prime, must be a modulus that was tested"
        ]))
  }

  @Test func `does not apply: an elliptic curve`() throws {
    #expect(try judge(KeyIsTestedForPrimality(), subject()) == .doesNotApply)
  }
}
