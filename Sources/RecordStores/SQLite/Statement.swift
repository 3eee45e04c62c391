internal import CSQLite

/// What a statement takes.
enum SQLValue {
  case integer(Int64)
  case text(String)
  case blob([UInt8])
  case null

  static func optional(_ bytes: [UInt8]?) -> SQLValue { bytes.map(SQLValue.blob) ?? .null }
  static func optional(_ text: String?) -> SQLValue { text.map(SQLValue.text) ?? .null }
  static func optional(_ number: Int64?) -> SQLValue { number.map(SQLValue.integer) ?? .null }
}

/// One row, valid only while the closure that got it runs. A column of another type than asked for reads as nil.
struct Row {
  fileprivate let handle: OpaquePointer

  func integer(_ column: Int32) -> Int64? {
    sqlite3_column_type(handle, column) == SQLITE_INTEGER ? sqlite3_column_int64(handle, column) : nil
  }

  /// Numbers are read as text too, which PRAGMAs need.
  func text(_ column: Int32) -> String? {
    guard let start = sqlite3_column_text(handle, column) else { return nil }
    // By its length: a text may hold a NUL, and must not read as another.
    let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
    return String(decoding: bytes, as: UTF8.self)
  }

  func blob(_ column: Int32) -> [UInt8]? {
    guard sqlite3_column_type(handle, column) == SQLITE_BLOB else { return nil }
    let count = Int(sqlite3_column_bytes(handle, column))
    guard count > 0, let start = sqlite3_column_blob(handle, column) else { return [] }
    return Array(UnsafeRawBufferPointer(start: start, count: count))
  }

  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }
}

/// A prepared statement, finalised with its last reference.
final class Statement {
  private let handle: OpaquePointer
  private let connection: Connection
  private let sql: String

  init(_ handle: OpaquePointer, of connection: Connection, sql: String) {
    self.handle = handle
    self.connection = connection
    self.sql = sql
  }

  deinit { sqlite3_finalize(handle) }

  /// Runs to the end; rows are dropped.
  func run(_ values: SQLValue...) throws(RecordStoreError) {
    try step(values) { _ in true }
  }

  /// Runs an INSERT; false where a UNIQUE or PRIMARY KEY constraint stands against it.
  func insert(_ values: SQLValue...) throws(RecordStoreError) -> Bool { try insert(values) }

  func insert(_ values: [SQLValue]) throws(RecordStoreError) -> Bool {
    do {
      try step(values) { _ in true }
      return true
    } catch .sqlite(_, Statement.notUnique, _, _) {
      return false
    } catch .sqlite(_, Statement.keyTaken, _, _) {
      return false
    }
  }

  /// The first row, read by the closure; nil where there is no row or the closure gives nil.
  func first<Value>(_ values: SQLValue..., reading: (Row) -> Value?) throws(RecordStoreError) -> Value? {
    var found: Value?
    try step(values) { row in
      found = reading(row)
      return false
    }
    return found
  }

  /// Every row, until the closure returns false.
  func each(_ values: SQLValue..., row: (Row) -> Bool) throws(RecordStoreError) {
    try step(values, row)
  }

  func each(_ values: [SQLValue], row: (Row) -> Bool) throws(RecordStoreError) {
    try step(values, row)
  }

  /// The corresponding C functions are `sqlite3_step` and `sqlite3_reset`.
  private func step(_ values: [SQLValue], _ row: (Row) -> Bool) throws(RecordStoreError) {
    defer {
      // The result of the last step was looked at; reset repeats it.
      sqlite3_reset(handle)
      sqlite3_clear_bindings(handle)
    }
    for (index, value) in values.enumerated() { try bind(value, Int32(index + 1)) }
    while true {
      let code = sqlite3_step(handle)
      if code == SQLITE_DONE { return }
      guard code == SQLITE_ROW else { throw connection.error("sqlite3_step", code, sql) }
      guard row(Row(handle: handle)) else { return }
    }
  }

  private func bind(_ value: SQLValue, _ index: Int32) throws(RecordStoreError) {
    let code =
      switch value {
      case .integer(let number): sqlite3_bind_int64(handle, index, number)
      case .text(let text):
        sqlite3_bind_text64(
          handle, index, text, UInt64(text.utf8.count), Statement.transient, UInt8(SQLITE_UTF8))
      case .blob(let bytes): sqlite3_bind_blob64(handle, index, bytes, UInt64(bytes.count), Statement.transient)
      case .null: sqlite3_bind_null(handle, index)
      }
    guard code == SQLITE_OK else { throw connection.error("sqlite3_bind", code, sql) }
  }

  /// SQLITE_TRANSIENT, a macro that Swift cannot import: SQLite copies the bytes before the call returns.
  private static var transient: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

  // SQLITE_CONSTRAINT_UNIQUE and SQLITE_CONSTRAINT_PRIMARYKEY, macros with shifts.
  private static let notUnique = SQLITE_CONSTRAINT | (8 << 8)
  private static let keyTaken = SQLITE_CONSTRAINT | (6 << 8)
}
