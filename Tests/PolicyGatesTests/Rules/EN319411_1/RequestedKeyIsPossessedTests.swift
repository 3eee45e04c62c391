import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct RequestedKeyIsPossessedTests {
  @Test func `passes: the key signed the request`() throws {
    #expect(try judge(RequestedKeyIsPossessed(), planned(.cross)) == .passes)
    #expect(try judge(RequestedKeyIsPossessed(), planned(.issuing) { $0.isKeyElsewhere = true }) == .passes)
  }

  @Test func `fails: nobody knows`() throws {
    for kind: CACertificateEvidence.Kind in [.cross, .issuing, .ocspResponder] {
      let unknown = try planned(kind) {
        $0.isKeyElsewhere = kind != .cross
        $0.possession = .unknown
      }
      #expect(
        try judge(RequestedKeyIsPossessed(), unknown)
          == .fails([
            "request is signature verified: unknown, must be a request that the key signed, or a certificate of its own"
          ]))
    }
  }

  @Test func `does not apply: a key on the token`() throws {
    #expect(try judge(RequestedKeyIsPossessed(), planned(.issuing) { $0.possession = .unknown }) == .doesNotApply)
  }
}
