import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct QcTypeFitsSubjectTests {
  @Test func `passes: a seal of an organisation`() throws {
    #expect(
      try judge(
        QcTypeFitsSubject(), subject(.ncp, as: .legalPerson) { $0.statements { $0.append(.type([.qcTypeESeal])) } })
        == .passes)
  }

  @Test func `passes: a signature of a person`() throws {
    #expect(
      try judge(
        QcTypeFitsSubject(), subject(.ncp, as: .naturalPerson) { $0.statements { $0.append(.type([.qcTypeESign])) } })
        == .passes)
  }

  @Test func `passes: either, where nobody declared the kind`() throws {
    #expect(
      try judge(QcTypeFitsSubject(), subject(.ncp) { $0.statements { $0.append(.type([.qcTypeESeal])) } })
        == .passes)
  }

  @Test func `fails: a seal of a person`() throws {
    #expect(
      try judge(
        QcTypeFitsSubject(), subject(.ncp, as: .naturalPerson) { $0.statements { $0.append(.type([.qcTypeESeal])) } })
        == .fails(["extensions.qcStatements.qcType is 0.4.0.1862.1.6.2, must be 0.4.0.1862.1.6.1 alone"]))
  }

  @Test func `fails: a website where nobody declared the kind`() throws {
    #expect(
      try judge(QcTypeFitsSubject(), subject(.lcp) { $0.statements { $0.append(.type([.qcTypeWeb])) } })
        == .fails([
          "extensions.qcStatements.qcType is 0.4.0.1862.1.6.3, must be 0.4.0.1862.1.6.1 or 0.4.0.1862.1.6.2 alone"
        ]))
  }

  @Test func `fails: any type of a device`() throws {
    #expect(
      try judge(QcTypeFitsSubject(), subject(.ncp, as: .device) { $0.statements { $0.append(.type([.qcTypeESeal])) } })
        == .fails(["extensions.qcStatements.qcType is 0.4.0.1862.1.6.2, must be absent"]))
  }

  @Test func `does not apply: no type`() throws {
    #expect(
      try judge(QcTypeFitsSubject(), subject(.ncp, as: .device))
        == .doesNotApply)
  }
}
