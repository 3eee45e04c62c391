import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct AlgorithmFitsTheKeyTests {
  @Test func `passes: ECDSA with an EC key`() throws {
    #expect(
      try judge(AlgorithmFitsTheKey(), control())
        == .passes)
  }

  @Test func `fails: RSA with an EC key`() throws {
    #expect(
      try judge(AlgorithmFitsTheKey(), control { $0.scheme = .rsaPKCS1(.sha256) })
        == .fails(["signAlgo is rsaPKCS1(Evidence.HashAlgorithm.sha256), must be an algorithm of the credential's key"])
    )
  }

  @Test func `fails: none that we make`() throws {
    #expect(
      try judge(AlgorithmFitsTheKey(), control { $0.scheme = nil })
        == .fails(["signAlgo is unknown, must be an algorithm of the credential's key"]))
  }

  @Test func `does not apply to nothing: every act of sole control is judged, and never another act`() throws {
    #expect(AlgorithmFitsTheKey().applies(to: try control()))
    #expect(AlgorithmFitsTheKey.metadata.scope == .soleControl)
    #expect(RuleScope.everything.isDisjoint(with: .soleControl))
  }
}
