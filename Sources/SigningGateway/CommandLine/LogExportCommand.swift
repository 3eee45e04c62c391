internal import Assembly
internal import CommandLineTools
internal import Evidence
internal import RecordStores
internal import Records

/// `signing-gateway log export`.
struct LogExportCommand {
  let screen: Screen

  func run(_ arguments: Arguments, _ configuration: Configuration) async throws(ToolFailure) -> Int32 {
    let decision = try LogExportCommand.decision(arguments)
    let path = arguments.operands.first ?? ""
    let log: SQLiteLog
    do { log = try SQLiteLog(path: configuration.state) } catch { throw .store(error.description) }
    do {
      _ = try await log.verify()
      let reader = DecisionReader(
        records: { sequence, limit throws(JournalError) in try await log.records(from: sequence, limit: limit) },
        blob: { address throws(JournalError) in try await log.blob(address) })
      guard let export = try await reader.export(decision) else {
        screen.complain("no decision \(decision.text) in \(configuration.state)")
        return 1
      }
      try write(export, to: path)
      screen.say("exported: \(export.records.count) records, \(export.blobs.count) blobs, \(path)")
      return 0
    } catch let error as ToolFailure {
      throw error
    } catch JournalError.corrupt(let fault) {
      screen.complain("the log does not verify: \(fault)")
      return 1
    } catch {
      throw .store("\(error)")
    }
  }

  private func write(_ export: DecisionExport, to path: String) throws(ToolFailure) {
    do throws(FileError) { try OutputFile(creating: path).finish(export.json.canonicalBytes() + [0x0A]) } catch {
      throw .usage(error.description)
    }
  }

  private static func decision(_ arguments: Arguments) throws(ToolFailure) -> DecisionID {
    guard let decision = arguments["--decision"].flatMap({ DecisionID($0) }) else {
      throw .usage(arguments.misuse("--decision takes 32 lower-case hexadecimal digits").description)
    }
    return decision
  }
}

/// Takes a decision out of a log, whatever keeps the log.
struct DecisionReader {
  let records: (_ from: Int64, _ limit: Int) async throws(JournalError) -> [SealedRecord]
  let blob: (Digest) async throws(JournalError) -> [UInt8]?

  private static let page = 500

  /// Nil where the log has no such decision.
  func export(_ decision: DecisionID) async throws(JournalError) -> DecisionExport? {
    var start: [SealedRecord] = []
    var own: [SealedRecord] = []
    // Changes of documents may come before, even in an earlier run.
    var changes: [SealedRecord] = []
    var approval: [SealedRecord] = []
    var next: Int64 = 1
    while case let page = try await records(next, DecisionReader.page), let last = page.last {
      for record in page {
        if record.tells(of: decision) {
          if RecordKind.documentKinds.contains(record.kind) { changes.append(record) } else { own.append(record) }
        } else if own.isEmpty, record.kind == .serviceStarted {
          start = [record]
        } else if own.isEmpty, record.kind == .configurationLoaded {
          start.append(record)
        } else if own.isEmpty, ChangeInEffect(record)?.subject == .configuration {
          approval = [record]
        }
      }
      next = last.sequence + 1
    }
    guard !own.isEmpty else { return nil }
    var blobs: [Digest: [UInt8]] = [:]
    // With it come the certificates of those who approved the configuration.
    start += approval
    own += changes
    for address in (start + own).flatMap(\.blobAddresses) where blobs[address] == nil {
      blobs[address] = try await blob(address)
    }
    return DecisionExport(decision: decision, records: start + own, blobs: blobs)
  }
}
