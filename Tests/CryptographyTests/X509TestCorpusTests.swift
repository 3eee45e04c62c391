import Cryptography
import Evidence
import TestSupport
import Testing
import X509

struct X509TestCorpusTests {
  /// Right by RFC 5280 for the corpus, and refused here.
  private static let refusedThoughRight: [String: String] = [
    "ok-ext-basic-constraints": "libcrypto: a path length wants keyCertSign",
    "ok-ext-policy-map": "libcrypto: a path length wants keyCertSign",
    "ok-inherited-keyparams.leaf": "NULL parameters beside ECDSA",
    "ok-v1": "its version is the default and encoded, which is no DER",
  ]

  /// Wrong for the corpus, and found on a path all the same: what is wrong is not for path building to judge. The
  /// readers of X509 and the gates over a certificate's contents have to.
  private static let takenThoughWrong: [String: [String]] = [
    "the contents of an extension": [
      "xf-ext-altname-blank-domain", "xf-ext-altname-email-only", "xf-ext-altname-empty2",
      "xf-ext-altname-invalid-domain", "xf-ext-altname-invalid-email", "xf-ext-altname-invalid-encoding",
      "xf-ext-altname-ip-wrong", "xf-ext-altname-relative-uri", "xf-ext-altname-schemeless-uri",
      "xf-ext-auth-info-empty", "xf-ext-auth-keyid-invalid-issuer", "xf-ext-auth-keyid-onlyserial",
      "xf-ext-cert-policies-any-qual", "xf-ext-cert-policies-bmp-unotice", "xf-ext-cert-policies-dup",
      "xf-ext-cert-policies-unotice-ch", "xf-ext-ct-sct-trailing-data", "xf-ext-ct-sct-wrong-type",
      "xf-ext-inhibit-anypolicy-negative", "xf-ext-key-usage-wrong-der", "xf-ext-policy-constraint-empty",
      "xf-ext-subject-dirattr-empty", "xf-ext-subject-info-empty",
    ],
    "critical where it must not be, or the reverse": [
      "xf-ext-altname-critical-subject", "xf-ext-crl-point-critical", "xf-ext-extended-any-key-usage",
      "xf-ext-inhibit-anypolicy-noncritical", "xf-ext-policy-constraint-noncrit",
    ],
    "an extension that only CAs may have": ["xf-ext-name-constraints-nonca"],
    "serial number, time or string type": [
      "xf-serial-negative", "xf-serial-zero", "xf-soon-generalized-time", "xf-subject-t61",
    ],
    "extended key usages that narrow to nothing, which RFC 5280 does not ask of a path": ["xf-key-usages-empty.leaf"],
    // RFC 5280, 4.2.1.10 wants a URI without a domain name refused under a URI constraint; libcrypto 3.0 skips it.
    "a name constraint on URIs and a URI with an address": ["xf-ext-name-excluded-uri2.leaf"],
  ]

  @Test(.needsVectors)
  func `path building gives the verdict of the corpus, or the exception is listed`() throws {
    let time = try #require(Instant("2026-11-21"))
    let pem = String(decoding: try Vectors.bytes("corpora/x509test/fake-ca.pem"), as: UTF8.self)
    let anchor = try Certificate(pem: pem)
    let exceptions = Set(Self.takenThoughWrong.values.joined()).union(Self.refusedThoughRight.keys)
    var judged: Set<String> = []
    for row in Vectors.index("corpora/x509test") where row.file.hasSuffix(".der") && !row.file.hasSuffix(".ca.der") {
      let name = String(row.file.dropLast(".der".count))
      let built = Result {
        let leaf = try certificate(row.file)
        let issuers = name.hasSuffix(".leaf") ? [try certificate("\(name.dropLast(".leaf".count)).ca.der")] : []
        return try CertificatePath.build(leaf: leaf, intermediates: issuers, anchors: [anchor], at: time)
      }
      let accepted = (try? built.get()) != nil
      #expect((accepted != (row.expected == "accept")) == exceptions.contains(name), "\(name): \(built)")
      judged.insert(name)
    }
    #expect(judged.count == 154)
    #expect(judged.isSuperset(of: exceptions))
  }

  private func certificate(_ file: String) throws -> Certificate {
    try Certificate(der: try Vectors.bytes("corpora/x509test/\(file)"))
  }
}
