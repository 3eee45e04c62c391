import Cryptography
import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import Attestation

private typealias Defect = TolerantCertificate.Defect

private func sample(_ change: (inout HandMadeCertificate) -> Void = { _ in }) throws -> [UInt8] {
  var certificate = HandMadeCertificate("Subject", issuer: "Issuer", key: try TestKeys.p256.get())
  change(&certificate)
  return try certificate.signed(by: try TestKeys.p384.get())
}

private func defects(_ der: [UInt8]) throws -> Set<Defect> { try HandMade.read(der).defects }

private func refusal(_ der: [UInt8]) -> String {
  do { return "read: \(try HandMade.read(der).subjectText)" } catch { return "\(error)" }
}

private let policy = ObjectIdentifier(1, 3, 6, 1, 4, 1, 41482, 3, 8)

@Suite struct TolerantCertificateTests {
  @Test func `a flawless certificate has no defect, and its signed bytes are kept as they came`() throws {
    let der = try sample()
    let certificate = try HandMade.read(der)
    #expect(certificate.defects == [])
    #expect(certificate.derBytes == der)
    #expect(certificate.subjectValues(.commonName) == ["Subject"])
    #expect(certificate.spki == (try TestKeys.p256.get().spki))
    let start = try #require(der.firstRange(of: certificate.tbsBytes))
    #expect(start.lowerBound == 4 || start.lowerBound == 3)
  }

  // MARK: - Tolerated

  @Test func `an explicit FALSE is tolerated and named`() throws {
    let der = try sample { $0.extensions = [.init(policy, critical: false, [3, 2])] }
    #expect(try defects(der) == [.explicitDefault])
    #expect(try HandMade.read(der).value(of: policy) == [3, 2])
  }

  @Test func `an explicit version 1 is tolerated and named`() throws {
    #expect(try defects(try sample { $0.version = [0] }) == [.explicitVersion])
    #expect(try defects(try sample { $0.version = nil }) == [])
  }

  @Test func `a time of the wrong type is tolerated and named`() throws {
    #expect(try defects(try sample { $0.timeEncoding = .generalizedTime }) == [.wrongTimeType])
  }

  @Test(arguments: [[0x80], [0x00, 0x01], []] as [[UInt8]])
  func `a malformed serial number is tolerated and named`(serial: [UInt8]) throws {
    #expect(try defects(try sample { $0.serial = serial }) == [.badSerialNumber])
  }

  @Test func `an unordered set in a name is tolerated and named`() throws {
    var name = DERWriter()
    name.sequence { writer in
      writer.constructed(.set) { writer in
        writer.write(Sample.attribute(.commonName, "B"))
        writer.write(Sample.attribute(.commonName, "A"))
      }
    }
    let der = try sample { $0.subject = name.bytes }
    #expect(try defects(der) == [.unorderedName])
    #expect(try HandMade.read(der).subjectValues(.commonName) == ["B", "A"])
  }

  // MARK: - Refused

  @Test func `bytes after the certificate are refused`() throws {
    #expect(refusal(try sample() + [0]).contains("1 bytes more"))
  }

  @Test func `a certificate cut anywhere is refused`() throws {
    let der = try sample { $0.extensions = [.init(policy, [3, 2])] }
    for count in der.indices {
      #expect(throws: AttestationError.self) { try HandMade.read(Array(der.prefix(count))) }
    }
  }

  @Test func `an indefinite length is refused`() throws {
    let der = try sample()
    let content = try DERReader.decode(der[...]) { reader throws(DERError) in try reader.element().content }
    #expect(refusal([0x30, 0x80] + content + [0, 0]).contains("an indefinite length"))
  }

  @Test func `a length in more octets than it needs is refused`() throws {
    let der = try sample()
    let content = try DERReader.decode(der[...]) { reader throws(DERError) in try reader.element().content }
    let count = UInt8(truncatingIfNeeded: content.count)
    let long = [0x30, 0x83, 0x00, UInt8(truncatingIfNeeded: content.count >> 8), count] + content
    #expect(refusal(long).contains("a leading zero in the length"))
  }

  @Test func `a value of TRUE that is not FF is refused`() throws {
    var der = try sample { $0.extensions = [.init(policy, critical: true, [3, 2])] }
    let place = try #require(der.firstRange(of: [0x01, 0x01, 0xFF]))
    der[place.upperBound - 1] = 0x01
    #expect(refusal(der).contains("is another content"))
  }

