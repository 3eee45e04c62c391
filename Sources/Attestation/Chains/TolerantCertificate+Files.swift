internal import DER

extension TolerantCertificate {
  /// Certificates in one file or part: bigger hierarchies than any vendor has.
  static let mostInAFile = 32

  /// Every certificate in some bytes: one DER certificate, PEM blocks with whatever text between them, or a certs-only
  /// PKCS#7 (DER or PEM). Throws where there is none.
  static func all(in bytes: [UInt8], path: String) throws(AttestationError) -> [TolerantCertificate] {
    var certificates: [TolerantCertificate] = []
    for (index, block) in try blocks(bytes, path).enumerated() {
      let place = index == 0 ? path : "\(path).\(index)"
      switch block.label {
      case "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE":
        certificates.append(try TolerantCertificate(der: block.bytes, path: place))
      case "PKCS7", "CMS": certificates += try CertificateBag.certificates(block.bytes, path: place)
      default: throw .malformed(path: place, found: "a PEM block \(block.label)", required: "certificates")
      }
      guard certificates.count <= mostInAFile else { break }
    }
    guard (1...mostInAFile).contains(certificates.count) else {
      throw .malformed(
        path: path, found: "\(certificates.count) certificates", required: "1 to \(mostInAFile)")
    }
    return certificates
  }

  private static func blocks(_ bytes: [UInt8], _ path: String) throws(AttestationError) -> [PEM] {
    do {
      return try TolerantPEM.blocks(bytes)
        ?? [PEM(label: CertificateBag.isOne(bytes) ? "PKCS7" : "CERTIFICATE", bytes: bytes)]
    } catch { throw .malformed(path, error) }
  }
}

/// PEM as vendors write it.
enum TolerantPEM {
  /// The blocks of a file; nil where it is no PEM. Text before, between and after them is common in vendors' files and
  /// carries nothing; so are blanks in a block, and lines of another length.
  static func blocks(_ bytes: [UInt8]) throws(DERError) -> [PEM]? {
    // An octet above 127 after an ASCII one is no UTF-8 if it is below 192: so begins all DER of more than 127 octets.
    guard !(bytes.first == 0x30 && bytes.dropFirst().first.map { (0x80..<0xC0).contains($0) } == true) else {
      return nil
    }
    guard let text = String(validating: bytes, as: UTF8.self), text.contains("-----BEGIN ") else {
      return nil
    }
    var strict = ""
    var body: [UInt8] = []
    var isInside = false
    for line in text.utf8.split(whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
      let isLabel = line.starts(with: "-----BEGIN ".utf8) || line.starts(with: "-----END ".utf8)
      guard isLabel else {
        if isInside { body += line.filter { $0 > UInt8(ascii: " ") } }
        continue
      }
      strict += wrapped(body) + String(decoding: line, as: UTF8.self).trimmedAtEnd + "\n"
      body = []
      isInside = line.starts(with: "-----BEGIN ".utf8)
    }
    return try PEM.blocks(strict + wrapped(body))
  }

  /// Lines of 64 characters.
  private static func wrapped(_ body: [UInt8]) -> String {
    stride(from: 0, to: body.count, by: 64).map { start in
      String(decoding: body[start..<min(start + 64, body.count)], as: UTF8.self) + "\n"
    }.joined()
  }
}

extension String {
  fileprivate var trimmedAtEnd: String {
    var bytes = Array(utf8)
    while bytes.last == UInt8(ascii: " ") || bytes.last == UInt8(ascii: "\t") { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// The certificates of a PKCS#7 SignedData that signs nothing (RFC 5652, 5.1): a bag.
enum CertificateBag {
  private static let signedData: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02]

  /// Whether the bytes begin like a ContentInfo of SignedData.
  static func isOne(_ bytes: [UInt8]) -> Bool {
    (try? DERReader.decode(bytes[...]) { reader throws(DERError) in
      try reader.sequence { reader throws(DERError) in
        let type = try reader.objectIdentifier()
        while !reader.isAtEnd { _ = try reader.element() }
        return type.derContent.elementsEqual(signedData)
      }
    }) ?? false
  }

  static func certificates(_ bytes: [UInt8], path: String) throws(AttestationError) -> [TolerantCertificate] {
    let encoded: [[UInt8]]
    do {
      encoded = try DERReader.decode(bytes[...]) { reader throws(DERError) in
        try reader.sequence { reader throws(DERError) in
          _ = try reader.objectIdentifier()
          return try reader.explicit(0) { reader throws(DERError) in try content(&reader) }
        }
      }
    } catch { throw .malformed(path, error) }
    var certificates: [TolerantCertificate] = []
    for (index, der) in encoded.prefix(TolerantCertificate.mostInAFile + 1).enumerated() {
      certificates.append(try TolerantCertificate(der: der, path: "\(path).certificates.\(index)"))
    }
    return certificates
  }

  private static func content(_ reader: inout DERReader) throws(DERError) -> [[UInt8]] {
    try reader.sequence { reader throws(DERError) in
      _ = try reader.integer()
      _ = try reader.element()
      _ = try reader.element()
      var encoded: [[UInt8]] = []
      if reader.next(is: .context(0, constructed: true)) {
        encoded = try reader.sequence(tag: .context(0, constructed: true), atLeast: 0) { r throws(DERError) in
          Array(try r.element().bytes)
        }
      }
      while !reader.isAtEnd { _ = try reader.element() }
      return encoded
    }
  }
}
