import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct DirectoryAttributesIdentifyNobodyTests {
  @Test func `passes: a title`() throws {
    #expect(
      try judge(
        DirectoryAttributesIdentifyNobody(),
        subject { $0.set(SubjectDirectoryAttributes([Attribute(type: .title, values: [[5, 0]])])) }) == .passes)
  }

  @Test func `fails: a country`() throws {
    #expect(
      try judge(
        DirectoryAttributesIdentifyNobody(),
        subject { $0.set(SubjectDirectoryAttributes([Attribute(type: .countryName, values: [[5, 0]])])) })
        == .fails(["extensions.subjectDirectoryAttributes is 2.5.4.6, must be no attribute that belongs in the name"]))
  }

  @Test func `does not apply: no directory attributes`() throws {
    #expect(try judge(DirectoryAttributesIdentifyNobody(), subject()) == .doesNotApply)
  }
}
