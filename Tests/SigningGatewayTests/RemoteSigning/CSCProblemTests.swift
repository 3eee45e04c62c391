import CSC
import Evidence
import PolicyGates
import Records
import Testing

@testable import SigningGateway

/// Which words of the specification a refusal is told in follows from the rule that refused, by its whole id.
@Suite struct CSCProblemTests {
  private static let rules = RuleCatalogue.all.filter { $0.gates.contains { $0.hasPrefix("sole-control/") } }

  private static func refusal(_ rules: String...) -> CSCFailure {
    .gateway(
      .refused(
        Refusal(
          findings: rules.map {
            RecordedFinding(rule: $0, clause: "c", severity: "error", field: "f", found: "x", required: "y")
          })))
  }

  @Test func `every rule of the gates has a name here, and nothing else has`() {
    #expect(Set(Self.rules.map(\.metadata.id)) == Set(ControlRule.allCases.map(\.rawValue)))
  }

  @Test(arguments: [Dialect.v1, .v2])
  func `a rule with a sentence is told in it, any other by its finding`(_ dialect: Dialect) {
    for rule in ControlRule.allCases {
      let told = Self.refusal(rule.rawValue).cscError(dialect)
      #expect(told == rule.sentence(dialect) ?? .refused("f is x, must be y (c)"))
    }
  }

  @Test func `of several rules the first in the order of the specification speaks`() {
    let told = Self.refusal(
      ControlRule.certificateExpired.rawValue, ControlRule.pssSalt.rawValue, ControlRule.credentialDisabled.rawValue
    ).cscError(.v2)
    #expect(told == .disabled)
  }

  @Test func `an id that only ends like another is not that rule`() {
    let told = Self.refusal("sealgate.house.statement.certificate_expired").cscError(.v2)
    #expect(told == .refused("f is x, must be y (c)"))
  }
}
