internal import Glibc

/// A folder for one rehearsal, with a token store of its own. Nothing of it reaches anything outside.
struct ScratchFolder {
  let path: String
  /// What the user named is kept; what was made up goes away.
  let isKept: Bool

  /// Makes the folder: the one named, which must not be there, or one among the temporary files.
  init(keeping named: String?) throws(CeremonyError) {
    if let named {
      guard mkdir(named, 0o700) == 0 else {
        throw CeremonyError(
          .store, "cannot create \(named): \(SystemError.text())", hint: "--keep names a folder that is not there yet")
      }
      (path, isKept) = (named.hasPrefix("/") ? named : FilePath.resolve(named, in: ScratchFolder.present()), true)
    } else {
      let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
      var template = Array("\(parent)/key-ceremony-rehearsal-XXXXXX".utf8CString)
      guard mkdtemp(&template) != nil else {
        throw CeremonyError(.store, "cannot create a folder in \(parent): \(SystemError.text())")
      }
      (path, isKept) = (String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self), false)
    }
    try ScratchFolder.make("\(work)/.pins")
    try ScratchFolder.make("\(path)/tokens")
    try DurableFile.create(
      "\(path)/softhsm2.conf",
      Array("directories.tokendir = \(path)/tokens\nobjectstore.backend = file\nlog.level = ERROR\n".utf8))
  }

  /// Where the script's relative paths begin.
  var work: String { "\(path)/work" }

  /// Points SoftHSM at the tokens of this folder; before the module is loaded, or it has others already.
  func useTokens() { setenv("SOFTHSM2_CONF", "\(path)/softhsm2.conf", 1) }

  /// The place in this folder for a path of the script; absolute ones come inside too.
  func place(_ name: String) -> String { FilePath.inside(work, name) }

  /// Copies a file that the script mentions, unless it is a secret: those get a stand-in.
  func copy(_ name: String, from folder: String) throws(CeremonyError) {
    let (source, target) = (FilePath.resolve(name, in: folder), place(name))
    var status = stat()
    guard stat(source, &status) == 0, !FilePath.exists(target) else { return }
    guard status.st_mode & S_IFMT == S_IFREG else { return }
    try ScratchFolder.make(FilePath.folder(of: target))
    guard status.st_mode & 0o077 != 0 else { return try PINFile.generate(target) }
    try DurableFile.create(target, try FilePath.read(source, limit: DigestReading.longest))
  }

  /// Creates a folder and those above it.
  static func make(_ path: String) throws(CeremonyError) {
    var status = stat()
    guard stat(path, &status) != 0 else { return }
    let parent = FilePath.folder(of: path)
    if parent != path { try make(parent) }
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
      throw CeremonyError(.store, "cannot create \(path): \(SystemError.text())")
    }
  }

  /// Throws the folder away, unless it is kept.
  func discard() {
    if !isKept { ScratchFolder.remove(path) }
  }

  private static func remove(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR, let folder = opendir(path) else {
      unlink(path)
      return
    }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    closedir(folder)
    for name in names { remove("\(path)/\(name)") }
    rmdir(path)
  }

  private static func present() -> String {
    guard let text = getcwd(nil, 0) else { return "." }
    defer { free(text) }
    return String(cString: text)
  }
}

extension FilePath {
  /// A path below a folder, whatever it names: for rehearsals, which write nowhere else.
  static func inside(_ folder: String, _ path: String) -> String {
    // `..` leads out of the folder; in a rehearsal it is a name like another.
    let parts = path.split(separator: "/").map { $0 == ".." ? "up" : String($0) }
    return "\(folder)/\(path.hasPrefix("/") ? "root/" : "")\(parts.joined(separator: "/"))"
  }

  /// The same, for a path that may have been made so before.
  static func rehearsed(_ path: String, in folder: String) -> String {
    path.hasPrefix("\(folder)/") ? path : inside(folder, path)
  }
}
