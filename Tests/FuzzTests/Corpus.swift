import DER
import Foundation

/// The inputs in `Tests/Corpus/<target>`: files as they are, and in `found.txt` one input a line, in base64.
enum Corpus {
  static func inputs(_ target: String) throws -> [[UInt8]] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Corpus/\(target)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    return try names.flatMap { name -> [[UInt8]] in
      let content = Array(try Data(contentsOf: folder.appending(path: name)))
      guard name == "found.txt" else { return [content] }
      return content.split(separator: UInt8(ascii: "\n")).compactMap { Base64.decode($0) }
    }
  }
}
