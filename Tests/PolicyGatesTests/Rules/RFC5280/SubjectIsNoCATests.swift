import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct SubjectIsNoCATests {
  @Test func `passes: no basic constraints`() throws {
    #expect(try judge(SubjectIsNoCA(), subject()) == .passes)
  }

  @Test func `fails: cA true`() throws {
    #expect(
      try judge(SubjectIsNoCA(), subject { $0.set(BasicConstraints(isCA: true), critical: true) })
        == .fails([
          "extensions.basicConstraints is cA true, path length absent, must be absent, or cA false without "
            + "a path length"
        ]))
  }

  @Test func `does not apply: a CA certificate`() throws {
    #expect(try judge(SubjectIsNoCA(), issuingCA()) == .doesNotApply)
  }
}
