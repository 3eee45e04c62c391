import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ListExtensionsAreWellFormedTests {
  @Test func `passes: all well formed`() throws {
    #expect(try judge(ListExtensionsAreWellFormed(), list()) == .passes)
  }

  @Test func `fails: a number that is none`() throws {
    guard
      case .fails(let found) = try judge(
        ListExtensionsAreWellFormed(),
        list { $0.list.extensions[1] = Extension(oid: CRLNumber.oid, critical: false, value: [5, 0]) })
    else {
      Issue.record("it passes")
      return
    }
    #expect(found.count == 1)
  }

  @Test func `fails: an entry's reason without a name`() throws {
    guard
      case .fails(let found) = try judge(
        ListExtensionsAreWellFormed(),
        list {
          $0.list.entries[1] = RevokedCertificate(
            serialNumber: $0.list.entries[1].serialNumber, revocationDate: $0.list.entries[1].revocationDate,
            extensions: [Extension(oid: CRLReason.oid, critical: false, value: [10, 1, 7])])
        })
    else {
      Issue.record("it passes")
      return
    }
    #expect(found.count == 1)
  }

  @Test func `fails: one twice`() throws {
    #expect(
      try judge(ListExtensionsAreWellFormed(), list { $0.list.extensions.append($0.list.extensions[0]) })
        == .fails(["extensions.2.5.29.35 is more than one, must be one at most"]))
  }

  @Test func `does not apply to nothing: every list is judged, and no certificate`() throws {
    #expect(ListExtensionsAreWellFormed().applies(to: try list()))
    #expect(ListExtensionsAreWellFormed.metadata.scope == .certificateList)
    #expect(RuleScope.everything.isDisjoint(with: .certificateList))
  }
}
