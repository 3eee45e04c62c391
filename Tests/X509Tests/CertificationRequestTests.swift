import DER
import TestSupport
import Testing
import X509

@Suite struct CertificationRequestTests {
  /// Made by OpenSSL 3: `openssl req -new -addext …`.
  private static let pem = """
    -----BEGIN CERTIFICATE REQUEST-----
    MIIBUTCB+AIBADBXMQswCQYDVQQGEwJERTEQMA4GA1UEBRMHSURDREUtMTEOMAwG
    A1UEKgwFRXJpa2ExDzANBgNVBAQMBk11c3RlcjEVMBMGA1UEAwwMRXJpa2EgTXVz
    dGVyMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEHPItyu8pfbZxkGDeAjBxPu8J
    i3JAl/7hiTrMn6qCgU18alKzScGpk5CKD9r9jsmPSXkBbCendpinsPLSeomEZKA/
    MD0GCSqGSIb3DQEJDjEwMC4wHAYDVR0RBBUwE4ERZXJpa2FAZXhhbXBsZS5vcmcw
    DgYDVR0PAQH/BAQDAgZAMAoGCCqGSM49BAMCA0gAMEUCIB6HJeEDgDhYI1nmo8Mz
    C8XWgPZ/P0bGVtLj+dfcABm7AiEAyotzO9nIgy9ubAlD5DME6+YN098DI9Tx+sMJ
    hrDSgRI=
    -----END CERTIFICATE REQUEST-----

    """

  /// The request with other attributes in their place.
  private func request(attributes: [Attribute]) throws -> CertificationRequest {
    let original = try CertificationRequest(pem: Self.pem)
    var writer = DERWriter()
    writer.sequence { writer in
      writer.sequence { writer in
        writer.integer(0)
        writer.write(original.subject)
        writer.write(original.subjectPublicKeyInfo)
        writer.set(tag: .context(0, constructed: true), of: attributes)
      }
      writer.write(original.signatureAlgorithm)
      writer.bitString(original.signature)
    }
    return try CertificationRequest(der: writer.bytes)
  }

  @Test func `a request of OpenSSL is read with all it asks for`() throws {
    let request = try CertificationRequest(pem: Self.pem)
    #expect(request.subject.values(of: .serialNumber).map(\.text) == ["IDCDE-1"])
    #expect("\(request.subject)" == "CN=Erika Muster,SN=Muster,GN=Erika,serialNumber=IDCDE-1,C=DE")
    #expect(request.subjectPublicKeyInfo.algorithm.namedCurve == .p256)
    #expect(request.signatureAlgorithm == .ecdsaWithSHA256)
    let extensions = try #require(try request.requestedExtensions())
    #expect(extensions.extensionValue(KeyUsage.self) == .present(.nonRepudiation, critical: true))
    #expect(
      extensions.extensionValue(SubjectAlternativeName.self).value?.names == [.rfc822Name("erika@example.org")])
  }

  @Test func `the signed part is given byte for byte and the request is written back`() throws {
    let request = try CertificationRequest(pem: Self.pem)
    #expect(request.derBytes.dropFirst(4).prefix(request.infoBytes.count) == request.infoBytes[...])
    #expect(request.infoBytes.count == 0xF8 + 3)
    #expect(request.derEncoded == request.derBytes)
    #expect(PEM(label: "CERTIFICATE REQUEST", bytes: request.derEncoded).text == Self.pem)
  }

  @Test func `a request without the attribute asks for no extensions, and one with two values is refused`() throws {
    #expect(try request(attributes: []).requestedExtensions() == nil)
    var writer = DERWriter()
    writer.sequence(of: [Extension(OCSPNoCheck(), critical: false)])
    let attribute = Attribute(type: .extensionRequest, values: [writer.bytes])
    #expect(try request(attributes: [attribute]).requestedExtensions()?.count == 1)
    let repeated = try request(attributes: [attribute, attribute])
    #expect(throws: X509Error.self) { try repeated.requestedExtensions() }
    let empty = try request(attributes: [Attribute(type: .extensionRequest, values: [[0x30, 0x00]])])
    #expect(throws: X509Error.self) { try empty.requestedExtensions() }
  }

  @Test func `another version is refused`() throws {
    var bytes = try CertificationRequest(pem: Self.pem).derBytes
    let version = try #require(bytes.firstRange(of: [0x02, 0x01, 0x00]))
    bytes[version.lowerBound + 2] = 1
    #expect(throws: X509Error.self) { try CertificationRequest(der: bytes) }
  }

  @Test(.needsVectors) func `requests of the vectors that parse are written back byte for byte`() {
    let candidates = Candidate.all(labels: ["CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"])
    let parsed = candidates.filter { candidate in
      guard let request = try? CertificationRequest(der: candidate.bytes) else { return false }
      #expect(request.derEncoded == candidate.bytes, "\(candidate.name)")
      return true
    }
    #expect(parsed.count >= 3)
  }
}
