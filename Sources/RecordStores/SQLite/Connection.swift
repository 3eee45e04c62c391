internal import CSQLite

/// One connection to a database. Not `Sendable`: whoever makes it keeps it on one thread.
final class Connection {
  private let handle: OpaquePointer

  enum Mode {
    case readOnly, readWrite, create

    fileprivate var flags: Int32 {
      switch self {
      case .readOnly: SQLITE_OPEN_READONLY
      case .readWrite: SQLITE_OPEN_READWRITE
      case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
      }
    }
  }

  /// The corresponding C function is `sqlite3_open_v2`.
  init(path: String, mode: Mode) throws(RecordStoreError) {
    var handle: OpaquePointer?
    // One thread per connection, so SQLite need not lock it.
    let flags = mode.flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    let code = sqlite3_open_v2(path, &handle, flags, nil)
    guard let handle, code == SQLITE_OK else {
      let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
      sqlite3_close_v2(handle)
      throw .sqlite(function: "sqlite3_open_v2", code: code, message: message, statement: path)
    }
    self.handle = handle
    wait(milliseconds: Connection.patience)
  }

  /// Waiting for a reader's or a checkpoint's short lock is no failure.
  private static let patience: Int32 = 10_000

  private func wait(milliseconds: Int32) { sqlite3_busy_timeout(handle, milliseconds) }

  // Statements hold their connection, so none is left when it closes.
  deinit { sqlite3_close_v2(handle) }

  /// Rows that the last INSERT, UPDATE or DELETE touched. The corresponding C function is `sqlite3_changes64`.
  var changes: Int64 { sqlite3_changes64(handle) }

  /// Runs statements that take no values and give no rows. The corresponding C function is `sqlite3_exec`.
  func execute(_ sql: String) throws(RecordStoreError) {
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw error("sqlite3_exec", code, sql) }
  }

  /// The corresponding C function is `sqlite3_prepare_v3`.
  func prepare(_ sql: String) throws(RecordStoreError) -> Statement {
    var statement: OpaquePointer?
    let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
    guard let statement, code == SQLITE_OK else { throw error("sqlite3_prepare_v3", code, sql) }
    return Statement(statement, of: self, sql: sql)
  }

  /// Carries the write-ahead log over into the database and empties it; false where a reader still needs it.
  func emptyLog(waiting milliseconds: Int32) throws(RecordStoreError) -> Bool {
    wait(milliseconds: milliseconds)
    defer { wait(milliseconds: Connection.patience) }
    return try value("PRAGMA wal_checkpoint(TRUNCATE)") == "0"
  }

  /// The single value that a PRAGMA or SELECT gives, as text.
  func value(_ sql: String) throws(RecordStoreError) -> String {
    try prepare(sql).first(reading: { $0.text(0) }) ?? ""
  }

  func error(_ function: String, _ code: Int32, _ sql: String) -> RecordStoreError {
    .sqlite(function: function, code: code, message: String(cString: sqlite3_errmsg(handle)), statement: sql)
  }
}
