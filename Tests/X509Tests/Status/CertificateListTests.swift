import DER
import TestSupport
import Testing
import X509

@Suite struct CertificateListTests {
  /// Made by OpenSSL 3: `openssl ca -gencrl`, one entry, and an issuing distribution point for CA certificates alone.
  private static let pem = """
    -----BEGIN X509 CRL-----
    MIIBdzCCAR0CAQEwCgYIKoZIzj0EAwIwRDELMAkGA1UEBhMCREUxGzAZBgNVBAoM
    EkV4YW1wbGUgVHJ1c3QgR21iSDEYMBYGA1UEAwwPRXhhbXBsZSBSb290IENBFw0y
    NjExMjEyMjMzNDhaFw0yNzA5MTcyMjMzNDhaMEMwQQIITTobLD1OX2AXDTI2MTEy
    MTIyMzM0OFowJjAKBgNVHRUEAwoBAjAYBgNVHRgEERgPMjAyNjExMjAxMjAwMDBa
    oGMwYTAfBgNVHSMEGDAWgBT5g8qwuly6nkQNCXv/MzbcfYiLvDAxBgNVHRwBAf8E
    JzAloCCgHoYcaHR0cDovL2RlbW8uZXhhbXBsZS9yb290LmNybIIB/zALBgNVHRQE
    BAICAQAwCgYIKoZIzj0EAwIDSAAwRQIhAIxWZ7hBwZVnj+TdnPuKMHmPvwF3GDcx
    Xu8IGEvBAG5fAiBQy0j9+oWSgFN6CwFeZR500SjQ2Q02SOlsm0xa+QyZrw==
    -----END X509 CRL-----

    """

  @Test func `a list of OpenSSL is read with all that it says`() throws {
    let list = try CertificateList(pem: Self.pem)
    let tbs = list.tbsCertList
    #expect(tbs.isV2 && list.algorithmsAgree)
    #expect("\(tbs.issuer)" == "CN=Example Root CA,O=Example Trust GmbH,C=DE")
    #expect("\(tbs.thisUpdate)" == "2026-11-21T22:33:48Z")
    #expect(tbs.nextUpdate.map { "\($0)" } == "2027-09-17T22:33:48Z")
    #expect(tbs.extensionValue(CRLNumber.self).value?.description == "256")
    #expect(tbs.extensionValue(AuthorityKeyIdentifier.self).value?.keyIdentifier?.count == 20)
    let point = tbs.extensionValue(IssuingDistributionPoint.self)
    #expect(point.critical == true)
    #expect(
      point.value
        == IssuingDistributionPoint(
          name: .fullName([.uri("http://demo.example/root.crl")]), onlyContainsCACertificates: true))
    let entry = try #require(tbs.revokedCertificates.first)
    #expect(tbs.revokedCertificates.count == 1)
    #expect("\(entry.serialNumber)" == "4d3a1b2c3d4e5f60")
    #expect(entry.reason.value == .cACompromise)
    #expect(entry.invalidityDate.value.map { "\($0.time)" } == "2026-11-20T12:00:00Z")
  }

  @Test func `a list is written back as it came`() throws {
    let list = try CertificateList(pem: Self.pem)
    #expect(list.derEncoded == list.derBytes)
    #expect(list.tbsCertList.derEncoded == list.tbsCertList.derBytes)
    #expect(list.pem == Self.pem)
    for item in list.tbsCertList.extensions where item.oid == IssuingDistributionPoint.oid {
      #expect(try IssuingDistributionPoint(extensionValue: item.value).encoded() == item.value)
    }
  }

  @Test func `a list that is built has the bytes that OpenSSL gave it`() throws {
    let read = try CertificateList(pem: Self.pem).tbsCertList
    let entry = try #require(read.revokedCertificates.first)
    let built = TBSCertList(
      signature: read.signature, issuer: read.issuer, thisUpdate: read.thisUpdate, nextUpdate: read.nextUpdate,
      revokedCertificates: [
        RevokedCertificate(
          serialNumber: entry.serialNumber, revocationDate: entry.revocationDate, reason: .cACompromise,
          invalidityDate: entry.invalidityDate.value?.time)
      ],
      extensions: read.extensions)
    #expect(built.derBytes == read.derBytes)
  }

  @Test func `a list cut off anywhere or with a byte changed traps nobody and keeps its bytes`() throws {
    let bytes = try CertificateList(pem: Self.pem).derBytes
    for count in bytes.indices {
      #expect(throws: X509Error.self) { try CertificateList(der: Array(bytes.prefix(count))) }
    }
    var changed = bytes
    for index in bytes.indices {
      changed[index] ^= 0x20
      if let list = try? CertificateList(der: changed) { #expect(list.derEncoded == changed, "byte \(index)") }
      changed[index] ^= 0x20
    }
  }

  @Test func `an empty list has no field for its entries, and a written empty field is refused`() throws {
    let read = try CertificateList(pem: Self.pem).tbsCertList
    let empty = TBSCertList(
      signature: read.signature, issuer: read.issuer, thisUpdate: read.thisUpdate, nextUpdate: nil,
      revokedCertificates: [], extensions: read.extensions)
    #expect(try TBSCertList(der: empty.derBytes) == empty)
    var writer = DERWriter()
    writer.sequence { writer in
      writer.integer(1)
      writer.write(read.signature)
      writer.write(read.issuer)
      writer.write(read.thisUpdate)
      writer.sequence { _ in }
    }
    #expect(throws: X509Error.self) { try TBSCertList(der: writer.bytes) }
  }

  @Test func `numbers of lists are ordered by value, up to 20 octets`() throws {
    #expect(CRLNumber(255) < CRLNumber(256))
    #expect(!(CRLNumber(256) < CRLNumber(256)))
    #expect(CRLNumber(0).encoded() == [2, 1, 0])
    #expect("\(CRLNumber(magnitude: [1] + [UInt8](repeating: 0, count: 8)))" == "0x010000000000000000")
    #expect(throws: X509Error.self) { try CRLNumber(extensionValue: [2, 21] + [UInt8](repeating: 1, count: 21)) }
    #expect(throws: X509Error.self) { try CRLNumber(extensionValue: [2, 1, 0x80]) }
  }

  @Test func `reasons without a name, and dates in UTCTime, are refused`() throws {
    #expect(try CRLReason(extensionValue: [10, 1, 9]) == .privilegeWithdrawn)
    #expect(throws: X509Error.self) { try CRLReason(extensionValue: [10, 1, 7]) }
    #expect(throws: X509Error.self) {
      try InvalidityDate(extensionValue: Sample.time("2026-11-20T12:00:00Z").derEncoded)
    }
    let date = InvalidityDate(Sample.time("2026-11-20T12:00:00Z"))
    #expect(try InvalidityDate(extensionValue: date.encoded()) == date)
  }
}
