import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct CertificateIsThePrecertificateTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(CertificateIsThePrecertificate(), pair(.qevcpW)) == .passes)
  }

  @Test func `fails: another serial number`() throws {
    #expect(
      try judge(CertificateIsThePrecertificate(), pair(.evcp) { $0.precertificate { $0.serial[0] ^= 1 } })
        == .fails([
          "serialNumber is not what the precertificate has, must be the same bytes, but for poison and timestamps"
        ]))
  }

  @Test func `fails: a second more`() throws {
    #expect(
      try judge(
        CertificateIsThePrecertificate(),
        pair(.evcp) { $0.precertificate { $0.notAfter = Sample.time("2027-02-18T12:00:00Z") } })
        == .fails(["validity is not what the precertificate has, must be the same bytes, but for poison and timestamps"]
        ))
  }

  @Test func `fails: another signature suite, issuer, subject, key and identifier`() throws {
    #expect(
      try judge(
        CertificateIsThePrecertificate(),
        pair(.evcp) {
          $0.precertificate {
            $0.signature = .ecdsaWithSHA384
            $0.issuer = Sample.rootName
            $0.subject = []
            $0.key = .ed25519
            $0.issuerUniqueID = BitString(bytes: [1])
          }
        })
        == .fails([
          "signature is not what the precertificate has, must be the same bytes, but for poison and timestamps",
          "issuer is not what the precertificate has, must be the same bytes, but for poison and timestamps",
          "subject is not what the precertificate has, must be the same bytes, but for poison and timestamps",
          "subjectPublicKeyInfo is not what the precertificate has, must be the same bytes, but for poison and timestamps",
          "issuerUniqueID is not what the precertificate has, must be the same bytes, but for poison and timestamps",
        ]))
  }

  @Test func `fails: extensions in another order`() throws {
    #expect(
      try judge(CertificateIsThePrecertificate(), pair(.evcp) { $0.precertificate { $0.extensions.reverse() } })
        == .fails([
          "extensions is not what the precertificate has, must be the same bytes, but for poison and timestamps"
        ]))
  }

  @Test func `does not apply: absent`() throws {
    #expect(try judge(CertificateIsThePrecertificate(), pair(.evcp) { $0.precertified = false }) == .doesNotApply)
  }
}
