import Cryptography
import DER
import Evidence
import Testing
import TestSupport
import X509

@testable import SigningGateway

@Suite struct SubjectCertificateDraftTests {
  private let now = Instant(seconds: 1_795_176_000, nanoseconds: 999)  // 2026-11-20T12:00:00Z
  private let serial: Evidence.SerialNumber

  init() throws {
    let serial = Evidence.SerialNumber(hex: "5f00112233445566778899aabbccddee")
    self.serial = try #require(serial)
  }

  private func draft(
    _ file: ApplicationFile, policy: CertificatePolicy = .qcpNQSCD, issuer: TestKey? = nil
  ) throws -> SubjectCertificateDraft {
    let authority = try TestAuthority(root: "Issuer", key: issuer ?? TestKeys.p256.get())
    return SubjectCertificateDraft(
      plan: file.content, policy: policy, issuer: authority.certificate,
      key: try SubjectPublicKeyInfo(der: TestKeys.p384.get().spki))
  }

  private func tbs(_ file: ApplicationFile, policy: CertificatePolicy = .qcpNQSCD) throws -> TBSCertificate {
    let built = try #require(try draft(file, policy: policy).tbsCertificate(serial: serial, at: now))
    return try TBSCertificate(der: built.derBytes)
  }

  @Test func `read back, the certificate says what the application, the key and the issuer say`() throws {
    let file = try Examples.application()
    let issuer = try draft(file).issuer.tbsCertificate
    let read = try tbs(file)
    #expect(read.version == .v3)
    #expect(read.serialNumber.description == serial.hex)
    #expect(read.issuer == issuer.subject)
    #expect(read.subject == Name(file.content.subject))
    #expect(read.subjectPublicKeyInfo.derBytes == (try TestKeys.p384.get().spki))
    #expect(read.extensionValue(KeyUsage.self) == .present(.nonRepudiation, critical: true))
    #expect(read.extensionValue(CertificatePolicies.self).value?.identifiers.map(\.description) == ["0.4.0.194112.1.2"])
    #expect(read.extensionValue(QCStatements.self).value?.statements == file.content.statements)
    #expect(read.extensionValue(CRLDistributionPoints.self).value?.uris == file.content.crls)
    let access = read.extensionValue(AuthorityInformationAccess.self).value
    #expect(access?.uris(for: .ocspAccess) == file.content.responders)
    #expect(access?.uris(for: .caIssuersAccess) == file.content.issuerCertificates)
    let issuerKey = issuer.extensionValue(SubjectKeyIdentifier.self).value?.keyIdentifier
    #expect(read.extensionValue(AuthorityKeyIdentifier.self).value?.keyIdentifier == issuerKey)
    #expect(
      read.extensionValue(SubjectKeyIdentifier.self).value?.keyIdentifier == read.subjectPublicKeyInfo.keyIdentifier)
    #expect(read.extensions.filter(\.critical).map(\.oid) == [KeyUsage.oid])
  }

  @Test func `365 days begin now and end a second before the same time of the last day`() throws {
    let validity = try tbs(try Examples.application()).validity
    #expect(validity.notBefore.description == "2026-11-20T12:00:00Z")
    #expect(validity.notAfter.description == "2027-11-20T11:59:59Z")
  }

  @Test func `the policy is the one that was asked for, and empty lists leave no extension`() throws {
    let bare = try Examples.application(
      replacing: """
          crl: ["http://crl.example.com/issuing.crl"]
          ca-issuers: ["http://pki.example.com/issuing.cer"]
          ocsp: ["http://ocsp.example.com"]
        """, by: "")
    let read = try tbs(bare, policy: .qcpN)
    #expect(read.extensionValue(CertificatePolicies.self).value?.identifiers.map(\.description) == ["0.4.0.194112.1.0"])
    #expect(read.extensionValue(CRLDistributionPoints.self) == .absent)
    #expect(read.extensionValue(AuthorityInformationAccess.self) == .absent)
  }

  @Test func `several addresses of the list are one distribution point`() throws {
    let file = try Examples.application(
      replacing: "crl: [", by: #"crl: ["http://b.example.com/issuing.crl", "#)
    let lists = try tbs(file).extensionValue(CRLDistributionPoints.self).value
    #expect(lists?.points.count == 1)
    #expect(lists?.uris == file.content.crls)
  }

  @Test func `the signature algorithm suits the issuer's key`() throws {
    let file = try Examples.application()
    let expected: [(TestKey, AlgorithmIdentifier)] = [
      (try TestKeys.p256.get(), .ecdsaWithSHA256), (try TestKeys.p384.get(), .ecdsaWithSHA384),
      (try TestKey(curve: .p521), .ecdsaWithSHA512), (try TestKeys.rsa2048.get(), .sha256WithRSAEncryption),
      (try TestKeys.ed25519.get(), .ed25519),
    ]
    for (key, algorithm) in expected {
      #expect(try draft(file, issuer: key).tbsCertificate(serial: serial, at: now)?.signature == algorithm)
    }
  }

  @Test func `a validity past the year 9999 has no certificate`() throws {
    let end = try #require(Instant("9999-12-31"))
    #expect(try draft(try Examples.application()).tbsCertificate(serial: serial, at: end) == nil)
  }
}
