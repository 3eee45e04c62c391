import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct AuthorityKeyIdentifierIsPlainTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(AuthorityKeyIdentifierIsPlain(), subject(.dvcp)) == .passes)
  }

  @Test func `fails: with issuer and number`() throws {
    #expect(
      try judge(
        AuthorityKeyIdentifierIsPlain(),
        subject(.dvcp) {
          $0.set(
            AuthorityKeyIdentifier(
              keyIdentifier: SampleKey.issuing.identifier,
              authority: .init(
                issuer: [.directoryName(Name(Sample.rootName))], serialNumber: X509.SerialNumber(magnitude: [1]))))
        })
        == .fails(["extensions.authorityKeyIdentifier is issuer and serial number, must be the key identifier alone"]))
  }

  @Test func `does not apply: absent`() throws {
    #expect(
      try judge(AuthorityKeyIdentifierIsPlain(), subject(.dvcp) { $0.remove(AuthorityKeyIdentifier.self) })
        == .doesNotApply)
  }
}
