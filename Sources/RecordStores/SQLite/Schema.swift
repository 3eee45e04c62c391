internal import Records

/// The tables, and the settings without which they promise nothing.
enum Schema {
  /// `SEAL` in ASCII: tells our database from another application's.
  private static let applicationID = 0x5345_414C
  private static let version = 4
  /// What `prepare` takes on: its tables are the same, and some are added.
  private static let older = 3
  /// What SQLite gives every database that is made without a word about it.
  static let pageSize = 4096

  /// Makes or recognises the tables and switches on what durability needs. For the one writer.
  static func prepare(_ connection: Connection, path: String) throws(RecordStoreError) {
    try harden(connection)
    let isNew = try connection.value("SELECT count(*) FROM sqlite_schema") == "0"
    let found = isNew ? version : try recognise(connection, path: path, versions: [version, older])
    try connection.set("journal_mode", "wal", found: "wal")
    // FULL syncs the log at every commit; NORMAL would lose acknowledged records with the power.
    try connection.set("synchronous", "FULL", found: "2")
    // What `VaultFrame` counts on.
    let pageSize = try connection.value("PRAGMA page_size")
    guard pageSize == String(Schema.pageSize) else {
      throw .pragma(name: "page_size", found: pageSize, required: String(Schema.pageSize))
    }
    // Savepoints copy each page they touch; in memory, for the copies are worth nothing after a crash.
    try connection.set("temp_store", "MEMORY", found: "2")
    // Digests land anywhere in an index: 64 MiB keep its pages at hand, and fewer checkpoints write each page less often.
    try connection.set("cache_size", "-65536", found: "-65536")
    try connection.execute("PRAGMA wal_autocheckpoint = 4000")
    // What is erased is overwritten. FAST would leave it on pages that are free.
    try connection.set("secure_delete", "ON", found: "1")
    if isNew {
      try connection.execute("BEGIN IMMEDIATE; \(tables)\(documentTables)")
      try connection.execute("PRAGMA application_id = \(applicationID); PRAGMA user_version = \(version); COMMIT")
    } else if found == older {
      try connection.execute("BEGIN IMMEDIATE; \(documentTables)PRAGMA user_version = \(version); COMMIT")
    }
    try index(connection, "rare_records", isRare)
    try index(connection, "revocation_records", isRevocation)
  }

  /// No part of the schema's version: a log without it, or with that of other kinds, is read too, but slowly.
  private static func index(_ connection: Connection, _ name: String, _ term: String) throws(RecordStoreError) {
    let index = "CREATE INDEX \(name) ON records (sequence) WHERE \(term)"
    let found = try connection.value("SELECT sql FROM sqlite_schema WHERE name = '\(name)'")
    guard found != index else { return }
    try connection.execute("BEGIN IMMEDIATE; DROP INDEX IF EXISTS \(name); \(index); COMMIT")
  }

  /// What requests cause. Everything else comes seldom, and has an index of its own.
  static let frequentKinds =
    [
      "acceptance", "certificate-revoked", "intent", "inventory-entries", "operator-refused", "outcome",
      "request-refused", "requester-refused", "serials-reserved",
    ] + RecordKind.documentKinds.map(\.rawValue).sorted()

  /// The index is used for a query that has this very term.
  static let isRare = "kind NOT IN (\(frequentKinds.map { "'\($0)'" }.joined(separator: ", ")))"

  /// Requests cause them, and every start looks through them: an index of their own, used like the other.
  static let isRevocation = "kind = '\(RecordKind.certificateRevoked.rawValue)'"

  /// Recognises the tables. For readers.
  static func prepareReader(_ connection: Connection, path: String) throws(RecordStoreError) {
    try harden(connection)
    // The pages above the leaves of the indices stay at hand with millions of entries too, until the next commit.
    try connection.set("cache_size", "-16384", found: "-16384")
    _ = try recognise(connection, path: path, versions: [version])
  }

  private static func harden(_ connection: Connection) throws(RecordStoreError) {
    try connection.set("trusted_schema", "OFF", found: "0")
    try connection.set("cell_size_check", "ON", found: "1")
  }

