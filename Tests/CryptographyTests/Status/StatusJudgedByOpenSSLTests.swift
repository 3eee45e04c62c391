import Cryptography
import DER
import Evidence
import Foundation
import TestSupport
import Testing
import X509

/// OpenSSL's command line tool judges what is built here and signed with a software key.
@Suite struct StatusJudgedByOpenSSLTests {
  private struct Room {
    let root: TestAuthority
    let subordinate: Certificate
    let folder: URL

    init(_ key: TestKey) throws {
      root = try TestAuthority(root: "Example Root CA", key: key)
      subordinate = try root.authority("Example Issuing CA", key: TestKey(curve: .p256)).certificate
      folder = try FileManager.default.scratch("status-\(UUID().uuidString)")
      try write("root.pem", root.certificate.pem)
      try write("subordinate.pem", subordinate.pem)
    }

    func write(_ name: String, _ text: String) throws {
      try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }

    func write(_ name: String, _ bytes: [UInt8]) throws { try Data(bytes).write(to: folder.appending(path: name)) }

    func openssl(_ arguments: String...) async throws -> ChildProcess.Result {
      try await ChildProcess.run("openssl", arguments, in: folder)
    }

    var algorithm: AlgorithmIdentifier {
      get throws { SignatureAlgorithms.algorithmIdentifier(for: try root.key.scheme) }
    }
  }

  static let keys: [@Sendable () throws -> TestKey] = [
    { try TestKey(rsaBits: 2048) }, { try TestKey(curve: .p384) }, { try TestKey(curve: .brainpoolP256r1) },
    { try TestKey.ed25519() },
  ]

  private func list(_ room: Room, entries: [RevokedCertificate]) throws -> CertificateList {
    let issuer = room.root.certificate.tbsCertificate
    let identifier = issuer.extensionValue(SubjectKeyIdentifier.self).value?.keyIdentifier
    let tbs = TBSCertList(
      signature: try room.algorithm, issuer: issuer.subject, thisUpdate: Sample.time("2026-11-20T12:00:00Z"),
      nextUpdate: Sample.time("2035-11-20T12:00:00Z"), revokedCertificates: entries,
      extensions: [
        Extension(AuthorityKeyIdentifier(keyIdentifier: identifier), critical: false),
        Extension(CRLNumber(256), critical: false),
        Extension(IssuingDistributionPoint(onlyContainsCACertificates: true), critical: true),
        Extension(ExpiredCertificatesOnCRL(Sample.time("2026-01-01T00:00:00Z")), critical: false),
      ])
    return CertificateList(tbs: tbs, signature: try room.root.key.sign(tbs.derBytes, scheme: room.root.key.scheme))
  }

  @Test(arguments: 0..<keys.count) func `OpenSSL verifies a list and shows what stands in it`(_ index: Int) async throws
  {
    let room = try Room(Self.keys[index]())
    let entry = RevokedCertificate(
      serialNumber: room.subordinate.tbsCertificate.serialNumber,
      revocationDate: Sample.time("2026-11-19T12:00:00Z"), reason: .cessationOfOperation,
      invalidityDate: Sample.time("2026-11-18T12:00:00Z"))
    let list = try list(room, entries: [entry])
    try room.write("list.pem", list.pem)
    let shown = try await room.openssl("crl", "-in", "list.pem", "-CAfile", "root.pem", "-noout", "-text").expect()
    #expect(shown.errors.contains("verify OK"))
    for text in [
      "Version 2", "256", "Only CA Certificates", "Cessation Of Operation", "Nov 18 12:00:00 2026",
      "\(room.subordinate.tbsCertificate.serialNumber)".uppercased(),
    ] {
      #expect(shown.output.contains(text), "\(text)")
    }
    #expect(try list.isSigned(by: room.root.key.publicKey))
    #expect((try? list.isSigned(by: TestKey(curve: .p256).publicKey)) != true)
    #expect(try CertificateList(pem: list.pem) == list)
  }

