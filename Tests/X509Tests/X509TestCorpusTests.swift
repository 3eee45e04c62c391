import DER
import TestSupport
import Testing
import X509

/// Google's x509test: one certificate for each rule of RFC 5280. What is refused by reading alone, and what is not.
@Suite(.needsVectors) struct X509TestCorpusTests {
  private static let rows = Vectors.index("corpora/x509test").filter { $0.file.hasSuffix(".der") }
  static let accepted = rows.filter { $0.expected.hasSuffix("accept") && !strictHere.contains($0.file) }
  static let rejected = rows.filter { $0.expected.contains("reject") }

  /// The corpus takes this one; it encodes version v1, the default, which X.690, 11.5 forbids.
  static let strictHere: Set = ["ok-v1.der"]

  /// Everything that reading a certificate with all its known extensions and its RSA key finds wrong.
  static func defects(_ file: String) throws -> [String] {
    let bytes = try Vectors.bytes("corpora/x509test/\(file)")
    do throws(X509Error) {
      let tbs = try Certificate(der: bytes).tbsCertificate
      _ = try tbs.subjectPublicKeyInfo.rsaPublicKey()
      return tbs.readings.compactMap(\.defect)
    } catch {
      return ["\(error)"]
    }
  }

  @Test(arguments: accepted) func `an accepted certificate is read with all its extensions`(_ row: Vectors.Row) throws {
    #expect(try Self.defects(row.file) == [])
  }

  @Test func `an explicit v1 is refused, although the corpus takes it`() throws {
    for file in Self.strictHere { #expect(try !Self.defects(file).isEmpty) }
  }

  @Test(arguments: rejected)
  func `a rejected certificate is refused here unless the table leaves it to a later judge`(
    _ row: Vectors.Row
  ) throws {
    let refused = try !Self.defects(row.file).isEmpty
    #expect(refused == (Self.leftToLater[row.file] == nil))
  }

  @Test func `the corpus is there and the table names no file that is not in it`() {
    #expect(Self.accepted.count >= 40)
    #expect(Self.rejected.count >= 130)
    #expect(Set(Self.leftToLater.keys).subtracting(Self.rejected.map(\.file)) == [])
  }

  @Test func `what is left to rules is visible to them as a fact`() throws {
    func certificate(_ file: String) throws -> Certificate {
      try Certificate(der: try Vectors.bytes("corpora/x509test/\(file)"))
    }
    #expect(try !certificate("xf-algo-mismatch1.der").algorithmsAgree)
    #expect(try certificate("xf-serial-negative.der").tbsCertificate.serialNumber.isNegative)
    #expect(try !certificate("xf-serial-zero.der").tbsCertificate.serialNumber.isPositive)
    #expect(try certificate("ok-long-serial.der").tbsCertificate.serialNumber.octetCount == 20)
    #expect(
      try !certificate("xf-soon-generalized-time.der").tbsCertificate.validity.notAfter.isEncodedAsRFC5280Requires)
    #expect(try certificate("ok-indefinite-expiry.der").tbsCertificate.validity.notAfter.isIndefinite)
    let strings = try certificate("xf-subject-t61.der").tbsCertificate.subject.attributes.compactMap(\.string?.kind)
    #expect(strings.contains(.teletex))
    let usage = try certificate("xf-ext-key-usage-noncritical.der").tbsCertificate.extensionValue(KeyUsage.self)
    #expect(usage.value != nil && usage.critical == false)
  }

  /// Why reading alone does not refuse a file that the corpus rejects.
  enum LaterJudge {
    /// A rule over one certificate: criticality, combinations of fields, contents of names, deprecated choices.
    case rule
    /// The public key itself: Cryptography and the key rules.
    case key
    /// It takes the issuer's certificate: path validation.
    case path
  }

