import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct PrecertificateIsReadableTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(PrecertificateIsReadable(), pair(.evcp)) == .passes)
  }

  @Test func `fails: other bytes`() throws {
    #expect(
      try judge(PrecertificateIsReadable(), pair(.evcp) { $0.precertificateBytes = [5, 0] })
        == .fails([
          "precertificate is Certificate: offset 0: found NULL (primitive), required SEQUENCE (constructed), must be one certificate, DER"
        ]))
  }

  @Test func `does not apply: absent`() throws {
    #expect(try judge(PrecertificateIsReadable(), pair(.evcp) { $0.precertified = false }) == .doesNotApply)
  }
}
