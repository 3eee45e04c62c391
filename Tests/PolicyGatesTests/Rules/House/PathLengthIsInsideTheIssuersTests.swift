import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct PathLengthIsInsideTheIssuersTests {
  private func judged(_ issuer: Int?, _ length: Int?) throws -> Outcome {
    try judge(
      PathLengthIsInsideTheIssuers(),
      planned(.intermediate) {
        $0.evidence.issuer?.set(BasicConstraints(isCA: true, pathLength: issuer), critical: true)
        $0.certificate.set(BasicConstraints(isCA: true, pathLength: length), critical: true)
      })
  }

  @Test func `passes: less than the issuer has, or the issuer's bound alone`() throws {
    #expect(try judged(2, 1) == .passes)
    #expect(try judged(2, nil) == .passes)
  }

  @Test func `fails: as much as the issuer, or more`() throws {
    #expect(
      try judged(2, 2) == .fails(["extensions.basicConstraints is path length 2, must be less than 2, the issuer's"]))
    #expect(
      try judged(1, 3) == .fails(["extensions.basicConstraints is path length 3, must be less than 1, the issuer's"]))
  }

  @Test func `does not apply: an issuer without a bound, and a root`() throws {
    #expect(try judged(nil, 3) == .doesNotApply)
    #expect(try judge(PathLengthIsInsideTheIssuers(), planned(.root)) == .doesNotApply)
  }
}
