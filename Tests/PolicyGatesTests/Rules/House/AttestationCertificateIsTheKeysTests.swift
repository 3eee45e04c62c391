import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct AttestationCertificateIsTheKeysTests {
  @Test func `passes: one key in all three places`() throws {
    #expect(try judge(AttestationCertificateIsTheKeys(), statement()) == .passes)
  }

  @Test func `fails: the certificate of another key`() throws {
    let found = try judge(AttestationCertificateIsTheKeys(), statement { $0.certificate.key = .subject })
    #expect(
      found
        == .fails([
          "attestationKey.certificate is a certificate of another key, must be that of \(SampleKey.issuing.facts.spkiSHA256)"
        ]))
  }

  @Test func `fails: the statement names another signer`() throws {
    let found = try judge(
      AttestationCertificateIsTheKeys(),
      statement {
        $0.edit = {
          $1.replace(
            $0.identifier(of: .attestationKey), in: .transaction, $0, with: [.octets(SampleKey.subject.facts.spki)])
        }
      })
    guard case .fails(let violations) = found else {
      Issue.record("\(found)")
      return
    }
    #expect(violations.count == 1)
    #expect(violations[0].hasPrefix("statement.ak-spki is "))
  }

  @Test func `does not apply to nothing: every statement is judged, and never another act`() throws {
    let loose = try statement { $0.signer = nil }
    #expect(AttestationCertificateIsTheKeys().applies(to: loose))
    #expect(AttestationCertificateIsTheKeys.metadata.scope == .keyStatement)
    #expect(RuleScope.everything.isDisjoint(with: .keyStatement))
  }
}