  /// The version of the tables, one of those given.
  private static func recognise(
    _ connection: Connection, path: String, versions: [Int]
  ) throws(RecordStoreError) -> Int {
    let application = try connection.value("PRAGMA application_id")
    let text = try connection.value("PRAGMA user_version")
    guard application == String(applicationID), let found = Int(text), versions.contains(found) else {
      throw .unknownSchema(
        path: path, found: "application \(application), schema \(text)",
        required: "application \(applicationID), schema \(version)")
    }
    return found
  }

  /// Uniqueness is the database's to keep; the triggers keep our own mistakes from rewriting history.
  private static let tables = """
    CREATE TABLE records (
      sequence INTEGER PRIMARY KEY, previous BLOB NOT NULL, time TEXT NOT NULL, kind TEXT NOT NULL,
      body BLOB NOT NULL, hash BLOB NOT NULL) STRICT;
    CREATE TABLE blobs (address BLOB PRIMARY KEY, content BLOB NOT NULL) STRICT;
    CREATE TABLE serials (
      serial BLOB PRIMARY KEY, issuer TEXT NOT NULL, requester TEXT NOT NULL, subject_key BLOB,
      reserved_at TEXT NOT NULL, expires TEXT, precertificate TEXT, decision TEXT) STRICT, WITHOUT ROWID;
    CREATE TABLE certificates (
      serial BLOB NOT NULL, precertificate INTEGER NOT NULL, issuer TEXT NOT NULL, certificate BLOB,
      subject_name BLOB, name_form BLOB, subject_id TEXT, subject_key BLOB, not_before TEXT, not_after TEXT,
      policy TEXT, event TEXT, terms BLOB, device TEXT, decision TEXT, PRIMARY KEY (serial, precertificate))
      STRICT, WITHOUT ROWID;
    CREATE INDEX certificates_by_device ON certificates (device, serial) WHERE device IS NOT NULL;
    CREATE TABLE names (form BLOB NOT NULL, subject TEXT, UNIQUE (form, subject)) STRICT;
    CREATE UNIQUE INDEX one_unnamed_bearer ON names (form) WHERE subject IS NULL;
    CREATE TABLE certified_keys (key BLOB NOT NULL, subject TEXT, UNIQUE (key, subject)) STRICT;
    CREATE UNIQUE INDEX one_unnamed_holder ON certified_keys (key) WHERE subject IS NULL;
    CREATE TABLE compromised_keys (key BLOB PRIMARY KEY, since TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE revocations (
      serial BLOB PRIMARY KEY, reason TEXT NOT NULL, at TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE inventories (issuer TEXT NOT NULL, file BLOB NOT NULL, PRIMARY KEY (issuer, file))
      STRICT, WITHOUT ROWID;
    CREATE TABLE acceptances (decision TEXT PRIMARY KEY, due TEXT NOT NULL, record INTEGER) STRICT;
    CREATE INDEX open_acceptances ON acceptances (due) WHERE record IS NULL;
    CREATE TABLE decisions (
      id TEXT PRIMARY KEY, request BLOB NOT NULL, serial BLOB, opening INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('refused', 'pending', 'signed', 'not-signed', 'unknown', 'incident')),
      object BLOB, conclusion INTEGER) STRICT;
    CREATE UNIQUE INDEX one_intent_per_request ON decisions (request) WHERE state <> 'refused';
    CREATE INDEX refusals_by_request ON decisions (request) WHERE state = 'refused';
    CREATE INDEX decisions_by_serial ON decisions (serial) WHERE serial IS NOT NULL;
    CREATE INDEX pending_decisions ON decisions (opening) WHERE state = 'pending';
    CREATE TABLE consumed (
      register TEXT NOT NULL, value TEXT NOT NULL, decision TEXT NOT NULL, PRIMARY KEY (register, value))
      STRICT, WITHOUT ROWID;
    CREATE TRIGGER records_never_change BEFORE UPDATE ON records
      BEGIN SELECT RAISE(ABORT, 'a record never changes'); END;
    CREATE TRIGGER records_never_go BEFORE DELETE ON records
      BEGIN SELECT RAISE(ABORT, 'a record never goes'); END;
    CREATE TRIGGER serials_stay_spent BEFORE UPDATE ON serials WHEN OLD.decision IS NOT NULL
      BEGIN SELECT RAISE(ABORT, 'a spent serial stays spent'); END;
    CREATE TRIGGER pairs_stay_pairs BEFORE UPDATE ON serials
      WHEN OLD.precertificate IS NOT NULL AND NEW.precertificate IS NOT OLD.precertificate
      BEGIN SELECT RAISE(ABORT, 'a precertificate stays with its serial'); END;
    CREATE TRIGGER certificates_never_change BEFORE UPDATE ON certificates
      BEGIN SELECT RAISE(ABORT, 'a registered certificate never changes'); END;
    CREATE TRIGGER certificates_never_go BEFORE DELETE ON certificates
      BEGIN SELECT RAISE(ABORT, 'a registered certificate never goes'); END;
    CREATE TRIGGER names_never_go BEFORE DELETE ON names
      BEGIN SELECT RAISE(ABORT, 'a given name stays given'); END;
    CREATE TRIGGER keys_never_go BEFORE DELETE ON certified_keys
      BEGIN SELECT RAISE(ABORT, 'a certified key stays certified'); END;
    CREATE TRIGGER compromised_keys_never_go BEFORE DELETE ON compromised_keys
      BEGIN SELECT RAISE(ABORT, 'a compromised key stays compromised'); END;
    CREATE TRIGGER serials_never_go BEFORE DELETE ON serials
      BEGIN SELECT RAISE(ABORT, 'a serial never goes'); END;
    CREATE TRIGGER consumed_never_goes BEFORE DELETE ON consumed
      BEGIN SELECT RAISE(ABORT, 'a used authorisation stays used'); END;
    """

