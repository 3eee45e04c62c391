import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ModificationChangesAttributesTests {
  @Test func `passes: another surname`() throws {
    #expect(try judge(ModificationChangesAttributes(), event(.modification).change) == .passes)
  }

  @Test func `passes: another alternative name`() throws {
    #expect(
      try judge(
        ModificationChangesAttributes(),
        event(.modification) {
          $0.previous?.subject = $0.certificate.subject
          $0.previous?.set(SubjectAlternativeName([.uri("https://old.demo.example")]))
        }.change) == .passes)
  }

  @Test func `fails: another key usage alone`() throws {
    #expect(
      try judge(
        ModificationChangesAttributes(),
        event(.modification) {
          $0.previous?.subject = $0.certificate.subject
          $0.previous?.set(KeyUsage.digitalSignature, critical: true)
        }.change)
        == .fails([
          "subject is as in the previous certificate, must be changed in at least one attribute, as the event is modification"
        ]))
  }

  @Test func `does not apply: a renewal`() throws {
    #expect(try judge(ModificationChangesAttributes(), event(.renewal).change) == .doesNotApply)
  }

  @Test func `does not apply: nothing to compare with`() throws {
    #expect(
      try judge(ModificationChangesAttributes(), event(.modification) { $0.previous = nil }.change) == .doesNotApply)
  }
}
