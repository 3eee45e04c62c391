import Glibc

/// The files that a command line names: a folder stands for the certificates below it.
struct InputFiles {
  private(set) var files: [String] = []
  /// Files below folders whose names are none of a certificate's.
  private(set) var skipped = 0
  /// Folders that cannot be listed.
  private(set) var failures: [UnreadableFile] = []

  /// How the names of certificate files end, in any case.
  static let endings = [".cer", ".cert", ".crt", ".der", ".pem", ".tbs"]

  /// Operands keep their order; what is below a folder is sorted by the bytes of its path, so that two runs agree.
  init(_ operands: [String]) {
    for operand in operands {
      if InputFiles.kind(operand, following: true) == S_IFDIR { addFolder(operand) } else { files.append(operand) }
    }
  }

  /// Links to files are followed and links to folders are not, so that no loop of links keeps us.
  private mutating func addFolder(_ top: String) {
    var found: [String] = []
    var folders = [top]
    while let folder = folders.popLast() {
      guard let names = InputFiles.names(in: folder) else {
        failures.append(UnreadableFile(folder, found: String(cString: strerror(errno)), required: "a readable folder"))
        continue
      }
      for name in names {
        let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
        if InputFiles.kind(path, following: false) == S_IFDIR {
          folders.append(path)
        } else if InputFiles.isCertificate(name), InputFiles.kind(path, following: true) != S_IFDIR {
          found.append(path)
        } else {
          skipped += 1
        }
      }
    }
    files += found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func isCertificate(_ name: String) -> Bool {
    let name = name.lowercased()
    return endings.contains { name.hasSuffix($0) }
  }

  /// The type bits of a file's mode; nil where it is not there.
  static func kind(_ path: String, following: Bool) -> mode_t? {
    var status = Glibc.stat()
    guard (following ? stat(path, &status) : lstat(path, &status)) == 0 else { return nil }
    return status.st_mode & S_IFMT
  }

  /// The corresponding C functions are `opendir` and `readdir`.
  static func names(in folder: String) -> [String]? {
    guard let stream = opendir(folder) else { return nil }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
        name.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: name.pointee)) {
          String(cString: $0)
        }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }
}
