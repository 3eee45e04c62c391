import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct KeyGenerationMechanismMakesKeyPairsTests {
  @Test func `passes: true`() throws {
    #expect(try judge(KeyGenerationMechanismMakesKeyPairs(), origin { $0.evidenceClass = .attributesLive }) == .passes)
  }

  @Test func `fails: a key that no key-pair generation made`() throws {
    #expect(
      try judge(
        KeyGenerationMechanismMakesKeyPairs(),
        origin {
          $0.evidenceClass = .attributesLive
          $0.set(.generationMechanism, .no)
        })
        == .fails([
          "attestation.generationMechanism is false (sample field), must be true: a mechanism that generates "
            + "signing key pairs"
        ]))
  }

  @Test func `does not apply: no evidence, which another rule refuses`() throws {
    #expect(try judge(KeyGenerationMechanismMakesKeyPairs(), origin { $0.isAttested = false }) == .doesNotApply)
  }

  @Test func `does not apply: signed evidence, which has no such attribute`() throws {
    #expect(try judge(KeyGenerationMechanismMakesKeyPairs(), origin()) == .doesNotApply)
  }

  @Test func `does not apply: a key moved from another QSCD with the evidence for both`() throws {
    let moved = origin {
      $0.move()
      $0.evidenceClass = .attributesLiveCertifiedChannel
      $0.set(.generationMechanism, .unknown)
    }
    #expect(try judge(KeyGenerationMechanismMakesKeyPairs(), moved) == .doesNotApply)
  }
}
