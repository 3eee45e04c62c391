import Cryptography
import DER
import Evidence
import TestSupport
import Testing

@testable import X509

@Suite struct TimestampTokenTests {
  private static func info(
    seconds: Int64 = 1_795_176_000, nonce: [UInt8]? = [0xFF, 1], accuracy: TimestampAccuracy? = nil,
    extensions: [X509.Extension] = []
  ) throws -> TSTInfo {
    TSTInfo(
      policy: ObjectIdentifier(1, 3, 6, 1, 4, 1, 99999, 1),
      imprint: MessageImprint(algorithm: AlgorithmIdentifier(.sha256), digest: [UInt8](repeating: 1, count: 32)),
      serialNumber: X509.SerialNumber(magnitude: [0x80, 2]),
      genTime: try #require(TimestampTime(secondsSinceEpoch: seconds)), accuracy: accuracy,
      nonce: nonce.map { X509.SerialNumber(magnitude: $0) }, extensions: extensions)
  }

  private static func token() throws -> TimestampToken {
    let key = try TestKeys.p256.get()
    let certificate = try TestAuthority(root: "Example TSA", key: key).certificate
    let info = try info(accuracy: TimestampAccuracy(seconds: 1))
    let attributes = TimestampAttributes(
      messageDigest: Hash.digest(info.derBytes).bytes,
      certificate: CertificateReference(
        sha256: Hash.digest(certificate.derBytes).bytes, issuer: certificate.tbsCertificate.issuer,
        serialNumber: certificate.tbsCertificate.serialNumber))
    return TimestampToken(
      info: info, certificate: certificate, digestAlgorithm: AlgorithmIdentifier(.sha256), attributes: attributes,
      signatureAlgorithm: .ecdsaWithSHA256,
      signature: try key.sign(attributes.derBytes, scheme: .ecdsa(.sha256)))
  }

  @Test func `a TSTInfo is the bytes of RFC 3161`() throws {
    let written = try Self.info(accuracy: TimestampAccuracy(seconds: 1)).derBytes
    let expected = hexBytes(
      "305f020101" + "06092b06010401868d1f01" + "302f300b0609608648016503040201"
        + "0420" + String(repeating: "01", count: 32) + "0203008002"
        + "180f32303236313132303132303030305a" + "3003020101" + "020300ff01")
    #expect(written == expected)
  }

  @Test func `a TSTInfo reads as it was written`() throws {
    for info in [
      try Self.info(), try Self.info(nonce: nil),
      try Self.info(accuracy: TimestampAccuracy(seconds: 0, milliseconds: 500, microseconds: 20)),
      try Self.info(extensions: [
        Extension(QCStatements([.unknown(.qualifiedTimestamp, info: nil)]), critical: false)
      ]),
    ] {
      let read = try TSTInfo(der: info.derBytes)
      #expect(read == info)
      #expect(read.derEncoded == info.derBytes)
    }
  }

  @Test func `times have a fraction only in its shortest form`() throws {
    func read(_ text: String) throws -> TimestampTime {
      var writer = DERWriter()
      writer.primitive(.generalizedTime, Array(text.utf8))
      return try DERReader.decode(TimestampTime.self, writer.bytes[...])
    }
    #expect(try read("20261120120000Z").description == "2026-11-20T12:00:00Z")
    let fine = try read("20261120120000.25Z")
    #expect(fine.description == "2026-11-20T12:00:00.25Z")
    #expect(fine.derEncoded.suffix(18).elementsEqual("20261120120000.25Z".utf8))
    for text in [
      "20261120120000.250Z", "20261120120000.Z", "20261120120000.0Z", "20261120120000,25Z", "20261120120000",
      "20261120120060Z", "20261131120000Z", "202611201200Z", "20261120120000+0000", "20261120120000.2.5Z", "", "Z",
      "20261120120000.2aZ", "20261120120000.1234567890123456789Z",
    ] {
      #expect(throws: DERError.self, "\(text)") { try read(text) }
    }
    #expect(TimestampTime(secondsSinceEpoch: .max) == nil)
  }

  @Test func `a token reads as it was written`() throws {
    let token = try Self.token()
    let read = try TimestampToken(der: token.derBytes)
    #expect(read == token)
    #expect(read.derBytes == token.derBytes)
    #expect(read.attributes.derBytes == token.attributes.derBytes)
    let key = try PublicKey(read.certificate.tbsCertificate.subjectPublicKeyInfo)
    #expect(try key.verify(signature: read.signature, over: read.attributes.derBytes, scheme: .ecdsa(.sha256)))
  }

  @Test func `attributes are three, in one order, and no more`() throws {
    let attributes = try Self.token().attributes
    #expect(try TimestampAttributes(der: attributes.derBytes) == attributes)
    let parts = try DERReader.decode(attributes.derBytes[...]) { r throws(DERError) in
      try r.set(atLeast: 3) { r throws(DERError) in try r.any() }
    }
    func set(_ parts: [[UInt8]]) -> [UInt8] {
      var writer = DERWriter()
      writer.set(of: parts) { $1.raw($0) }
      return writer.bytes
    }
    #expect(set(parts) == attributes.derBytes)
    #expect(throws: X509Error.self) { try TimestampAttributes(der: set(Array(parts.dropLast()))) }
    #expect(throws: X509Error.self) { try TimestampAttributes(der: set(parts + [parts[0]])) }
    var writer = DERWriter()
    writer.constructed(.set) { writer in parts.reversed().forEach { writer.raw($0) } }
    #expect(throws: X509Error.self) { try TimestampAttributes(der: writer.bytes) }
  }

  @Test func `no cut of a token reads, and no changed byte goes unnoticed`() throws {
    let token = try Self.token()
    let whole = token.derBytes
    for length in 0..<whole.count {
      #expect(throws: X509Error.self) { try TimestampToken(der: Array(whole.prefix(length))) }
    }
    for index in whole.indices {
      var changed = whole
      changed[index] ^= 0x01
      guard let read = try? TimestampToken(der: changed) else { continue }
      #expect(read != token, "byte \(index)")
    }
  }
}
