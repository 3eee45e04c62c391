internal import CommandLineTools
internal import Evidence
internal import RecordStores
internal import Records
internal import X509

/// `signing-gateway inventory import` and `inventory revoke`: what an existing CA did before, and what was revoked
/// elsewhere. They write to the store, so the service must not run.
struct InventoryCommand {
  let screen: Screen
  let clock: @Sendable () -> Instant

  /// Certificates to a record.
  private static let page = 500
  private static let largestFile = 1 << 30

  func importFiles(_ arguments: Arguments, _ configuration: Configuration) async throws(ToolFailure) -> Int32 {
    let (name, authority) = try issuer(arguments, configuration)
    var files: [(String, [UInt8])] = []
    for path in arguments.operands {
      do { files.append((path, try InputFile.read(path, limit: InventoryCommand.largestFile))) } catch {
        throw .usage(error.description)
      }
    }
    let inventory = InventoryFile(files, issuer: name, authority: authority)
    try refuse(inventory.problems)
    let revoked = inventory.items.count { $0.revocation != nil }
    screen.print("\(inventory.items.count) certificates, \(revoked) revoked, sha-256:\(inventory.digest.hex)")
    if arguments.has("--dry-run") { return try await compare(inventory, configuration) }

    let store = try open(configuration, create: arguments.has("--create-state"))
    defer { store.close() }
    let new = try await new(inventory, store.log)
    do { try await write(new, inventory, store, name) } catch { throw InventoryCommand.failure(error) }
    return 0
  }

  func revoke(_ arguments: Arguments, _ configuration: Configuration) async throws(ToolFailure) -> Int32 {
    let (name, _) = try issuer(arguments, configuration)
    let now = clock()
    let at = try value(arguments, "--at", { Instant($0) }) ?? now
    guard let serial = arguments.operands.first.flatMap({ SerialNumber(hex: $0) }), at <= now else {
      throw .usage(arguments.misuse("a serial number in hexadecimal, and a time that is not to come").description)
    }
    let reason = try value(arguments, "--reason", { RevocationReason(rawValue: $0) }) ?? .unspecified
    let store = try open(configuration, create: false)
    defer { store.close() }
    let journal = Journal(store)
    let entry: CertificateEntry?
    do { entry = try await journal.entry(of: serial) } catch { throw InventoryCommand.failure(error) }
    guard let entry, entry.issuer == name else {
      throw .refused("no certificate of \(name) has serial number \(serial)")
    }
    do {
      try await journal.revoke(
        Revocation(serial: serial, reason: reason, at: at), issuer: name, subjectKey: entry.subjectKey,
        reportedBy: "operator", at: now)
    } catch {
      throw InventoryCommand.failure(error)
    }
    screen.print("revoked \(serial), reason \(reason.rawValue), at \(at)")
    return 0
  }

  // MARK: - Writing

  private func write(
    _ new: [InventoryFile.Item], _ inventory: InventoryFile, _ store: SQLiteStore, _ issuer: String
  ) async throws(JournalError) {
    let journal = Journal(store)
    var done = 0
    while done < new.count {
      let page = new[done..<min(done + InventoryCommand.page, new.count)]
      try await journal.enlist(page.map(\.entry), from: inventory.digest)
      done += page.count
      screen.say("\(done) of \(new.count)")
    }
    for item in inventory.items {
      guard let revocation = item.revocation,
        try await store.certificate(revocation.serial, isPrecertificate: false)?.revocation == nil
      else { continue }
      try await journal.revoke(
        revocation, issuer: issuer, subjectKey: item.entry.subjectKey, reportedBy: "inventory", at: clock())
    }
    let known = Inventory(issuer: issuer, file: inventory.digest)
    guard try await !store.log.hasInventory(known) else { return screen.print("on record already; nothing is new") }
    try await journal.closeInventory(
      known, certificates: inventory.items.count, revocations: inventory.items.count { $0.revocation != nil },
      at: clock())
    screen.print("imported: \(new.count) new, \(inventory.items.count - new.count) on record already")
  }

  // MARK: - Comparing

  private func compare(
    _ inventory: InventoryFile, _ configuration: Configuration
  ) async throws(ToolFailure) -> Int32 {
    let log: SQLiteLog
    do { log = try SQLiteLog(path: configuration.state) } catch {
      screen.print("there is no record store yet to compare with")
      return 0
    }
    let new = try await new(inventory, log)
    screen.print("would import: \(new.count) new, \(inventory.items.count - new.count) on record already")
    return 0
  }

  /// What is not on record yet. Refuses, with a line for each, what stands against what is.
  private func new(
    _ inventory: InventoryFile, _ log: SQLiteLog
  ) async throws(ToolFailure) -> [InventoryFile.Item] {
    var new: [InventoryFile.Item] = []
    var problems: [String] = []
    do throws(JournalError) {
      for item in inventory.items {
        let entry = item.entry
        if let known = try await log.certificate(entry.serial, isPrecertificate: entry.isPrecertificate) {
          if known.entry != entry { problems.append("\(item.place): \(Conflict.serialTaken(entry.serial))") }
          continue
        }
        let answers = try await log.report(
          RegisterQuestion(
            request: inventory.digest, issuer: entry.issuer, serial: entry.serial,
            nameForm: entry.nameForm ?? inventory.digest, subjectKey: entry.subjectKey ?? inventory.digest)
        ).answers
        if let conflict = entry.conflict(with: answers.serial) ?? entry.conflict(nameHolders: answers.nameHolders) {
          problems.append("\(item.place): \(conflict)")
        }
        new.append(item)
      }
    } catch {
      throw InventoryCommand.failure(error)
    }
    try refuse(problems)
    return new
  }

  // MARK: - Arguments

  private func issuer(_ arguments: Arguments, _ configuration: Configuration) throws(ToolFailure) -> (String, Name) {
    let name: String
    do { name = try arguments.required("--issuer") } catch { throw .usage(error.description) }
    guard let settings = configuration.issuers[name] else {
      throw .usage(arguments.misuse("the configuration has no issuer \(name)").description)
    }
    do { return (name, try Certificate(der: settings.certificate).tbsCertificate.subject) } catch {
      throw .usage("issuer \(name): \(error)")
    }
  }

  private func value<Value>(
    _ arguments: Arguments, _ option: String, _ read: (String) -> Value?
  ) throws(ToolFailure) -> Value? {
    guard let text = arguments[option] else { return nil }
    guard let value = read(text) else { throw .usage(arguments.misuse("\(option) \(text) cannot be read").description) }
    return value
  }

  private func open(_ configuration: Configuration, create: Bool) throws(ToolFailure) -> SQLiteStore {
    do { return try SQLiteStore(path: configuration.state, create: create, clock: clock) } catch {
      throw .store(error.description)
    }
  }

  private func refuse(_ problems: [String]) throws(ToolFailure) {
    guard !problems.isEmpty else { return }
    for problem in problems { screen.complain(Printable.text(problem)) }
    throw .refused("nothing was imported: \(problems.count) of the inventory cannot be taken")
  }

  private static func failure(_ error: JournalError) -> ToolFailure {
    if case .conflict(let conflict) = error { .refused(conflict.description) } else { .store(error.description) }
  }
}