  @Test func `an extension that stands twice is read, and cannot be asked for`() throws {
    let der = try sample { $0.extensions = [.init(policy, [3, 2]), .init(policy, [1, 1])] }
    let certificate = try HandMade.read(der)
    #expect(throws: AttestationError.malformed(path: "extension \(policy)", found: "2 of them", required: "one")) {
      try certificate.value(of: policy)
    }
  }

  @Test(arguments: [[3], [0xFF], [0, 2]] as [[UInt8]])
  func `an unknown version is refused`(version: [UInt8]) throws {
    #expect(refusal(try sample { $0.version = version }).contains("version"))
  }

  @Test func `extensions in a version that has none are refused`() throws {
    let der = try sample {
      $0.version = nil
      $0.extensions = [.init(policy, [3, 2])]
    }
    #expect(refusal(der).contains("extensions in version 1"))
  }

  @Test func `a relative name of nothing is refused`() throws {
    #expect(refusal(try sample { $0.subject = [0x30, 0x02, 0x31, 0x00] }).contains("no attribute"))
  }

  @Test func `a nested bomb is refused without being followed`() throws {
    var parameters: [UInt8] = [0x05, 0x00]
    for _ in 0..<4000 {
      var writer = DERWriter()
      writer.sequence { $0.raw(parameters) }
      parameters = writer.bytes
    }
    let bomb = AlgorithmIdentifier(.ecdsaWithSHA256, parameters: parameters)
    #expect(refusal(try sample { $0.algorithm = bomb }).contains("fewer levels"))
  }

  @Test func `more bytes than any certificate has are refused`() {
    #expect(refusal([UInt8](repeating: 0x30, count: 1 << 17)).contains("at most 65536"))
  }
}

@Suite struct CertificateFilesTests {
  @Test func `PEM with text around it, DER and a bag give the same certificates`() throws {
    let one = try sample()
    let two = try sample { $0.serial = [1] }
    var bag = DERWriter()
    bag.sequence { writer in
      writer.objectIdentifier(ObjectIdentifier(1, 2, 840, 113549, 1, 7, 2))
      writer.explicit(0) { writer in
        writer.sequence { writer in
          writer.integer(1)
          writer.constructed(.set) { _ in }
          writer.sequence { $0.objectIdentifier(ObjectIdentifier(1, 2, 840, 113549, 1, 7, 1)) }
          writer.constructed(.context(0, constructed: true)) { $0.raw(one + two) }
          writer.constructed(.set) { _ in }
        }
      }
    }
    let text = "Bag Attributes\r\n" + String(decoding: HandMade.pem([one, two]), as: UTF8.self) + "the end\n"
    let bagText = PEM(label: "PKCS7", bytes: bag.bytes).text
    for file in [Array(text.utf8), bag.bytes, Array(bagText.utf8)] {
      #expect(try TolerantCertificate.all(in: file, path: "test").map(\.derBytes) == [one, two])
    }
    #expect(try TolerantCertificate.all(in: one, path: "test").map(\.derBytes) == [one])
  }

  @Test func `blanks at the ends of lines and lines of another length are taken`() throws {
    let one = try sample()
    let body = Base64.encode(one)
    let blanks = String(decoding: HandMade.pem([one]), as: UTF8.self).replacing("\n", with: " \t\r\n")
    let long = "-----BEGIN CERTIFICATE-----\n\(body)\n-----END CERTIFICATE-----"
    for text in [blanks, long] {
      #expect(try TolerantCertificate.all(in: Array(text.utf8), path: "test").map(\.derBytes) == [one])
    }
  }

  @Test func `a block without an end, of other characters, or inside another is refused`() throws {
    let text = String(decoding: HandMade.pem([try sample()]), as: UTF8.self)
    let begin = "-----BEGIN CERTIFICATE-----\n"
    let cut = text.replacing("-----END CERTIFICATE-----", with: "")
    for text in [cut, text.replacing("MII", with: "M!I"), begin + text, text + begin] {
      #expect(throws: AttestationError.self) { try TolerantCertificate.all(in: Array(text.utf8), path: "test") }
    }
  }

  @Test func `a file without a certificate, with another block, or with too many is refused`() throws {
    let one = try sample()
    let key = Array(PEM(label: "PUBLIC KEY", bytes: one).text.utf8)
    let many = HandMade.pem([[UInt8]](repeating: one, count: TolerantCertificate.mostInAFile + 1))
    for file in [[], Array("no certificate".utf8), key, many] {
      #expect(throws: AttestationError.self) { try TolerantCertificate.all(in: file, path: "test") }
    }
  }
}
