import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct RepresentativeIsNamedTests {
  @Test func `passes: a representative`() throws {
    #expect(try judge(RepresentativeIsNamed(), process(.qcpL)) == .passes)
  }

  @Test func `fails: none`() throws {
    #expect(
      try judge(RepresentativeIsNamed(), process(.qcpL) { $0.application.registration?.representative = nil })
        == .fails([
          "application.registration.representative is absent, must be who represents the legal person, and by which authority"
        ]))
  }

  @Test func `fails: none for the subscriber`() throws {
    #expect(
      try judge(RepresentativeIsNamed(), process { $0.application.registration?.subscriberKind = .legalPerson })
        == .fails([
          "application.registration.representative is absent, must be who represents the legal person, and by which authority"
        ]))
  }

  @Test func `does not apply: natural persons`() throws {
    #expect(try judge(RepresentativeIsNamed(), process()) == .doesNotApply)
  }
}
