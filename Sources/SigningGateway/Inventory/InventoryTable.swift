internal import Assembly
internal import Evidence
internal import Records

/// An inventory as comma-separated values (RFC 4180). The first line names the columns; only `serial` must be there.
struct InventoryTable: Sendable {
  private(set) var items: [InventoryFile.Item] = []
  private(set) var problems: [String] = []

  static let columns: Set<String> = [
    "serial", "subject", "subject-id", "key-sha256", "certificate-sha256", "not-before", "not-after", "policy",
    "revoked-at", "revocation-reason",
  ]

  init(_ text: String, name: String, issuer: String) {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    guard let header = lines.first.flatMap({ InventoryTable.cells($0) }), header.contains("serial"),
      Set(header).count == header.count, Set(header).isSubset(of: InventoryTable.columns)
    else {
      problems.append("\(name):1: is no certificate, and no list of columns from \(Self.columns.sorted())")
      return
    }
    for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty {
      let place = "\(name):\(index + 1)"
      guard let cells = InventoryTable.cells(line), cells.count == header.count else {
        problems.append("\(place): has not \(header.count) columns")
        continue
      }
      let row = Row(
        cells: Dictionary(zip(header, cells).filter { !$0.1.isEmpty }, uniquingKeysWith: { first, _ in first }))
      do throws(Unreadable) { items.append(try row.item(at: place, issuer)) } catch {
        problems.append("\(place): \(error.column) cannot be read")
      }
    }
  }

  struct Unreadable: Error {
    let column: String
  }

  private struct Row {
    let cells: [String: String]

    func value<Value>(_ column: String, _ read: (String) -> Value?) throws(Unreadable) -> Value? {
      guard let text = cells[column] else { return nil }
      guard let value = read(text) else { throw Unreadable(column: column) }
      return value
    }

    func item(at place: String, _ issuer: String) throws(Unreadable) -> InventoryFile.Item {
      guard let serial = try value("serial", { SerialNumber(hex: $0) }) else { throw Unreadable(column: "serial") }
      let entry = CertificateEntry(
        issuer: issuer, serial: serial, certificate: try value("certificate-sha256", { Digest(sha256: $0) }),
        nameForm: try value("subject", { NameText.name($0) }).map { NameForm.digest(of: $0) },
        subjectID: cells["subject-id"], subjectKey: try value("key-sha256", { Digest(sha256: $0) }),
        notBefore: try value("not-before", { Instant($0) }), notAfter: try value("not-after", { Instant($0) }),
        policy: try value("policy", { CertificatePolicy(rawValue: $0) }))
      let reason = try value("revocation-reason", { RevocationReason(rawValue: $0) })
      guard let at = try value("revoked-at", { Instant($0) }) else {
        guard reason == nil else { throw Unreadable(column: "revoked-at") }
        return InventoryFile.Item(place: place, entry: entry, revocation: nil)
      }
      return InventoryFile.Item(
        place: place, entry: entry,
        revocation: Revocation(serial: serial, reason: reason ?? .unspecified, at: at))
    }
  }

  /// The cells of a line; nil where a quotation mark is out of place.
  static func cells(_ line: some StringProtocol) -> [String]? {
    var cells: [String] = []
    var cell = ""
    var isQuoted = false
    var rest = Substring(line)
    while let next = rest.popFirst() {
      switch (next, isQuoted) {
      case ("\"", true):
        if rest.first == "\"" {
          cell.append("\"")
          rest.removeFirst()
        } else {
          isQuoted = false
          guard rest.isEmpty || rest.first == "," else { return nil }
        }
      case ("\"", false):
        guard cell.isEmpty else { return nil }
        isQuoted = true
      case (",", false):
        cells.append(cell)
        cell = ""
      default: cell.append(next)
      }
    }
    return isQuoted ? nil : cells + [cell]
  }
}
