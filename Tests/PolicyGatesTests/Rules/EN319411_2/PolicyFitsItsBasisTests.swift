import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct PolicyFitsItsBasisTests {
  @Test func `passes: NCP+ beside the qualified policy`() throws {
    #expect(try judge(PolicyFitsItsBasis(), with(ObjectIdentifier(0, 4, 0, 2042, 1, 2))) == .passes)
  }

  @Test(arguments: [3, 4, 6] as [UInt64])
  func `fails: LCP or a policy for websites`(last: UInt64) throws {
    #expect(
      try judge(PolicyFitsItsBasis(), with(ObjectIdentifier(0, 4, 0, 2042, 1, last)))
        == .fails([
          "extensions.certificatePolicies is 0.4.0.2042.1.\(last), must be of EN 319 411-1 none but NCP "
            + "(0.4.0.2042.1.1) or NCP+ (0.4.0.2042.1.2)"
        ]))
  }

  @Test func `does not apply: a CA`() throws {
    #expect(try judge(PolicyFitsItsBasis(), issuingCA()) == .doesNotApply)
  }

  private func with(_ policy: ObjectIdentifier) throws -> CertificateContent {
    try subject {
      $0.set(CertificatePolicies([ObjectIdentifier(0, 4, 0, 194112, 1, 2), policy].map { PolicyInformation($0) }))
    }
  }
}
