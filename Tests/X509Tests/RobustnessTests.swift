import DER
import TestSupport
import Testing
import X509

/// Damaged certificates: no input may trap, and what is still taken must be distinguished encoding.
@Suite(.needsVectors) struct RobustnessTests {
  static let files = [
    "corpora/x509test/ok-ext-cert-policies-unotice.der", "corpora/x509test/ok-ext-name-constraints.der",
    "attestation/tpm/windowshellotpm.x5c0.der",
  ]

  @Test(arguments: files) func `a certificate cut off anywhere is refused`(_ file: String) throws {
    let bytes = try Vectors.bytes(file)
    for count in bytes.indices {
      #expect(throws: X509Error.self) { try Certificate(der: Array(bytes.prefix(count))) }
    }
  }

  @Test(arguments: files, [0x01, 0x20, 0x80, 0xFF] as [UInt8])
  func `a certificate with one byte changed is refused or written back as it came`(
    _ file: String, _ change: UInt8
  ) throws {
    var bytes = try Vectors.bytes(file)
    var taken = 0
    for index in bytes.indices {
      bytes[index] ^= change
      defer { bytes[index] ^= change }
      guard let certificate = try? Certificate(der: bytes) else { continue }
      taken += 1
      #expect(certificate.derEncoded == bytes, "byte \(index)")
      for reading in certificate.tbsCertificate.readings {
        guard let encoded = reading.encoded else { continue }
        let value = certificate.tbsCertificate.extensions.first { $0.oid == reading.oid }?.value
        #expect(encoded == value, "byte \(index), \(reading.name)")
      }
    }
    // The signature and the key are opaque, so many changes must survive.
    #expect(taken > 100)
    #expect(taken < bytes.count)
  }

  @Test(arguments: files) func `an extension cut off is a finding and not a failure`(_ file: String) throws {
    let tbs = try Certificate(der: try Vectors.bytes(file)).tbsCertificate
    for (index, item) in tbs.extensions.enumerated() {
      for count in item.value.indices {
        var extensions = tbs.extensions
        extensions[index] = Extension(oid: item.oid, critical: item.critical, value: Array(item.value.prefix(count)))
        let damaged = try TBSCertificate(copying: tbs, extensions: extensions)
        let reading = damaged.readings.first { $0.oid == item.oid }
        #expect(reading == nil || reading?.defect != nil, "\(item.oid) at \(count)")
      }
    }
  }
}

extension TBSCertificate {
  /// The same certificate with other extensions.
  init(copying tbs: TBSCertificate, version: Version = .v3, extensions: [Extension]) throws(X509Error) {
    try self.init(
      version: version, serialNumber: tbs.serialNumber, signature: tbs.signature, issuer: tbs.issuer,
      validity: tbs.validity, subject: tbs.subject, subjectPublicKeyInfo: tbs.subjectPublicKeyInfo,
      extensions: extensions)
  }
}
