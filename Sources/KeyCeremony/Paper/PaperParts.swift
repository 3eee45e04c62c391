internal import Evidence

// Tables, forms and words of the paper script.
extension PaperScript {
  func escaped(_ text: String) -> String { ReportPage.escaped(text) }

  /// A table of HTML cells.
  func table(
    _ head: [String] = [], _ rows: [[String]], _ style: String = "", columns: [String] = []
  ) -> String {
    func row(_ cells: [String], _ tag: String) -> String {
      let cells = cells.enumerated().map { index, cell in
        let name = columns.indices.contains(index) ? columns[index] : ""
        return "<\(tag)\(name.isEmpty ? "" : " class=\"\(name)\"")>\(cell)</\(tag)>"
      }
      return "<tr>\(cells.joined())</tr>"
    }
    let header = head.isEmpty ? "" : "<thead>\(row(head, "th"))</thead>"
    let body = rows.map { row($0, "td") }.joined(separator: "\n")
    return "<table\(style.isEmpty ? "" : " class=\"\(style)\"")>\(header)<tbody>\n\(body)\n</tbody></table>"
  }

  func table(_ rows: [[String]]) -> String { table([], rows) }

  /// Names with room to write beside them.
  func form(_ names: [String]) -> String {
    table([], names.map { ["<b>\(escaped($0))</b>", ""] }, "write", columns: ["observed"])
  }

  /// Hex in groups, and the words beside it, line by line.
  func digest(_ digest: Digest) -> String {
    let words = DigestWords.lines(digest)
    let groups = stride(from: 0, to: digest.bytes.count, by: 4).map { start in
      Hex.encode(Array(digest.bytes[start..<min(start + 4, digest.bytes.count)]))
    }
    return table(
      ["", "Hex", "Words"], zip(groups, words).map { ["", "<span class=\"mono\">\($0)</span>", escaped($1)] }, "",
      columns: ["check"])
  }

  func hexGroups(_ digest: Digest) -> [String] {
    Array(digest.aloud.prefix(2)).flatMap { row in
      let groups = row.split(separator: " ")
      return [groups.prefix(2).joined(separator: " "), groups.dropFirst(2).joined(separator: " ")]
    }
  }

  func approvals(_ list: [ApprovalRequirement]) -> String? {
    list.isEmpty ? nil : list.map(\.text).joined(separator: ", ")
  }

  static func device(_ person: Person) -> String {
    switch person.device {
    case .keyFile(let path): "key file \(path)"
    case .pkcs11(_, let uri): "card or token \(uri)"
    case .fido2: "FIDO2 authenticator, as it was enrolled"
    }
  }

  var glossary: String {
    let terms = [
      ("approval", "a person's signature, by a key of their own, that a step may be carried out as it stands here"),
      ("CKA_ID", "the number by which a token holds the two halves of a key together"),
      ("custodian", "somebody who holds a part of what activates or restores a key"),
      ("deviation", "something that was otherwise than this script says, recorded with a reason and a signature"),
      (
        "digest",
        "a number of 32 bytes (SHA-256) that fits one content only; read aloud as 32 words, or compared in hex"
      ),
      ("gate", "a check that a certificate has to pass before and after it is signed"),
      ("medium", "what a file is carried on, by the name that is written on it"),
      ("orphan", "a key that was made and must not be used, because it is not as required"),
      ("token", "the device, or its part, in which the key is born and stays"),
      ("transcript", "the record of the ceremony: each entry holds the digest of the one before it"),
    ]
    return """
      <section class="sheet">
      <h2>Glossary</h2>
      <dl>
      \(terms.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" }.joined(separator: "\n"))
      </dl>
      </section>
      """
  }
}
