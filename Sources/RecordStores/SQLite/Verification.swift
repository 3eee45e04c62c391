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
    try compare("decisions", DecisionEntry.columns, count: registers.decisionCount) { row in
      guard let entry = DecisionEntry.read(row) else { return false }
      return registers.decision(.id(entry.id)) == entry
    }
  }

  private func compareSerials(_ registers: Registers) throws(RecordStoreError) {
    try compare("serials", SerialStatus.columns, count: registers.serialCount) { row in
      guard let serial = row.blob(0).flatMap({ SerialNumber(magnitude: $0) }), let status = SerialStatus.read(row)
      else { return false }
      return registers.status(of: serial) == status
    }
  }

  private func compareConsumed(_ registers: Registers) throws(RecordStoreError) {
    try compare("consumed", "register, value", count: registers.consumedCount) { row in
      guard let register = row.text(0), let value = row.text(1) else { return false }
      return registers.isConsumed(Consumption(register: register, value: value))
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
