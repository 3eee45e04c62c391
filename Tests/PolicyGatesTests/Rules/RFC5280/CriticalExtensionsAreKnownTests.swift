import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct CriticalExtensionsAreKnownTests {
  @Test func `passes: an unknown extension that is not critical`() throws {
    #expect(
      try judge(
        CriticalExtensionsAreKnown(),
        subject { $0.set(Extension(oid: ObjectIdentifier(1, 2, 3), critical: false, value: [5, 0])) }) == .passes)
  }

  @Test func `fails: an unknown critical extension`() throws {
    #expect(
      try judge(
        CriticalExtensionsAreKnown(),
        subject { $0.set(Extension(oid: ObjectIdentifier(1, 2, 3), critical: true, value: [5, 0])) })
        == .fails(["extensions.1.2.3 is critical and unknown, must be known, or not critical"]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [subject(), shortTerm(), issuingCA(), rootCA()] {
      #expect(try judge(CriticalExtensionsAreKnown(), sample) == .passes)
    }
  }
}
