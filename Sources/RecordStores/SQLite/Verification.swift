internal import Evidence
internal import Records

extension Queries {
  /// The whole check: chain, registers, blobs. Everything is read in one transaction, so a writer may go on.
  func verify() throws(RecordStoreError) -> ChainState {
    try connection.execute("BEGIN")
    defer { try? connection.execute("COMMIT") }
    let (verifier, addresses) = try verifyChain()
    try compareDecisions(verifier.registers)
    try compareSerials(verifier.registers)
    try compareConsumed(verifier.registers)
    try compareCertificates(verifier.registers)
    try compareLifecycle(verifier.registers)
    try compareDocuments(verifier.registers)
    try verifyBlobs(addresses)
    return verifier.state
  }

  private func verifyChain() throws(RecordStoreError) -> (ChainVerifier, addresses: Set<Digest>) {
    var verifier = ChainVerifier()
    var addresses: Set<Digest> = []
    while true {
      // The first page starts below any sequence, so that a record numbered 0 or less is seen.
      let from = verifier.state.sequence == 0 ? Int64.min : verifier.state.sequence + 1
      let page = try records(from: from, limit: 1000)
      guard !page.isEmpty else { return (verifier, addresses) }
      for record in page {
        if let fault = verifier.check(record) { throw .corrupt(fault) }
        addresses.formUnion(record.blobAddresses)
      }
    }
  }

  private func compareDecisions(_ registers: Registers) throws(RecordStoreError) {
    try compare("decisions", DecisionEntry.columns, .decisions, registers) { row in
      guard let entry = DecisionEntry.read(row) else { return false }
      return registers.decision(.id(entry.id)) == entry
    }
  }

  private func compareSerials(_ registers: Registers) throws(RecordStoreError) {
    try compare("serials", SerialStatus.columns, .serials, registers) { row in
      guard let serial = row.blob(0).flatMap({ SerialNumber(magnitude: $0) }), let status = SerialStatus.read(row)
      else { return false }
      return registers.status(of: serial) == status
    }
  }

  private func compareConsumed(_ registers: Registers) throws(RecordStoreError) {
    try compare("consumed", "register, value", .consumed, registers) { row in
      guard let register = row.text(0), let value = row.text(1) else { return false }
      return registers.isConsumed(Consumption(register: register, value: value))
    }
  }

  private func compareCertificates(_ registers: Registers) throws(RecordStoreError) {
    try compare("certificates", CertificateEntry.columns, .certificates, registers) { row in
      guard let entry = CertificateEntry.read(row) else { return false }
      return registers.certificate(entry.serial, isPrecertificate: entry.isPrecertificate) == entry
    }
    try compare("names", "form, subject", .names, registers) { row in
      row.sha256(0).map { registers.holders(ofName: $0).subjects.contains(row.text(1)) } ?? false
    }
    try compare("certified_keys", "key, subject", .keys, registers) { row in
      row.sha256(0).map { registers.holders(ofKey: $0).subjects.contains(row.text(1)) } ?? false
    }
  }

  private func compareLifecycle(_ registers: Registers) throws(RecordStoreError) {
    try compare("compromised_keys", "key, since", .compromised, registers) { row in
      guard let key = row.sha256(0), let since = row.instant(1) else { return false }
      return registers.compromise(of: key) == since
    }
    try compare("revocations", Revocation.columns, .revocations, registers) { row in
      guard let revocation = Revocation.read(row) else { return false }
      return registers.revocation(of: revocation.serial) == revocation
    }
    try compare("inventories", "issuer, file", .inventories, registers) { row in
      guard let issuer = row.text(0), let file = row.sha256(1) else { return false }
      return registers.hasInventory(Inventory(issuer: issuer, file: file))
    }
    try compare("acceptances", "decision, due, record", .acceptances, registers) { row in
      guard let id = row.text(0).flatMap({ DecisionID($0) }), let due = row.instant(1) else { return false }
      return registers.acceptance(of: id) == AwaitedAcceptance(due: due, record: row.integer(2))
    }
  }

  private func compareDocuments(_ registers: Registers) throws(RecordStoreError) {
    try compare("documents", RegisterDocument.columns, .documents, registers) { row in
      guard let document = RegisterDocument.read(row) else { return false }
      return registers.document(document.register, document.key) == document
        && registers.lastChange(ofDocument: document.key, in: document.register) == row.integer(5)
    }
    try compare("counters", "register, key, value", .counters, registers) { row in
      guard let register = row.text(0), let key = row.text(1), let value = row.integer(2) else { return false }
      return registers.count(register, key) == value
    }
    try compare("vault", VaultItem.columns, .vault, registers) { row in
      guard let item = VaultItem.read(row) else { return false }
      return registers.kept(item.name) == item.digest
    }
  }

  private func verifyBlobs(_ addresses: Set<Digest>) throws(RecordStoreError) {
    var missing = addresses
    try compare("blobs", "address, content", count: nil) { row in
      guard let address = row.blob(0), let content = row.blob(1) else { return false }
      let blob = Blob(content)
      missing.remove(blob.address)
      return blob.address.bytes == address
    }
    if let one = missing.first { throw .corrupt(.table("blobs", "\(one.hex) is missing")) }
  }

  private func compare(
    _ table: String, _ columns: String, _ name: RegisterName, _ registers: Registers, good: (Row) -> Bool
  ) throws(RecordStoreError) {
    try compare(table, columns, count: registers.counts[name] ?? 0, good: good)
  }

  /// Every row must be good, and there must be as many as the chain says.
  private func compare(
    _ table: String, _ columns: String, count: Int?, good: (Row) -> Bool
  ) throws(RecordStoreError) {
    var bad: Int64?
    var rows = 0
    try connection.prepare("SELECT \(columns) FROM \(table)").each { row in
      rows += 1
      if !good(row) { bad = Int64(rows) }
      return bad == nil
    }
    if let bad { throw .corrupt(.table(table, "row \(bad) differs from what the records say")) }
    if let count, count != rows { throw .corrupt(.table(table, "\(rows) rows, where the records say \(count)")) }
  }
}

extension ChainFault {
  fileprivate static func table(_ name: String, _ found: String) -> ChainFault {
    ChainFault(record: 0, found: "table \(name): \(found)", required: "what the records say")
  }
}
