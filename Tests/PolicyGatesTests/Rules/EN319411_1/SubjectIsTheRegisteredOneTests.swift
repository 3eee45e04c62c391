import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct SubjectIsTheRegisteredOneTests {
  @Test func `passes: the same`() throws {
    #expect(try judge(SubjectIsTheRegisteredOne(), process()) == .passes)
  }

  @Test func `passes: alternative names too`() throws {
    #expect(
      try judge(
        SubjectIsTheRegisteredOne(),
        process {
          $0.certificate.set(SubjectAlternativeName([.rfc822Name("a@example.com")]))
          $0.bind()
        }) == .passes)
  }

  @Test func `fails: another subject`() throws {
    #expect(
      try judge(
        SubjectIsTheRegisteredOne(), process { $0.application.registration?.attributesSHA256 = Sample.termsSHA256 })
        == .fails([
          "application.registration.attributesSha256 is \(Sample.termsSHA256.hex), must be \(SampleProcess().subjectSHA256.hex), as in the certificate"
        ]))
  }

  @Test func `fails: names that nobody registered`() throws {
    #expect(
      try judge(
        SubjectIsTheRegisteredOne(),
        process { $0.application.registration?.alternativeNamesSHA256 = Sample.termsSHA256 })
        == .fails([
          "application.registration.alternativeNamesSha256 is \(Sample.termsSHA256.hex), must be absent, as in the certificate"
        ]))
  }

  @Test func `does not apply: no registration, which another rule refuses`() throws {
    #expect(try judge(SubjectIsTheRegisteredOne(), process { $0.application.registration = nil }) == .doesNotApply)
  }
}
