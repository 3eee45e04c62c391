import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct AddressesAreNotReservedTests {
  @Test func `passes: public addresses`() throws {
    #expect(
      try judge(
        AddressesAreNotReserved(),
        subject(.ovcp) {
          $0.set(
            SubjectAlternativeName([
              .ipAddress([93, 184, 215, 14]), .ipAddress([128, 0, 0, 1]), .ipAddress([11, 0, 0, 1]),
              .ipAddress([42, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]),
            ]))
        }) == .passes)
  }

  @Test func `fails: a private address`() throws {
    #expect(
      try judge(
        AddressesAreNotReserved(), subject(.ovcp) { $0.set(SubjectAlternativeName([.ipAddress([10, 1, 2, 3])])) })
        == .fails(["extensions.subjectAltName is 10.1.2.3, must be a public address"]))
  }

  @Test func `fails: the end of a private block`() throws {
    #expect(
      try judge(
        AddressesAreNotReserved(), subject(.ovcp) { $0.set(SubjectAlternativeName([.ipAddress([172, 31, 255, 255])])) })
        == .fails(["extensions.subjectAltName is 172.31.255.255, must be a public address"]))
  }

  @Test func `fails: the host itself`() throws {
    #expect(
      try judge(
        AddressesAreNotReserved(),
        subject(.ovcp) {
          $0.set(SubjectAlternativeName([.ipAddress([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])]))
        }) == .fails(["extensions.subjectAltName is ::1, must be a public address"]))
  }

  @Test func `fails: an address for documents`() throws {
    #expect(
      try judge(
        AddressesAreNotReserved(),
        subject(.ovcp) {
          $0.set(SubjectAlternativeName([.ipAddress([32, 1, 13, 184, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])]))
        }) == .fails(["extensions.subjectAltName is 2001:db8::1, must be a public address"]))
  }

  @Test func `fails: a local address`() throws {
    #expect(
      try judge(
        AddressesAreNotReserved(),
        subject(.ovcp) {
          $0.set(SubjectAlternativeName([.ipAddress([253, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1])]))
        }) == .fails(["extensions.subjectAltName is fd00:0:0:1::1, must be a public address"]))
  }

  @Test func `fails: an address of IPv4 in IPv6`() throws {
    #expect(
      try judge(
        AddressesAreNotReserved(),
        subject(.ovcp) {
          $0.set(SubjectAlternativeName([.ipAddress([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 93, 184, 215, 14])]))
        }) == .fails(["extensions.subjectAltName is ::ffff:5db8:d70e, must be a public address"]))
  }

  @Test func `does not apply: names alone`() throws {
    #expect(try judge(AddressesAreNotReserved(), subject(.ovcp)) == .doesNotApply)
  }
}