  /// What schema 4 added. What stands in the vault's `content` is a `VaultFrame`, in a table with rowids: rows of others are
  /// kept in other ways.
  private static let documentTables = """
    CREATE TABLE documents (
      register TEXT NOT NULL, key TEXT NOT NULL, owner TEXT, revision INTEGER NOT NULL, record INTEGER NOT NULL,
      body BLOB NOT NULL, PRIMARY KEY (register, key)) STRICT;
    CREATE INDEX documents_by_owner ON documents (register, owner, key) WHERE owner IS NOT NULL;
    CREATE TABLE counters (register TEXT NOT NULL, key TEXT NOT NULL, value INTEGER NOT NULL,
      PRIMARY KEY (register, key)) STRICT, WITHOUT ROWID;
    CREATE TABLE vault (
      name TEXT PRIMARY KEY, digest BLOB NOT NULL, size INTEGER NOT NULL, content BLOB NOT NULL) STRICT;
    CREATE TRIGGER documents_go_forward BEFORE UPDATE ON documents
      WHEN NEW.register IS NOT OLD.register OR NEW.key IS NOT OLD.key OR NEW.revision IS NOT OLD.revision + 1
      BEGIN SELECT RAISE(ABORT, 'a document changes by one revision'); END;
    CREATE TRIGGER documents_never_go BEFORE DELETE ON documents
      BEGIN SELECT RAISE(ABORT, 'a document never goes'); END;
    CREATE TRIGGER counters_go_up BEFORE UPDATE ON counters WHEN NEW.value <= OLD.value
      BEGIN SELECT RAISE(ABORT, 'a counter goes up'); END;
    CREATE TRIGGER counters_never_go BEFORE DELETE ON counters
      BEGIN SELECT RAISE(ABORT, 'a counter never goes'); END;
    CREATE TRIGGER vault_never_changes BEFORE UPDATE ON vault
      BEGIN SELECT RAISE(ABORT, 'what is kept never changes'); END;
    """
}

extension Connection {
  /// Sets a PRAGMA and reads it back: SQLite takes what it does not know in silence.
  fileprivate func set(_ name: String, _ value: String, found required: String) throws(RecordStoreError) {
    try execute("PRAGMA \(name) = \(value)")
    let found = try self.value("PRAGMA \(name)")
    guard found == required else { throw .pragma(name: name, found: found, required: required) }
  }
}
