import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct CrossKeyIsTheExistingTests {
  @Test func `passes: the same key`() throws {
    #expect(try judge(CrossKeyIsTheExisting(), planned(.cross)) == .passes)
  }

  @Test func `fails: another key`() throws {
    #expect(
      try judge(CrossKeyIsTheExisting(), planned(.cross) { $0.certificate.key = .subject })
        == .fails(["subjectPublicKeyInfo is another key, must be the key of the CA's existing certificate"]))
  }

  @Test func `fails: another identifier of it`() throws {
    #expect(
      try judge(CrossKeyIsTheExisting(), planned(.cross) { $0.certificate.set(SubjectKeyIdentifier([1])) })
        == .fails([
          "extensions.subjectKeyIdentifier is another identifier, must be that of the existing certificate, which the certificates below name"
        ]))
  }

  @Test func `does not apply: a new CA`() throws {
    #expect(try judge(CrossKeyIsTheExisting(), planned(.issuing)) == .doesNotApply)
  }
}
