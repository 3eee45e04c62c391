import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct RSABelow3000EndsInTimeTests {
  @Test func `passes: 2048 bits until the last second of 2028`() throws {
    #expect(
      try judge(
        RSABelow3000EndsInTime(),
        subject {
          $0.key = .rsa(bits: 2048)
          $0.notAfter = Sample.time("2028-12-31T23:59:59Z")
        }) == .passes)
  }

  @Test func `fails: 2048 bits until 2029`() throws {
    #expect(
      try judge(
        RSABelow3000EndsInTime(),
        subject {
          $0.key = .rsa(bits: 2048)
          $0.notAfter = Sample.time("2029-01-01")
        })
        == .fails([
          "validity.notAfter is 2029-01-01T00:00:00Z with 2048 bits, must be before 2029-01-01T00:00:00Z, "
            + "or at least 3000 bits"
        ]))
  }

  @Test func `does not apply: 3000 bits`() throws {
    #expect(try judge(RSABelow3000EndsInTime(), subject { $0.key = .rsa(bits: 3000) }) == .doesNotApply)
  }
}
