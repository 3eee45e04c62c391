import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct RelativeNamesHoldOneAttributeTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(RelativeNamesHoldOneAttribute(), subject(.evcp)) == .passes)
  }

  @Test func `fails: two in one`() throws {
    #expect(
      try judge(
        RelativeNamesHoldOneAttribute(),
        subject(.ovcp) {
          $0.relativeNames = [
            [Sample.attribute(.countryName, "DE"), Sample.attribute(.localityName, "Berlin")],
            [Sample.attribute(.organizationName, "Example GmbH")],
          ]
        }) == .fails(["subject is C=DE+L=Berlin, must be one attribute in each part"]))
  }

  @Test func `does not apply: a person`() throws {
    #expect(try judge(RelativeNamesHoldOneAttribute(), subject()) == .doesNotApply)
  }
}
