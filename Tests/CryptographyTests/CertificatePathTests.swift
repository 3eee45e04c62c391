import Cryptography
import DER
import Evidence
import TestSupport
import Testing
import X509

struct CertificatePathTests {
  private let root: TestAuthority
  private let issuing: TestAuthority
  private let leaf: Certificate
  private let now: Instant

  init() throws {
    root = try TestAuthority(root: "Root", key: try TestKeys.p384.get())
    issuing = try root.authority("Issuing", key: try TestKeys.p256.get())
    leaf = try issuing.issue("Leaf", key: try TestKeys.rsa3072.get())
    now = try #require(Instant("2026-11-20"))
  }

  private func build(
    leaf: Certificate? = nil, _ intermediates: [Certificate]? = nil, anchors: [Certificate]? = nil,
    at time: Instant? = nil
  ) throws -> CertificatePath {
    try CertificatePath.build(
      leaf: leaf ?? self.leaf, intermediates: intermediates ?? [issuing.certificate],
      anchors: anchors ?? [root.certificate], at: time ?? now)
  }

  private func reason(_ body: () throws -> CertificatePath) -> CryptographyError? {
    #expect(throws: CryptographyError.self) { _ = try body() }
  }

  @Test func `a path has the leaf first and the anchor last, whatever else is offered`() throws {
    let stranger = try TestAuthority(root: "Stranger", key: try TestKeys.rsa2048.get()).certificate
    let path = try build([stranger, root.certificate, issuing.certificate], anchors: [stranger, root.certificate])
    #expect(path.certificates == [leaf, issuing.certificate, root.certificate])
  }

  @Test func `a pinned intermediate is an anchor`() throws {
    #expect(try build([], anchors: [issuing.certificate]).certificates == [leaf, issuing.certificate])
  }

  @Test func `a missing link is named with its depth`() {
    let missing = CryptographyError.noPath(depth: 0, reason: "unable to get local issuer certificate")
    #expect(reason { try build([]) } == missing)
    #expect(reason { try build(anchors: []) } == .noPath(depth: 1, reason: "unable to get local issuer certificate"))
  }

  @Test func `another root with the same name is no anchor`() throws {
    let twin = try TestAuthority(root: "Root", key: try TestKey(curve: .p384))
    #expect(throws: CryptographyError.self) { try build(anchors: [twin.certificate]) }
    #expect(throws: CryptographyError.self) { try build([issuing.certificate, twin.certificate], anchors: []) }
  }

  @Test func `a certificate is good from its first to its last second`() throws {
    let first = try #require(Instant("2026-01-01"))
    let last = try #require(Instant("2036-01-01"))
    _ = try build(at: first)
    _ = try build(at: last.adding(seconds: -1))
    #expect(
      reason { try build(at: first.adding(seconds: -1)) } == .noPath(depth: 2, reason: "certificate is not yet valid"))
    #expect(reason { try build(at: last.adding(seconds: 1)) } == .noPath(depth: 2, reason: "certificate has expired"))
  }

  @Test func `an altered certificate has no path`() throws {
    var signature = leaf.signature.bytes
    signature[signature.count - 1] ^= 1
    let altered = Certificate(
      tbs: leaf.tbsCertificate, signatureAlgorithm: leaf.signatureAlgorithm, signature: signature)
    #expect(reason { try build(leaf: altered) } == .noPath(depth: 0, reason: "certificate signature failure"))
  }

  @Test func `an end entity issues nothing`() throws {
    let subject = try TestKeys.p256.get()
    let entity = try root.issue("Entity", key: subject)
    let tbs = try TBSCertificate(
      serialNumber: X509.SerialNumber(magnitude: [7]), signature: .ecdsaWithSHA256,
      issuer: entity.tbsCertificate.subject, validity: leaf.tbsCertificate.validity,
      subject: TestAuthority.name("Below"),
      subjectPublicKeyInfo: leaf.tbsCertificate.subjectPublicKeyInfo, extensions: leaf.tbsCertificate.extensions)
    let below = try subject.certificate(signing: tbs)
    #expect(throws: CryptographyError.self) { try build(leaf: below, [entity]) }
  }

  @Test func `a critical extension that nobody knows ends the path`() throws {
    let unknown = Extension(oid: ObjectIdentifier(1, 3, 6, 1, 4, 1, 99999, 1), critical: true, value: [5, 0])
    let odd = try issuing.issue("Odd", key: try TestKeys.rsa3072.get(), more: [unknown])
    #expect(reason { try build(leaf: odd) } == .noPath(depth: 0, reason: "unhandled critical extension"))
  }

  @Test func `a weak key ends the path`() throws {
    let weak = try issuing.issue("Weak", key: try TestKey(rsaBits: 1024))
    #expect(reason { try build(leaf: weak) } == .noPath(depth: 0, reason: "EE certificate key too weak"))
  }

  @Test func `only so many intermediates are taken`() throws {
    let many = [Certificate](repeating: issuing.certificate, count: CertificatePath.mostIntermediates)
    _ = try build(many)
    #expect(throws: CryptographyError.self) { try build(many + [issuing.certificate]) }
  }

  @Test func `a certificate is signed by its issuer's key and by no other`() throws {
    let issuer = try PublicKey(issuing.certificate.tbsCertificate.subjectPublicKeyInfo)
    #expect(try leaf.isSigned(by: issuer))
    #expect(try !leaf.isSigned(by: try TestKey(curve: .p256).publicKey))
    #expect(try root.certificate.isSigned(by: try TestKeys.p384.get().publicKey))
  }

  @Test func `a certificate whose two algorithms differ is not signed`() throws {
    let issuer = try TestKeys.p256.get()
    let other = SignatureAlgorithms.algorithmIdentifier(for: .ecdsa(.sha384))
    let signature = try issuer.sign(leaf.tbsCertificate.derBytes, scheme: .ecdsa(.sha384))
    let odd = Certificate(tbs: leaf.tbsCertificate, signatureAlgorithm: other, signature: signature)
    #expect(try !odd.isSigned(by: try issuer.publicKey))
  }

  @Test(arguments: [TestKeys.rsa2048, TestKeys.p256, TestKeys.ed25519])
  func `a request proves possession, and an altered one does not`(key: Result<TestKey, any Error>) throws {
    let request = try key.get().certificationRequest(commonName: "Jo")
    #expect(try request.provesPossession())
    let place = try #require(request.derBytes.firstRange(of: Array("Jo".utf8))?.lowerBound)
    var altered = request.derBytes
    altered[place + 1] ^= 1
    #expect(try !CertificationRequest(der: altered).provesPossession())
  }
}
