import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct NameIsNotAnothersTests {
  @Test func `passes: a name that nobody has`() throws {
    #expect(try judge(NameIsNotAnothers(), event(.initial)) == .passes)
  }

  @Test func `passes: a name that the same subject has`() throws {
    #expect(try judge(NameIsNotAnothers(), event(.initial) { $0.registers.nameHolders = ["S-1"] }) == .passes)
  }

  @Test func `passes: a name from an inventory that does not say whose, with the certificate shown`() throws {
    #expect(
      try judge(
        NameIsNotAnothers(),
        event(.renewal) {
          $0.registers.nameHolders = [nil]
          $0.registers.previousSubject = nil
        }) == .passes)
  }

  @Test func `fails: a name of another subject`() throws {
    #expect(
      try judge(NameIsNotAnothers(), event(.initial) { $0.registers.nameHolders = ["S-1", "S-2"] })
        == .fails([
          "subject is serialNumber=PNODE-1234567890,SN=Mustermann,GN=Erika,CN=Erika Mustermann,C=DE, given to another "
            + "subject, must be a name that is S-1's alone"
        ]))
  }

  @Test func `fails: a name from an inventory that does not say whose`() throws {
    #expect(
      try judge(NameIsNotAnothers(), event(.initial) { $0.registers.nameHolders = [nil] })
        == .fails([
          "subject is serialNumber=PNODE-1234567890,SN=Mustermann,GN=Erika,CN=Erika Mustermann,C=DE, given to another "
            + "subject, must be a name that is S-1's alone"
        ]))
  }

  @Test func `fails: a name of nobody whom the certificate shown names`() throws {
    #expect(
      try judge(NameIsNotAnothers(), event(.renewal) { $0.registers.nameHolders = [nil] })
        == .fails([
          "subject is serialNumber=PNODE-1234567890,SN=Mustermann,GN=Erika,CN=Erika Mustermann,C=DE, given to another "
            + "subject, must be a name that is S-1's alone"
        ]))
  }

  @Test func `fails: a name of nobody, beside a certificate with another name`() throws {
    #expect(
      try judge(
        NameIsNotAnothers(),
        event(.modification) {
          $0.registers.nameHolders = [nil]
          $0.registers.previousSubject = nil
        })
        == .fails([
          "subject is serialNumber=PNODE-1234567890,SN=Mustermann,GN=Erika,CN=Erika Mustermann,C=DE, given to another "
            + "subject, must be a name that is S-1's alone"
        ]))
  }

  @Test func `fails: a subject whom no registration names`() throws {
    #expect(
      try judge(NameIsNotAnothers(), event(.initial) { $0.process { $0.application.registration?.subjectID = nil } })
        == .fails([
          "application.registration.subjectId is absent, must be present, so that the register knows to whom the name is given"
        ]))
  }

  @Test func `does not apply: DVCP`() throws {
    #expect(try judge(NameIsNotAnothers(), event(.initial, .dvcp)) == .doesNotApply)
  }
}
