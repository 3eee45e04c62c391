import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ExtensionsAreNotCriticalTests {
  @Test func `passes: statements that are not critical`() throws {
    #expect(try judge(ExtensionsAreNotCritical(), subject()) == .passes)
  }

  @Test func `fails: critical statements`() throws {
    #expect(
      try judge(ExtensionsAreNotCritical(), subject { $0.set(QCStatements([.compliance]), critical: true) })
        == .fails(["extensions.qcStatements is critical, must be not critical"]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [subject(), shortTerm(), issuingCA(), rootCA()] {
      #expect(try judge(ExtensionsAreNotCritical(), sample) == .passes)
    }
  }
}
