import Cryptography
import DER
import Evidence
import TestSupport
import Testing
import X509

/// What each sample of badkeys must be found to be. Weak keys that stand only on lists, or share a factor with keys that
/// are not there, are told by nothing in themselves.
private let expected: [String: [KeyWeakness.Kind]] = [
  "dkim/dkim-insecure-rfc8463.txt": [],
  "dkim/dkim-valid-gmail.txt": [],
  "dnssec/dnssec-p256-rfc6605.dnskey": [],
  "dnssec/dnssec-root-rsa.dnskey": [],
  "dnssec/dnssec-rsa-large-e.dnskey": [],
  "ec-p256-rfc-example.key": [],
  "ecdsa-explicit-pub.key": [.explicitParameters],
  "ed25519-rfc-example.key": [],
  "jwk-ecp256-rfc7517.json": [],
  "jwk-ed25519-rfc8037.json": [],
  "jwk-rsa-ok.json": [],
  "jwk-rsa-rfc7517.json": [],
  "mldsa44.key": [],
  "mldsa65-cert.crt": [],
  "rsa-debianweak.key": [],
  "rsa-e-larger-n.key": [.unusableExponent],
  "rsa-e1.key": [.unusableExponent],
  "rsa-fermat-hexmodulus.txt": [.closePrimes],
  "rsa-fermat-pkcs1.key": [.perfectPower],
  "rsa-fermat-pkcs8.key": [.closePrimes],
  "rsa-fermat.crt": [.closePrimes],
  "rsa-fermat.csr": [.closePrimes],
  "rsa-large-e.key": [],
  "rsa-nprime.key": [.primeModulus],
  "rsa-ok.key": [],
  "rsa-pattern.key": [.repeatedBytes],
  "rsa-roca.key": [.rocaFingerprint],
  "rsa-sharedprimes.key": [],
  "rsa-small-d.key": [.smallPrivateExponent],
  "rsa-smallfactors-corrupt.key": [.smallFactor],
  "rsa-smallfactors-valid.key": [.smallFactor],
  "rsa-vanity.key": [.unevenBits],
  "rsanzero.key": [.unusableExponent, .malformed],
  "rsapoly128.key": [.sparseModulus],
  "rsapoly32.key": [.sparseModulus],
  "rsazerozero.key": [.unusableExponent, .malformed],
  "unsupported/slhdsa.key": [],
]

@Suite(.needsVectors) struct BadKeysTests {
  @Test(arguments: expected.keys.sorted())
  func `a sample is found to be what its name says`(file: String) throws {
    let facts = KeyFacts(examining: try BadKeys.key(file))
    #expect(facts.weaknesses.map(\.kind) == expected[file], "\(facts.weaknesses)")
  }
}
