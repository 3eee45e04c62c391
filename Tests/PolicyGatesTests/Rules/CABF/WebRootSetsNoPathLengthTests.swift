import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct WebRootSetsNoPathLengthTests {
  @Test func `passes: no path length`() throws {
    #expect(try judge(WebRootSetsNoPathLength(), planned(.root) { $0.isForWebsites = true }) == .passes)
  }

  @Test func `fails: a path length`() throws {
    #expect(
      try judge(
        WebRootSetsNoPathLength(),
        planned(.root) {
          $0.isForWebsites = true
          $0.certificate.set(BasicConstraints(isCA: true, pathLength: 1), critical: true)
        }) == .fails(["extensions.basicConstraints is path length 1, must be no path length"]))
    #expect(WebRootSetsNoPathLength.metadata.severity == .warning)
  }

  @Test func `does not apply: a root that is not for websites, and a CA below it`() throws {
    #expect(
      try judge(
        WebRootSetsNoPathLength(),
        planned(.root) { $0.certificate.set(BasicConstraints(isCA: true, pathLength: 1), critical: true) })
        == .doesNotApply)
    #expect(try judge(WebRootSetsNoPathLength(), planned(.issuing) { $0.isForWebsites = true }) == .doesNotApply)
  }
}
