import Attestation
import CommandLineTools
import DER
import Evidence
import Glibc
import X509

/// What an operand holds: one statement, or those of a certification request.
struct StatementReading {
  let path: String
  var statements: [Statement] = []
  /// Why what is there is no statement.
  var failures: [AttestationError] = []
  /// The request's key, which its statements must be about.
  var key: WantedKey?
  /// What was passed over.
  var notes: [String] = []
}

/// Reads operands of `policy-gates attest`.
enum StatementFiles {
  /// Throws where a file or folder cannot be read.
  static func read(_ path: String, _ settings: AttestSettings) throws(FileError) -> StatementReading {
    if InputFiles.kind(path, following: true) == S_IFDIR { return try folder(path, settings) }
    let content = try InputFile.read(path, limit: Statement.mostBytes)
    if let request = request(content) { return statements(in: request, path, settings) }
    return statement([Statement.whole: content], [], StatementReading(path: path), settings)
  }

  private static func statement(
    _ parts: [String: [UInt8]], _ chain: [[UInt8]], _ reading: StatementReading, _ settings: AttestSettings
  ) -> StatementReading {
    var reading = reading
    do throws(AttestationError) {
      reading.statements = [try Statement(format: settings.format, parts: parts, chain: chain + settings.chain)]
    } catch { reading.failures = [error] }
    return reading
  }

  // MARK: - Folders

  /// One statement: a file for each part. What is no part is named and passed over.
  private static func folder(_ path: String, _ settings: AttestSettings) throws(FileError) -> StatementReading {
    guard let names = InputFiles.names(in: path) else {
      throw FileError(path: path, problem: "cannot be listed: \(String(cString: strerror(errno)))")
    }
    var reading = StatementReading(path: path)
    var parts: [String: [UInt8]] = [:]
    var chain: [[UInt8]] = []
    for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) where !name.hasPrefix(".") {
      let file = "\(path)/\(name)"
      guard InputFiles.kind(file, following: true) != S_IFDIR else {
        reading.notes.append("\(file): a folder in a statement is not searched")
        continue
      }
      let content = try InputFile.read(file, limit: Statement.mostBytes)
      let part = String(name.prefix { $0 != "." })
      if part.hasPrefix("chain") {
        chain.append(content)
      } else if parts.updateValue(content, forKey: part) != nil {
        reading.failures = [.malformed(path: part, found: "two files", required: "one file for each part")]
        return reading
      }
    }
    return statement(parts, chain, reading, settings)
  }

  // MARK: - Certification requests

  private static func request(_ content: [UInt8]) -> CertificationRequest? {
    if let text = String(validating: content, as: UTF8.self), let request = try? CertificationRequest(pem: text) {
      return request
    }
    return try? CertificationRequest(der: content)
  }

  private static func statements(
    in request: CertificationRequest, _ path: String, _ settings: AttestSettings
  ) -> StatementReading {
    var reading = StatementReading(path: path)
    reading.key = WantedKey(request)
    do throws(AttestationError) {
      let arc = settings.terms.evidenceArc ?? AttestSettings.provisionalArc
      for statement in try CSRAttestation.statements(in: request, evidenceArc: arc) {
        reading.statements.append(
          try Statement(
            format: statement.format, parts: statement.parts, chain: statement.chain + settings.chain))
      }
      guard reading.statements.isEmpty else { return reading }
      throw .malformed(path: "attributes", found: "no statement of key origin", required: "one")
    } catch { reading.failures = [error] }
    return reading
  }
}
