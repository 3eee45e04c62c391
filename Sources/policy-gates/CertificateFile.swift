import DER
import Glibc
import PolicyGates
import X509

/// Where a certificate was found.
struct CertificateName: Hashable, CustomStringConvertible {
  let file: String
  /// Counted from one; nil where the file holds nothing else.
  var block: Int?

  init(_ file: String, block: Int? = nil) {
    self.file = file
    self.block = block
  }

  var description: String { block.map { "\(file), block \($0)" } ?? file }
}

/// A file that holds no certificate, and what of it does not.
struct UnreadableFile: Error, CustomStringConvertible {
  let file: CertificateName
  let form: CertificateForm

  init(_ file: CertificateName, found: String, required: String = "a certificate or TBSCertificate, DER or PEM") {
    self.file = file
    form = CertificateForm(defects: [Violation(field: "file", found: found, required: required)])
  }

  init(_ file: CertificateName, _ error: X509Error) {
    self.file = file
    form = CertificateForm(unreadable: error)
  }

  init(_ file: String, found: String, required: String) {
    self.init(CertificateName(file), found: found, required: required)
  }

  var description: String {
    "\(file): " + form.defects.map { "\($0.field) is \($0.found), must be \($0.required)" }.joined(separator: "; ")
  }
}

/// A certificate or TBSCertificate out of a file.
struct CertificateFile {
  let name: CertificateName
  /// Nil where the file holds what is not signed yet.
  let certificate: Certificate?
  let tbs: TBSCertificate

  /// The most that one file may hold; a certificate has some thousand bytes.
  static let limit = 16 << 20

  typealias Reading = Result<CertificateFile, UnreadableFile>

  /// What a file holds, in its order: DER is one certificate, PEM one for each block.
  static func read(_ file: String) -> [Reading] {
    do throws(UnreadableFile) {
      let blocks = try blocks(try bytes(file), file)
      guard blocks.count > 1 else { return blocks.map { reading($0, CertificateName(file)) } }
      return zip(1..., blocks).map { reading($1, CertificateName(file, block: $0)) }
    } catch {
      return [.failure(error)]
    }
  }

  /// A file that is to hold one certificate.
  static func single(_ file: String) throws(UnreadableFile) -> CertificateFile {
    let readings = read(file)
    guard let reading = readings.first, readings.count == 1 else {
      throw UnreadableFile(file, found: "\(readings.count) PEM blocks", required: "one PEM block")
    }
    return try reading.get()
  }

  private static func reading(_ der: [UInt8], _ name: CertificateName) -> Reading {
    do throws(X509Error) { return .success(try CertificateFile(der, name)) } catch {
      return .failure(UnreadableFile(name, error))
    }
  }

  private init(_ der: [UInt8], _ name: CertificateName) throws(X509Error) {
    self.name = name
    certificate = CertificateFile.beginsWithSequence(der) ? try Certificate(der: der) : nil
    tbs = if let certificate { certificate.tbsCertificate } else { try TBSCertificate(der: der) }
  }

  /// A certificate begins with the SEQUENCE that is its TBS; a TBS with a version or a serial number. Neither need be
  /// DER for this.
  private static func beginsWithSequence(_ bytes: [UInt8]) -> Bool {
    guard bytes.count > 1 else { return true }
    let header = bytes[1] < 0x80 ? 2 : 2 + Int(bytes[1] & 0x7F)
    return header >= bytes.count || bytes[header] == 0x30
  }

  /// All that we read as DER begins with a SEQUENCE; what does not is PEM, with or without words before it (RFC 7468, 5.2).
  private static func blocks(_ bytes: [UInt8], _ file: String) throws(UnreadableFile) -> [[UInt8]] {
    guard bytes.first != 0x30 else { return [bytes] }
    guard let text = String(validating: bytes, as: UTF8.self), let start = text.firstRange(of: "-----BEGIN ") else {
      throw UnreadableFile(CertificateName(file), found: "neither DER nor PEM")
    }
    do { return try PEM.blocks(String(text[start.lowerBound...])).map(\.bytes) } catch {
      throw UnreadableFile(CertificateName(file), found: "\(error)")
    }
  }

  /// The corresponding C functions are `open`, `fstat` and `read`.
  private static func bytes(_ file: String) throws(UnreadableFile) -> [UInt8] {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(file) }
    defer { close(descriptor) }
    var status = Glibc.stat()
    guard fstat(descriptor, &status) == 0 else { throw failure(file) }
    // The size is a guess to begin with: pipes have none, and a file may grow while we read it.
    var capacity = max(4096, min(Int(clamping: status.st_size), limit) + 1)
    var content: [UInt8] = []
    while true {
      var failed = false
      let chunk = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
        repeat { count = Glibc.read(descriptor, buffer.baseAddress, capacity) } while count < 0 && errno == EINTR
        failed = count < 0
        count = max(count, 0)
      }
      guard !failed else { throw failure(file) }
      guard !chunk.isEmpty else { return content }
      content = content.isEmpty ? chunk : content + chunk
      guard content.count <= limit else {
        throw UnreadableFile(CertificateName(file), found: "more than \(limit) bytes")
      }
      capacity = max(4096, capacity - chunk.count)
    }
  }

  private static func failure(_ file: String) -> UnreadableFile {
    UnreadableFile(file, found: String(cString: strerror(errno)), required: "a file that can be read")
  }
}
