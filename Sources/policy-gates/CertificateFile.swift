import DER
import Glibc
import PolicyGates
import X509

/// A file that holds no certificate, and what of it does not.
struct UnreadableFile: Error, CustomStringConvertible {
  let file: String
  let form: CertificateForm

  init(_ file: String, found: String, required: String = "a certificate or TBSCertificate, DER or PEM") {
    self.file = file
    form = CertificateForm(defects: [Violation(field: "file", found: found, required: required)])
  }

  init(_ file: String, _ error: X509Error) {
    self.file = file
    form = CertificateForm(unreadable: error)
  }

  var description: String {
    "\(file): " + form.defects.map { "\($0.field) is \($0.found), must be \($0.required)" }.joined(separator: "; ")
  }
}

/// One certificate or TBSCertificate, DER or PEM.
struct CertificateFile {
  /// Nil where the file holds what is not signed yet.
  let certificate: Certificate?
  let tbs: TBSCertificate

  /// The most that one file may hold; a certificate has some thousand bytes.
  static let limit = 1 << 20

  init(_ file: String) throws(UnreadableFile) {
    let der = try CertificateFile.der(try CertificateFile.bytes(file), file)
    do {
      certificate = CertificateFile.beginsWithSequence(der) ? try Certificate(der: der) : nil
      tbs = if let certificate { certificate.tbsCertificate } else { try TBSCertificate(der: der) }
    } catch {
      throw UnreadableFile(file, error)
    }
  }

  /// A certificate begins with the SEQUENCE that is its TBS; a TBS with a version or a serial number. Neither need be
  /// DER for this.
  private static func beginsWithSequence(_ bytes: [UInt8]) -> Bool {
    guard bytes.count > 1 else { return true }
    let header = bytes[1] < 0x80 ? 2 : 2 + Int(bytes[1] & 0x7F)
    return header >= bytes.count || bytes[header] == 0x30
  }

  /// All that we read as DER begins with a SEQUENCE; what does not is PEM, with or without words before it (RFC 7468, 5.2).
  private static func der(_ bytes: [UInt8], _ file: String) throws(UnreadableFile) -> [UInt8] {
    guard bytes.first != 0x30 else { return bytes }
    guard let text = String(validating: bytes, as: UTF8.self), let start = text.firstRange(of: "-----BEGIN ") else {
      throw UnreadableFile(file, found: "neither DER nor PEM")
    }
    let blocks: [PEM]
    do { blocks = try PEM.blocks(String(text[start.lowerBound...])) } catch {
      throw UnreadableFile(file, found: "\(error)")
    }
    guard let block = blocks.first, blocks.count == 1 else {
      throw UnreadableFile(file, found: "\(blocks.count) PEM blocks", required: "one PEM block")
    }
    return block.bytes
  }

  /// The corresponding C functions are `open` and `read`.
  private static func bytes(_ file: String) throws(UnreadableFile) -> [UInt8] {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(file) }
    defer { close(descriptor) }
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure(file) }
      guard count > 0 else { return content }
      content += buffer.prefix(count)
      guard content.count <= limit else {
        throw UnreadableFile(file, found: "more than \(limit) bytes")
      }
    }
  }

  private static func failure(_ file: String) -> UnreadableFile {
    UnreadableFile(file, found: String(cString: strerror(errno)), required: "a file that can be read")
  }
}
