internal import Evidence
internal import Records

/// What is asked of the register tables, by readers and by the writer. Belongs to one thread.
final class RegisterQueries {
  private let serial: Statement
  private let certificate: Statement
  private let name: Statement
  private let key: Statement
  private let compromise: Statement
  private let revocation: Statement
  private let inventory: Statement
  private let inventories: Statement
  private let open: Statement
  private let ofDevice: Statement
  private let devices: Statement

  /// One holder more than a rule needs to see that there are others.
  private static let most = 100

  init(_ connection: Connection) throws(RecordStoreError) {
    serial = try connection.prepare("SELECT \(SerialStatus.columns) FROM serials WHERE serial = ?")
    certificate = try connection.prepare(
      "SELECT \(CertificateEntry.columns) FROM certificates WHERE serial = ? AND precertificate = ?")
    name = try connection.prepare("SELECT subject FROM names WHERE form = ? LIMIT \(RegisterQueries.most)")
    key = try connection.prepare("SELECT subject FROM certified_keys WHERE key = ? LIMIT \(RegisterQueries.most)")
    compromise = try connection.prepare("SELECT since FROM compromised_keys WHERE key = ?")
    revocation = try connection.prepare("SELECT \(Revocation.columns) FROM revocations WHERE serial = ?")
    inventory = try connection.prepare("SELECT 1 FROM inventories WHERE issuer = ? AND file = ?")
    inventories = try connection.prepare("SELECT 1 FROM inventories WHERE issuer = ? LIMIT 1")
    open = try connection.prepare(
      """
      SELECT a.decision, a.due FROM acceptances a JOIN decisions d ON d.id = a.decision
      WHERE a.record IS NULL AND d.state = 'signed' ORDER BY a.due, a.decision
      """)
    ofDevice = try connection.prepare(
      """
      SELECT \(CertificateEntry.columns) FROM certificates
      WHERE device = ? AND serial > ? AND \(RegisterQueries.inUse) ORDER BY serial LIMIT ?
      """)
    devices = try connection.prepare(
      """
      SELECT device, count(*) FROM certificates WHERE device IS NOT NULL AND \(RegisterQueries.inUse) GROUP BY device
      """)
  }

  func status(of number: SerialNumber) throws(RecordStoreError) -> SerialStatus {
    try serial.only(.blob(number.magnitude), what: "serial \(number)", SerialStatus.read) ?? .unknown
  }

  func certificate(_ number: SerialNumber, isPrecertificate: Bool) throws(RecordStoreError) -> CertificateEntry? {
    try certificate.only(
      .blob(number.magnitude), .integer(isPrecertificate ? 1 : 0), what: "certificate \(number)",
      CertificateEntry.read)
  }

  func revocation(of number: SerialNumber) throws(RecordStoreError) -> Revocation? {
    try revocation.only(.blob(number.magnitude), what: "revocation \(number)", Revocation.read)
  }

  func holders(ofName form: Digest?) throws(RecordStoreError) -> Holders { try holders(name, form) }

  func holders(ofKey digest: Digest?) throws(RecordStoreError) -> Holders { try holders(key, digest) }

  private func holders(_ statement: Statement, _ digest: Digest?) throws(RecordStoreError) -> Holders {
    guard let digest else { return Holders() }
    var subjects: [String?] = []
    try statement.each(.blob(digest.bytes)) { row in
      subjects.append(row.text(0))
      return true
    }
    return Holders(subjects.sorted { ($0 ?? "").utf8.lexicographicallyPrecedes(($1 ?? "").utf8) })
  }

  func compromise(of digest: Digest?) throws(RecordStoreError) -> Instant? {
    guard let digest else { return nil }
    return try compromise.only(.blob(digest.bytes), what: "a compromised key") { $0.text(0).flatMap { Instant($0) } }
  }

  func hasInventory(_ found: Inventory) throws(RecordStoreError) -> Bool {
    try inventory.first(.text(found.issuer), .blob(found.file.bytes)) { _ in true } ?? false
  }

