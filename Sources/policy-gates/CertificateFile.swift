import DER
import Glibc
import X509

/// A file that holds no certificate.
struct UnreadableFile: Error, CustomStringConvertible {
  let file: String
  let problem: String

  var description: String { "\(file): \(problem)" }
}

/// One certificate or TBSCertificate, DER or PEM.
struct CertificateFile {
  let tbs: TBSCertificate

  /// The most that one file may hold; a certificate has some thousand bytes.
  static let limit = 1 << 20

  init(_ file: String) throws(UnreadableFile) {
    let bytes = try CertificateFile.bytes(file)
    let der = try CertificateFile.der(bytes, file)
    do {
      tbs = try Certificate(der: der).tbsCertificate
    } catch let notCertificate {
      do { tbs = try TBSCertificate(der: der) } catch {
        throw UnreadableFile(
          file: file, problem: "neither a certificate (\(notCertificate)) nor one to be signed (\(error))")
      }
    }
  }

  /// PEM where it looks like PEM: no DER value of ours begins with a hyphen.
  private static func der(_ bytes: [UInt8], _ file: String) throws(UnreadableFile) -> [UInt8] {
    guard bytes.starts(with: "-----BEGIN ".utf8) else { return bytes }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw UnreadableFile(file: file, problem: "neither DER nor text")
    }
    let blocks: [PEM]
    do { blocks = try PEM.blocks(text) } catch { throw UnreadableFile(file: file, problem: "\(error)") }
    guard let block = blocks.first, blocks.count == 1 else {
      throw UnreadableFile(file: file, problem: "\(blocks.count) PEM blocks, must be one")
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
        throw UnreadableFile(file: file, problem: "more than \(limit) bytes")
      }
    }
  }

  private static func failure(_ file: String) -> UnreadableFile {
    UnreadableFile(file: file, problem: String(cString: strerror(errno)))
  }
}
