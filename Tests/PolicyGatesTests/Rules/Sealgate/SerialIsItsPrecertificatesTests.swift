import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct SerialIsItsPrecertificatesTests {
  @Test func `passes: the certificate of the precertificate that was signed here`() throws {
    #expect(try judge(SerialIsItsPrecertificates(), evidence { $0.precertify() }) == .passes)
  }

  @Test func `fails: a number that no precertificate has`() throws {
    #expect(
      try judge(
        SerialIsItsPrecertificates(),
        evidence {
          $0.precertify()
          $0.reserve()
          $0.sharesSerial = false
        })
        == .fails([
          "precertificate is with a serial number that no precertificate from here has, must be one that was signed "
            + "here with the same serial number"
        ]))
  }

  @Test func `fails: no precertificate shown`() throws {
    #expect(
      try judge(
        SerialIsItsPrecertificates(),
        evidence {
          $0.precertify()
          $0.precertificateBytes = nil
        })
        == .fails(["precertificate is absent, must be the one that decision 0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b released"])
    )
  }

  @Test func `fails: another precertificate, for another requester`() throws {
    #expect(
      try judge(
        SerialIsItsPrecertificates(),
        evidence {
          $0.precertify(requester: "ra-2")
          $0.precertificateBytes = [2]
        })
        == .fails([
          "precertificate is another one than was signed, must be the one that decision "
            + "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b released",
          "serialNumber is reserved for another, must be reserved for this issuer, requester and key",
        ]))
  }

  @Test func `fails: a second precertificate`() throws {
    #expect(
      try judge(
        SerialIsItsPrecertificates(),
        evidence {
          $0.precertify()
          $0.certificate.set(PrecertificatePoison(), critical: true)
        }) == .fails(["serialNumber is that of a precertificate, must be new, for each precertificate"]))
  }

  @Test func `does not apply: no pair`() throws {
    #expect(try judge(SerialIsItsPrecertificates(), evidence()) == .doesNotApply)
  }
}
