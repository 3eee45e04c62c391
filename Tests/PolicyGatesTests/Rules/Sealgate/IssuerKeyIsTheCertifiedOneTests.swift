import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct IssuerKeyIsTheCertifiedOneTests {
  @Test func `passes: the CA's key`() throws {
    #expect(try judge(IssuerKeyIsTheCertifiedOne(), chain()) == .passes)
  }

  @Test func `fails: another key on the token`() throws {
    #expect(
      try judge(IssuerKeyIsTheCertifiedOne(), otherToken())
        == .fails([
          "issuer.subjectPublicKeyInfo is "
            + "sha-256:0e437464d38fb6721cf2d4d82c7b7d95327aeba51eb9cb5f4d964189cc8b31e0, must be the key that "
            + "is to sign, sha-256:2b3aecbe230d92f6fe0204844d8f08a20be17fb11d3d2ac99d8015be54dbd0d2"
        ]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [chain(), caChain()] { #expect(try judge(IssuerKeyIsTheCertifiedOne(), sample) == .passes) }
  }
}

/// The sample chain, to be signed with the root's key.
private func otherToken() throws -> CertificateChain {
  let sample = try chain()
  return CertificateChain(
    content: sample.content, issuer: sample.issuer,
    signingKey: KeyIdentity(ckaID: [1], spkiSHA256: SampleKey.root.facts.spkiSHA256))
}
