import Attestation
import CommandLineTools
import Documents
import Evidence
import Glibc

/// The anchors in a folder of `--anchors`: every certificate and public key below it.
struct AnchorFolder {
  private(set) var anchors: [Anchor] = []

  /// What narrows anchors, in the folder itself.
  static let list = "anchors.yaml"

  /// Files that are none are named on `screen`. Throws where the folder cannot be listed, or its list cannot be followed.
  init(_ top: String, _ screen: Screen) throws(FileError) {
    let files = try AnchorFolder.files(below: top)
    var entries = try AnchorFolder.entries(files, top)
    for file in files where file != AnchorFolder.list {
      let path = "\(top)/\(file)"
      let entry = entries.removeValue(forKey: file)
      do {
        let content = try InputFile.read(path)
        anchors += try Anchor.added(
          from: content, name: entry?.id ?? file, formats: Set(entry?.formats ?? Formats.names),
          roles: entry?.role.map { [$0] } ?? Set(Anchor.Role.allCases), sha256: entry?.sha256, origin: path)
      } catch {
        // What the list names must be there and be right; of other files we only say that they are none.
        guard entry == nil else { throw FileError(path: path, problem: "\(error)") }
        screen.complain("policy-gates: \(Terminal.escaped("\(path): skipped, no anchor: \(error)"))")
      }
    }
    if let missing = entries.keys.min() {
      throw FileError(path: "\(top)/\(AnchorFolder.list)", problem: "names \(missing), which is not there")
    }
  }

  /// Paths below the folder, sorted; links to folders are not followed.
  private static func files(below top: String) throws(FileError) -> [String] {
    var found: [String] = []
    var folders = [""]
    while let folder = folders.popLast() {
      let place = folder.isEmpty ? top : "\(top)/\(folder)"
      guard let names = InputFiles.names(in: place) else {
        throw FileError(path: place, problem: "cannot be listed: \(String(cString: strerror(errno)))")
      }
      for name in names {
        let file = folder.isEmpty ? name : "\(folder)/\(name)"
        let isFolder = InputFiles.kind("\(top)/\(file)", following: false) == S_IFDIR
        if isFolder { folders.append(file) } else { found.append(file) }
      }
    }
    return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func entries(_ files: [String], _ top: String) throws(FileError) -> [String: Entry] {
    guard files.contains(list) else { return [:] }
    let content = try InputFile.read("\(top)/\(list)")
    do throws(DocumentError) {
      let entries = try Document(yaml: content).read(as: Entry.list)
      return Dictionary(entries.map { ($0.file, $0) }, uniquingKeysWith: { first, _ in first })
    } catch { throw FileError(path: "\(top)/\(list)", problem: "\(error)") }
  }
}

/// One line of `anchors.yaml`.
private struct Entry {
  let file: String
  let id: String?
  let formats: [String]?
  let role: Anchor.Role?
  let sha256: Digest?

  static var list: FieldShape<[Entry]> {
    .object { fields throws(DocumentError) in
      _ = try fields.required("schema", as: .integer(in: 1...1))
      let entries = try fields.required("anchors", as: .list(of: shape, count: 0...1000))
      guard Set(entries.map(\.file)).count == entries.count else {
        throw fields.error("anchors", "a file occurs twice")
      }
      return entries
    }
  }

  private static var shape: FieldShape<Entry> {
    .object { fields throws(DocumentError) in
      let known = Formats.names
      return Entry(
        file: try fields.required("file", as: .string), id: try fields.optional("id", as: .string),
        formats: try fields.optional(
          "formats",
          as: .list(
            of: .text("one of \(known.joined(separator: ", "))") { known.contains($0) ? $0 : nil }, count: 1...100)),
        role: try fields.optional("role", as: .choice), sha256: try fields.optional("sha256", as: .sha256))
    }
  }
}
