import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct CrossPathLengthFitsTheExistingTests {
  @Test func `passes: room for the CAs below`() throws {
    #expect(try judge(CrossPathLengthFitsTheExisting(), planned(.cross)) == .passes)
  }

  @Test func `passes: as much as the existing one`() throws {
    #expect(
      try judge(
        CrossPathLengthFitsTheExisting(),
        planned(.cross) {
          $0.existing?.set(BasicConstraints(isCA: true, pathLength: 1), critical: true);
          $0.certificate.set(BasicConstraints(isCA: true, pathLength: 1), critical: true)
        }) == .passes)
  }

  @Test func `fails: no room`() throws {
    #expect(
      try judge(
        CrossPathLengthFitsTheExisting(),
        planned(.cross) { $0.certificate.set(BasicConstraints(isCA: true, pathLength: 0), critical: true) })
        == .fails([
          "extensions.basicConstraints is path length 0, must be room for the CAs below, as the existing certificate has"
        ]))
  }

  @Test func `fails: more than the existing one`() throws {
    #expect(
      try judge(
        CrossPathLengthFitsTheExisting(),
        planned(.cross) {
          $0.existing?.set(BasicConstraints(isCA: true, pathLength: 1), critical: true);
          $0.certificate.set(BasicConstraints(isCA: true, pathLength: 2), critical: true)
        })
        == .fails(["extensions.basicConstraints is path length 2, must be path length 1 or less"]))
  }

  @Test func `fails: no bound, and the existing one has one`() throws {
    #expect(
      try judge(
        CrossPathLengthFitsTheExisting(),
        planned(.cross) { $0.existing?.set(BasicConstraints(isCA: true, pathLength: 1), critical: true) })
        == .fails(["extensions.basicConstraints is path length absent, must be path length 1 or less"]))
  }

  @Test func `does not apply: a new CA`() throws {
    #expect(try judge(CrossPathLengthFitsTheExisting(), planned(.issuing)) == .doesNotApply)
  }
}
