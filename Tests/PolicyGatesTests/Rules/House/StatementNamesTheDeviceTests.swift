import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct StatementNamesTheDeviceTests {
  @Test func `passes: the device of the key`() throws {
    #expect(try judge(StatementNamesTheDevice(), statement()) == .passes)
  }

  @Test(arguments: [
    PKIXEvidenceName.vendor, .model, .hardwareVersion, .hardwareSerial, .softwareVersion,
  ]) func `fails: another device, or none`(name: PKIXEvidenceName) throws {
    for values: [PKIXEvidenceValue] in [[], [name.kind == .octets ? .octets([0]) : .text("another")]] {
      let found = try judge(
        StatementNamesTheDevice(),
        statement { $0.edit = { $1.replace($0.identifier(of: name), in: .platform, $0, with: values) } })
      guard case .fails(let violations) = found else {
        Issue.record("\(found)")
        continue
      }
      #expect(violations.count == 1)
      #expect(violations[0].hasPrefix("statement.\(name.rawValue) is "))
    }
  }

  @Test func `does not apply to nothing: every statement is judged, and never another act`() throws {
    let loose = try statement { $0.signer = nil }
    #expect(StatementNamesTheDevice().applies(to: loose))
    #expect(StatementNamesTheDevice.metadata.scope == .keyStatement)
    #expect(RuleScope.everything.isDisjoint(with: .keyStatement))
  }
}
