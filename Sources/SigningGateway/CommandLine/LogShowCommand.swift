internal import CommandLineTools
internal import Evidence
internal import RecordStores
internal import Records

/// `signing-gateway log show`.
struct LogShowCommand {
  let screen: Screen

  private static let page = 500

  func run(_ arguments: Arguments, _ configuration: Configuration) async throws(ToolFailure) -> Int32 {
    let since = try LogShowCommand.since(arguments)
    let decision = try LogShowCommand.decision(arguments)
    let log: SQLiteLog
    do { log = try SQLiteLog(path: configuration.state) } catch { throw .store(error.description) }
    let json = arguments.has("--json")
    var next = since
    do {
      while true {
        let records = try await log.records(from: next, limit: LogShowCommand.page)
        guard let last = records.last else { break }
        for record in records where decision.map({ record.tells(of: $0) }) ?? true {
          screen.print(json ? String(decoding: record.canonicalBytes(), as: UTF8.self) : RecordLine.text(of: record))
        }
        next = last.sequence + 1
      }
      let end = try await log.verify()
      report(end, json: json)
      return 0
    } catch .corrupt(let fault) {
      screen.complain("the log does not verify: \(fault)")
      return 1
    } catch {
      throw .store(error.description)
    }
  }

  private func report(_ end: ChainState, json: Bool) {
    guard json else { return screen.print("verified: \(end.sequence) records, last hash \(end.hash.hex)") }
    screen.print(
      JSONValue.object([
        "verified": .bool(true), "records": .integer(end.sequence), "hash": .string(end.hash.hex),
      ]))
  }

  private static func since(_ arguments: Arguments) throws(ToolFailure) -> Int64 {
    guard let text = arguments["--since"] else { return 1 }
    guard let number = Int64(text), number > 0 else {
      throw .usage(arguments.misuse("--since takes a sequence number from 1 on").description)
    }
    return number
  }

  private static func decision(_ arguments: Arguments) throws(ToolFailure) -> DecisionID? {
    guard let text = arguments["--decision"] else { return nil }
    guard let decision = DecisionID(text) else {
      throw .usage(arguments.misuse("--decision takes 32 lower-case hexadecimal digits").description)
    }
    return decision
  }
}

/// A record as one line for people.
enum RecordLine {
  static func text(of record: SealedRecord) -> String {
    let body = record.value ?? .null
    let names = ["decision", "requester", "issuer", "serial", "subject", "digest", "operator"]
    let columns = names.compactMap { name in body[name]?.text.map { "\(name)=\($0)" } }
    return ([String(record.sequence), record.time.description, record.kind.rawValue] + columns + summary(body))
      .map(Printable.text).joined(separator: " ")
  }

  private static func summary(_ body: JSONValue) -> [String] {
    var parts: [String] = []
    if let object = body["object"] { parts.append("certificate=\(object["sha256"]?.text ?? object.text ?? "")") }
    if let serials = body["serials"]?.elements {
      parts.append("serials=\(serials.compactMap(\.text).joined(separator: ","))")
    }
    if let approvers = body["approvers"]?.elements {
      parts.append("approvers=\(approvers.compactMap { $0["operator"]?.text }.joined(separator: ","))")
    }
    parts += changes(body)
    if let reason = body["reason"]?.text { parts.append("reason=\"\(reason)\"") }
    if body["demo"] == .bool(true) { parts.append("demo") }
    for finding in (body["findings"]?.elements ?? []).compactMap({ RecordedFinding($0) }) {
      parts.append("[\(finding.severity) \(finding.rule): \(finding.field) is \(finding.found)]")
    }
    return parts
  }

  /// Documents, counters and what the vault keeps and loses; the first few by name.
  private static func changes(_ body: JSONValue) -> [String] {
    let documents = (body["documents"]?.elements ?? []).compactMap { RegisterDocument($0) }
    let counts = (body["counts"]?.elements ?? []).compactMap { Consumption($0) }
    let lists = [
      ("documents", documents.map { "\($0.register)/\($0.key)@\($0.revision)" }),
      ("counts", counts.map { "\($0.register)/\($0.value)" }),
      ("keeps", (body["keeps"]?.elements ?? []).compactMap { $0["name"]?.text }),
      ("erases", (body["erases"]?.elements ?? []).compactMap(\.text)),
    ]
    return lists.filter { !$0.1.isEmpty }.map { name, items in
      let more = items.count > most ? ",and \(items.count - most) more" : ""
      return "\(name)=\(items.prefix(most).joined(separator: ","))\(more)"
    }
  }

  private static let most = 5
}

extension SealedRecord {
  /// Whether the record is one of the decision's. A change of documents names it in its note.
  func tells(of decision: DecisionID) -> Bool {
    let body = value
    return body?["decision"]?.text == decision.text || body?["note"]?["decision"]?.text == decision.text
  }
}

/// Outsiders' text for a terminal and for log lines: what could move a cursor or forge a line is escaped.
enum Printable {
  static func text(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
      (0x20..<0x7F).contains(scalar.value) ? String(scalar) : scalar.escaped(asASCII: true)
    }.joined()
  }
}
