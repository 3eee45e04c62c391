import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct RSAModulusIsLongTests {
  @Test func `passes: 2048 bits`() throws {
    #expect(try judge(RSAModulusIsLong(), subject { $0.key = .rsa(bits: 2048) }) == .passes)
  }

  @Test func `fails: 1024 bits`() throws {
    #expect(
      try judge(RSAModulusIsLong(), subject { $0.key = .rsa(bits: 1024) })
        == .fails(["subjectPublicKeyInfo is 1024 bits, must be at least 1900 bits, 3000 from 2027 on"]))
  }

  @Test func `does not apply: an elliptic curve`() throws {
    #expect(try judge(RSAModulusIsLong(), subject()) == .doesNotApply)
  }
}
