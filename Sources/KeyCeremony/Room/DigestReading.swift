internal import Cryptography
internal import Evidence

/// A file by its digest, as the room reads it aloud and compares it with paper.
struct DigestReading: Sendable {
  /// Bytes; photographs and videos of phones stay below.
  static let longest = 1 << 28

  let path: String
  let content: [UInt8]
  let digest: Digest

  init(_ path: String) throws(CeremonyError) {
    self.path = path
    content = try FilePath.read(path, limit: DigestReading.longest)
    digest = Hash.digest(content)
  }

  /// In hex and in words: the words are heard, the hex is compared with what other tools print.
  var aloud: [String] { ["SHA-256 of \(FilePath.name(of: path)), \(content.count) bytes:"] + digest.aloud }

  /// The word that ends the reading: typing it shows that it was read to the end.
  var lastWord: String { DigestWords.words(digest).last ?? "yes" }

  var json: [String: JSONValue] {
    ["path": .string(path), "bytes": .integer(Int64(content.count)), "contentSHA256": .string(digest.hex)]
  }
}

extension Digest {
  /// In groups of hex, then in words.
  var aloud: [String] {
    let groups = stride(from: 0, to: bytes.count, by: 4).map { start in
      Hex.encode(Array(bytes[start..<min(start + 4, bytes.count)]))
    }
    return stride(from: 0, to: groups.count, by: 4).map { start in
      groups[start..<min(start + 4, groups.count)].joined(separator: " ")
    } + DigestWords.lines(self)
  }
}

extension FilePath {
  /// The last part of a path.
  static func name(of path: String) -> String {
    String(path[(path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex)...])
  }
}
