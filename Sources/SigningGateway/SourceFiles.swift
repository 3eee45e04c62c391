internal import CommandLineTools
internal import Cryptography
internal import DER
internal import Documents
internal import Evidence
internal import X509

/// Reads the files that the configuration names, relative to its folder, and remembers those that the digest is over.
struct SourceFiles {
  /// Larger than any certificate chain or register that a person can review.
  static let limit = 1 << 20

  let folder: String
  private(set) var reviewed: [ReviewedFile] = []

  init(folder: String) { self.folder = folder }

  func path(_ name: String) -> String { name.hasPrefix("/") ? name : "\(folder)/\(name)" }

  /// The content of a reviewed file.
  mutating func read(_ name: String, limit: Int = SourceFiles.limit) throws(ConfigurationError) -> [UInt8] {
    if let known = reviewed.first(where: { $0.name == name }) { return known.content }
    let content = try SourceFiles.content(path(name), limit: limit)
    reviewed.append(ReviewedFile(name: name, content: content))
    return content
  }

  /// The first certificate of a PEM file, and only that one may be in it.
  mutating func certificate(_ name: String) throws(ConfigurationError) -> Certificate {
    let text = String(decoding: try read(name), as: UTF8.self)
    do { return try Certificate(pem: text) } catch {
      throw ConfigurationError(file: path(name), problem: "\(error)")
    }
  }

  /// See ``Configuration/digest``.
  func digest(of configuration: [UInt8]) -> Digest {
    let files = reviewed.map { ($0.name, JSONValue.string(Hash.digest($0.content).hex)) }
    let manifest = JSONValue.object([
      "configuration": .string(Hash.digest(configuration).hex),
      "files": .object(Dictionary(files, uniquingKeysWith: { first, _ in first })),
    ])
    return Hash.digest(manifest.canonicalBytes())
  }

  static func content(_ path: String, limit: Int = SourceFiles.limit) throws(ConfigurationError) -> [UInt8] {
    let content: [UInt8]
    do { content = try InputFile.read(path, limit: limit) } catch {
      throw ConfigurationError(file: path, problem: error.problem)
    }
    guard !content.isEmpty else { throw ConfigurationError(file: path, problem: "is empty") }
    return content
  }

  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
