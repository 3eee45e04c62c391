public import Records

/// Why a store could not be opened, read or written.
public enum RecordStoreError: Error, Sendable, Hashable {
  /// A C function of SQLite failed. `code` is the extended result code.
  case sqlite(function: String, code: Int32, message: String, statement: String)
  /// There is no database at this path, and none was to be made.
  case missing(path: String)
  /// Another process has the store open for writing.
  case locked(path: String)
  /// A file or directory could not be opened, locked or synced.
  case file(function: String, path: String, errno: Int32)
  case unknownSchema(path: String, found: String, required: String)
  /// A PRAGMA did not take.
  case pragma(name: String, found: String, required: String)
  case corrupt(ChainFault)
}

extension RecordStoreError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .sqlite(let function, let code, let message, let statement):
      "\(function): \(message) (code \(code))" + (statement.isEmpty ? "" : " in '\(statement)'")
    case .missing(let path):
      "there is no record store at \(path); hint: create it once, deliberately, for an empty log hides a lost one"
    case .locked(let path): "\(path) is in use by another process; one process writes to a record store"
    case .file(let function, let path, let errno): "\(function) \(path): errno \(errno)"
    case .unknownSchema(let path, let found, let required):
      "\(path) has \(found), must be \(required); hint: use the version of this software that wrote it, or the next, "
        + "which brings it up to date when its service starts"
    case .pragma(let name, let found, let required): "PRAGMA \(name) is \(found), must be \(required)"
    case .corrupt(let fault): "the record store is corrupt: \(fault)"
    }
  }

  /// The same for a caller who only read.
  var whileReading: JournalError {
    if case .corrupt(let fault) = self { .corrupt(fault) } else { .unreadable(description) }
  }
}
