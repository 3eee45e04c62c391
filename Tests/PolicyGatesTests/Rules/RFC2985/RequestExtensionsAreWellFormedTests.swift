import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct RequestExtensionsAreWellFormedTests {
  @Test func `passes: each once`() throws {
    #expect(try judge(RequestExtensionsAreWellFormed(), request()) == .passes)
  }

  @Test func `passes: none`() throws {
    #expect(try judge(RequestExtensionsAreWellFormed(), request { $0.attributes = [] }) == .passes)
  }

  @Test func `fails: one twice`() throws {
    #expect(
      try judge(RequestExtensionsAreWellFormed(), request { $0.extensions.append($0.extensions[0]) })
        == .fails(["attributes.extensionRequest is 2.5.29.19 twice, must be each extension once"]))
  }

  @Test func `fails: no extensions`() throws {
    guard
      case .fails(let found) = try judge(
        RequestExtensionsAreWellFormed(),
        request { $0.attributes = [Attribute(type: .extensionRequest, values: [[5, 0]])] })
    else {
      Issue.record("it passes")
      return
    }
    #expect(found.count == 1)
  }

  @Test func `does not apply to nothing: every request is judged, and no certificate`() throws {
    #expect(RequestExtensionsAreWellFormed().applies(to: try request()))
    #expect(RequestExtensionsAreWellFormed.metadata.scope == .certificationRequest)
    #expect(RuleScope.everything.isDisjoint(with: .certificationRequest))
  }
}