  @Test func `OpenSSL refuses a certificate that the list revokes, and takes it by an empty one`() async throws {
    let room = try Room(TestKey(curve: .p384))
    let entry = RevokedCertificate(
      serialNumber: room.subordinate.tbsCertificate.serialNumber,
      revocationDate: Sample.time("2026-11-19T12:00:00Z"), reason: .cACompromise)
    for (entries, code) in [([entry], Int32(2)), ([], 0)] {
      try room.write("list.pem", try list(room, entries: entries).pem)
      let verdict = try await room.openssl(
        "verify", "-crl_check", "-CAfile", "root.pem", "-CRLfile", "list.pem", "-attime", "1795176000",
        "subordinate.pem"
      ).expect(code)
      #expect(verdict.errors.contains("certificate revoked") == (code != 0))
    }
  }

  @Test(arguments: OCSPHash.allCases, [false, true])
  func `OpenSSL verifies an answer by the CA and by a responder`(_ hash: OCSPHash, _ delegated: Bool) async throws {
    let room = try Room(TestKey(curve: .p384))
    let key = delegated ? try TestKey(curve: .p256) : room.root.key
    let responder =
      delegated
      ? try room.root.issue(
        "Example Responder", key: key, more: [Extension(ExtendedKeyUsage([.ocspSigning]), critical: false)])
      : room.root.certificate
    let data = OCSPResponseData(
      responder: delegated ? .key(of: responder.tbsCertificate) : .byName(room.root.certificate.tbsCertificate.subject),
      producedAt: Sample.time("2026-11-20T12:00:00Z"),
      responses: [
        OCSPSingleResponse(
          certificate: OCSPCertificateID(
            serialNumber: room.subordinate.tbsCertificate.serialNumber, issuer: room.root.certificate.tbsCertificate,
            hash: hash),
          status: .good, thisUpdate: Sample.time("2026-11-20T12:00:00Z"),
          nextUpdate: Sample.time("2035-11-20T12:00:00Z"))
      ])
    let basic = OCSPBasicResponse(
      data: data, signatureAlgorithm: SignatureAlgorithms.algorithmIdentifier(for: try key.scheme),
      signature: try key.sign(data.derBytes, scheme: key.scheme), certificates: delegated ? [responder] : [])
    try room.write("answer.der", OCSPResponse.successful(basic).derEncoded)
    let verdict = try await room.openssl(
      "ocsp", "-respin", "answer.der", "-CAfile", "root.pem", "-issuer", "root.pem", "-\(hash)", "-cert",
      "subordinate.pem", "-no_nonce", "-attime", "1795176000"
    ).expect()
    #expect((verdict.errors + verdict.output).contains("Response verify OK"))
    #expect(verdict.output.contains("subordinate.pem: good"))
    #expect(try basic.isSigned(by: key.publicKey))
    #expect(try !basic.isSigned(by: TestKey(curve: .p256).publicKey))
  }

  @Test(arguments: 0..<keys.count) func `OpenSSL verifies a request with extensions`(_ index: Int) async throws {
    let key = try Self.keys[index]()
    let room = try Room(TestKey(curve: .p256))
    let info = try CertificationRequest.info(
      subject: TestAuthority.name("Example Issuing CA"), key: SubjectPublicKeyInfo(der: key.spki),
      attributes: [
        .extensionRequest([
          Extension(BasicConstraints(isCA: true, pathLength: 0), critical: true),
          Extension([.keyCertSign, .cRLSign] as KeyUsage, critical: true),
        ])
      ])
    let request = try CertificationRequest(
      info: info, signatureAlgorithm: SignatureAlgorithms.algorithmIdentifier(for: key.scheme),
      signature: key.sign(info, scheme: key.scheme))
    try room.write("request.pem", request.pem)
    let verdict = try await room.openssl("req", "-in", "request.pem", "-verify", "-noout", "-text").expect()
    #expect((verdict.errors + verdict.output).contains("verify OK"))
    #expect(verdict.output.contains("CA:TRUE, pathlen:0"))
    #expect(try request.requestedExtensions()?.count == 2)
    #expect(try request.provesPossession())
  }
}