  static let leftToLater: [String: LaterJudge] = [
    "xf-algo-mismatch1.der": .rule,
    "xf-ext-altname-blank-domain.der": .rule,
    "xf-ext-altname-critical-subject.der": .rule,
    "xf-ext-altname-email-only.der": .rule,
    "xf-ext-altname-empty2.der": .rule,
    "xf-ext-altname-invalid-domain.der": .rule,
    "xf-ext-altname-invalid-email.der": .rule,
    "xf-ext-altname-noncrit-nosubj.der": .rule,
    "xf-ext-altname-relative-uri.der": .rule,
    "xf-ext-altname-schemeless-uri.der": .rule,
    "xf-ext-auth-info-critical.der": .rule,
    "xf-ext-auth-keyid-critical.der": .rule,
    "xf-ext-auth-keyid-invalid-issuer.der": .path,
    "xf-ext-auth-keyid-mismatch.der": .path,
    "xf-ext-auth-keyid-noid.der": .rule,
    "xf-ext-auth-keyid-serial-mismatch.der": .path,
    "xf-ext-cert-policies-any-qual.der": .rule,
    "xf-ext-cert-policies-bmp-unotice.der": .rule,
    "xf-ext-cert-policies-dup.der": .rule,
    "xf-ext-cert-policies-unotice-ch.der": .rule,
    "xf-ext-constraints-noncritical.der": .rule,
    "xf-ext-constraints-path-nosign.der": .rule,
    "xf-ext-crl-point-critical.der": .rule,
    "xf-ext-ct-poison.der": .rule,
    "xf-ext-extended-any-key-usage.der": .rule,
    "xf-ext-freshest-crl-critical.der": .rule,
    "xf-ext-inhibit-anypolicy-noncritical.der": .rule,
    "xf-ext-issuer-altname-critical.der": .rule,
    "xf-ext-key-usage-noncritical.der": .rule,
    "xf-ext-key-usage-sign-nonca.der": .rule,
    "xf-ext-name-constraints-nonca.der": .rule,
    "xf-ext-name-constraints-noncrit.der": .rule,
    "xf-ext-name-constraints-regid.der": .rule,
    "xf-ext-policy-constraint-noncrit.der": .rule,
    "xf-ext-policy-map-from-any.der": .rule,
    "xf-ext-policy-map-noncritical.der": .rule,
    "xf-ext-policy-map-to-any.der": .rule,
    "xf-ext-policy-map-unref.der": .rule,
    "xf-ext-subject-dirattr-critical.der": .rule,
    "xf-ext-subject-info-critical.der": .rule,
    "xf-ext-subject-keyid-ca-absent.der": .rule,
    "xf-ext-subject-keyid-critical.der": .rule,
    "xf-issuer-mismatch-v2.der": .path,
    "xf-issuer-mismatch1.der": .path,
    "xf-pubkey-ecdsa-not-on-curve.der": .key,
    "xf-pubkey-ecdsa-secp192r1.der": .key,
    "xf-pubkey-ecdsa-unknown-curve.der": .key,
    "xf-pubkey-rsa-param-nonnull.der": .key,
    "xf-serial-negative.der": .rule,
    "xf-serial-zero.der": .rule,
    "xf-soon-generalized-time.der": .rule,
    "xf-subject-t61.der": .rule,
    "xf-unknown-critical-ext.der": .rule,
    "xf-v3-uniqueid-noexts1.der": .rule,
    "xf-v3-uniqueid-noexts2.der": .rule,
    "xf-ext-altname-excluded.ca.der": .path,
    "xf-ext-altname-excluded.leaf.der": .path,
    "xf-ext-key-usage-wrong.ca.der": .path,
    "xf-ext-key-usage-wrong.leaf.der": .path,
    "xf-ext-name-excluded-dn.ca.der": .path,
    "xf-ext-name-excluded-dn.leaf.der": .path,
    "xf-ext-name-excluded-dns.ca.der": .path,
    "xf-ext-name-excluded-dns.leaf.der": .path,
    "xf-ext-name-excluded-email.ca.der": .path,
    "xf-ext-name-excluded-email.leaf.der": .path,
    "xf-ext-name-excluded-email2.ca.der": .path,
    "xf-ext-name-excluded-email2.leaf.der": .path,
    "xf-ext-name-excluded-ip.ca.der": .path,
    "xf-ext-name-excluded-ip.leaf.der": .path,
    "xf-ext-name-excluded-uri.ca.der": .path,
    "xf-ext-name-excluded-uri.leaf.der": .path,
    "xf-ext-name-excluded-uri2.ca.der": .path,
    "xf-ext-name-excluded-uri2.leaf.der": .path,
    "xf-ext-name-excluded.ca.der": .path,
    "xf-ext-name-excluded.leaf.der": .path,
    "xf-key-usage-nonsign-maybe1.leaf.der": .path,
    "xf-key-usage-nonsign-maybe2.leaf.der": .path,
    "xf-key-usage-nonsign.ca.der": .path,
    "xf-key-usage-nonsign.leaf.der": .path,
    "xf-key-usages-empty.ca.der": .path,
    "xf-key-usages-empty.leaf.der": .path,
    "xf-key-usages-empty2.ca.der": .path,
    "xf-key-usages-empty2.leaf.der": .path,
    "xf-nonca-sign-maybe1.leaf.der": .path,
    "xf-nonca-sign-maybe2.leaf.der": .path,
    "xf-nonca-sign.leaf.der": .path,
  ]
}
