import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct IdentifierTypeIsInV161Tests {
  @Test func `passes: types of the older list`() throws {
    #expect(
      try judge(
        IdentifierTypeIsInV161(),
        subject(.qcpL) { $0.statements { $0.append(.semantics(QCSemantics(identifier: .legal))) } })
        == .passes)
  }

  @Test func `fails: EID`() throws {
    #expect(
      try judge(
        IdentifierTypeIsInV161(),
        subject {
          $0.statements { $0.append(.semantics(QCSemantics(identifier: .natural))) }
          $0.subject(.serialNumber, "EIDSE-1")
        })
        == .fails(["subject.serialNumber is EIDSE-1, must be no EID, which is newer than V1.6.1"]))
  }

  @Test func `fails: EOR and EXC`() throws {
    #expect(
      try judge(
        IdentifierTypeIsInV161(),
        subject(.qcpL) {
          $0.statements { $0.append(.semantics(QCSemantics(identifier: .legal))) }
          $0.subject(.organizationIdentifier, "EXCSE-1", "EORSE-1")
        })
        == .fails([
          "subject.organizationIdentifier is EORSE-1, must be no EOR, which is newer than V1.6.1",
          "subject.organizationIdentifier is EXCSE-1, must be no EXC, which is newer than V1.6.1",
        ]))
  }

  @Test func `does not apply: a certificate without semantics`() throws {
    #expect(
      try judge(IdentifierTypeIsInV161(), subject { $0.subject(.serialNumber, "EIDSE-1") })
        == .doesNotApply)
  }
}