  func isWithoutInventory(_ issuer: String) throws(RecordStoreError) -> Bool {
    try inventories.first(.text(issuer)) { _ in false } ?? true
  }

  func openAcceptances() throws(RecordStoreError) -> [OpenAcceptance] {
    var read: [OpenAcceptance?] = []
    try open.each { row in
      let decision = row.text(0).flatMap { DecisionID($0) }
      let due = row.text(1).flatMap { Instant($0) }
      read.append(decision.flatMap { decision in due.map { OpenAcceptance(decision: decision, due: $0) } })
      return true
    }
    let acceptances = read.compactMap { $0 }
    guard acceptances.count == read.count else { throw .unreadable("an acceptance") }
    return acceptances
  }

  /// Of a pair the certificate stands for both; what was never signed needs no revocation. Times of whole seconds compare as
  /// texts.
  private static let inUse = """
    not_after >= ?
      AND NOT EXISTS (SELECT 1 FROM revocations r WHERE r.serial = certificates.serial)
      AND NOT EXISTS (SELECT 1 FROM decisions d WHERE d.id = certificates.decision
        AND d.state IN ('not-signed', 'incident'))
      AND (precertificate = 0 OR NOT EXISTS (
        SELECT 1 FROM certificates c LEFT JOIN decisions d ON d.id = c.decision
        WHERE c.serial = certificates.serial AND c.precertificate = 0
          AND coalesce(d.state, '') NOT IN ('not-signed', 'incident')))
    """

  func certificates(
    ofDevice device: String, at now: Instant, after serial: SerialNumber?, limit: Int
  ) throws(RecordStoreError) -> [CertificateEntry] {
    var read: [CertificateEntry?] = []
    try ofDevice.each(
      .text(device), .blob(serial?.magnitude ?? []), .text(now.wholeSeconds), .integer(Int64(max(limit, 0)))
    ) { row in
      read.append(CertificateEntry.read(row))
      return true
    }
    let entries = read.compactMap { $0 }
    guard entries.count == read.count else { throw .unreadable("a certificate of device \(device)") }
    return entries
  }

  func certifiedDevices(at now: Instant) throws(RecordStoreError) -> [String: Int] {
    var counts: [String: Int] = [:]
    var isWhole = true
    try devices.each(.text(now.wholeSeconds)) { row in
      guard let device = row.text(0), let count = row.integer(1) else {
        isWhole = false
        return false
      }
      counts[device] = Int(clamping: count)
      return true
    }
    guard isWhole else { throw .unreadable("a device's certificates") }
    return counts
  }

  func answers(to question: RegisterQuestion) throws(RecordStoreError) -> RegisterAnswers {
    var status = SerialStatus.unknown
    if let serial = question.serial { status = try self.status(of: serial) }
    var previous: (entry: CertificateEntry?, revocation: Revocation?)
    if let serial = question.previous {
      previous = (try certificate(serial, isPrecertificate: false), try revocation(of: serial))
    }
    return RegisterAnswers(
      serial: status, nameHolders: try holders(ofName: question.nameForm),
      keyHolders: try holders(ofKey: question.subjectKey), keyCompromised: try compromise(of: question.subjectKey),
      previous: previous.entry, previousRevocation: previous.revocation,
      inventoryIsMissing: question.requiresInventory ? try isWithoutInventory(question.issuer) : false)
  }
}

extension Instant {
  fileprivate var wholeSeconds: String { Instant(seconds: seconds).description }
}

extension Statement {
  /// The one row, read by the closure; nil where there is none. A row that does not read back is a fault.
  func only<Value>(
    _ values: SQLValue..., what: @autoclosure () -> String, _ read: (Row) -> Value?
  ) throws(RecordStoreError) -> Value? {
    var found = false
    var value: Value?
    try each(values) { row in
      found = true
      value = read(row)
      return false
    }
    guard !found || value != nil else { throw .unreadable(what()) }
    return value
  }
}
