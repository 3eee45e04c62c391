import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ExtensionsAreUniqueTests {
  @Test func `passes: one of each`() throws {
    #expect(try judge(ExtensionsAreUnique(), subject()) == .passes)
  }

  @Test func `fails: key usage twice`() throws {
    #expect(
      try judge(
        ExtensionsAreUnique(), subject { $0.extensions.append(Extension(KeyUsage.digitalSignature, critical: true)) })
        == .fails(["extensions.keyUsage is more than one instance, must be at most one instance"]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [subject(), shortTerm(), issuingCA(), rootCA()] {
      #expect(try judge(ExtensionsAreUnique(), sample) == .passes)
    }
  }
}
