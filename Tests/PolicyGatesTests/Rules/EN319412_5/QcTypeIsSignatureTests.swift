import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct QcTypeIsSignatureTests {
  @Test func `passes: esign`() throws {
    #expect(try judge(QcTypeIsSignature(), subject()) == .passes)
  }

  @Test func `fails: eseal`() throws {
    #expect(
      try judge(QcTypeIsSignature(), subject { $0.set(QCStatements([.type([.qcTypeESeal])])) })
        == .fails(["extensions.qcStatements.qcType is 0.4.0.1862.1.6.2, must be 0.4.0.1862.1.6.1 (esign) alone"]))
  }

  @Test func `does not apply: no statements, which another rule refuses`() throws {
    #expect(try judge(QcTypeIsSignature(), subject { $0.remove(QCStatements.self) }) == .doesNotApply)
  }
}
