internal import Evidence

/// The report as one HTML page that prints on A4: everything is in it, and nothing is fetched.
struct ReportPage {
  let report: JSONValue

  var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <title>\(text(ceremony["name"])): ceremony report</title>
    <style>
    \(ReportPage.style)
    </style>
    </head>
    <body>
    \(banner)<h1>Key ceremony report</h1>
    <p>\(text(ceremony["name"])). \(text(ceremony["purpose"])).</p>
    \(facts)
    \(section("Roles, functions, responsibilities, evidence", roles))
    \(section("Devices", devices))
    \(section("Keys", keys))
    \(section("Certificates", certificates))
    \(section("Files", table(["file", "step", "SHA-256", "record"], files)))
    \(section("Steps", table(["no", "step", "verb", "began", "ended", "approved by"], steps)))
    \(section("What else is on record of the steps: answers, custody, backups, destruction", evidence))
    \(section("What was found: deviations, interruptions, faults", remarks))
    \(section("What is not proven", "<ul>\(items("notProven").map { "<li>\(text($0))</li>" }.joined())</ul>"))
    \(section("Signatures", signatures))
    <p class="small">\(items("editions").map(text).joined(separator: "; ")). \(text(report["disclaimer"]))
    Made by \(text(report["tool"])) from the transcript; report.json says the same.</p>
    </body>
    </html>

    """
  }

  private static let style = """
    @page { size: A4; margin: 18mm; }
    body { font: 10pt/1.4 serif; color: #000; background: #fff; max-width: 174mm; margin: 0 auto; }
    h1 { font-size: 16pt; } h2 { font-size: 12pt; margin: 1.4em 0 .4em; break-after: avoid; }
    table { border-collapse: collapse; width: 100%; } th, td { border: .3mm solid #777; padding: 1mm 1.5mm;
    text-align: left; vertical-align: top; overflow-wrap: break-word; } tr { break-inside: avoid; }
    table + table { margin-top: 3mm; } .facts th { width: 38mm; }
    .hex { font: 8.5pt/1.4 monospace; overflow-wrap: anywhere; } .small { font-size: 8.5pt; }
    .banner { border: 1mm solid #000; padding: 2mm; font-weight: bold; text-align: center; }
    .sign td { height: 16mm; }
    """

  private var ceremony: JSONValue { report["ceremony"] ?? .null }

  private var banner: String {
    guard let nature = report["nature"]?.text, nature != "ceremony" else { return "" }
    return "<p class=\"banner\">\(nature.uppercased()): THIS WAS NO CEREMONY. ITS KEYS MUST NOT BE USED.</p>\n"
  }

  private var facts: String {
    let rows: [(String, String)] = [
      ("Kind", text(ceremony["kind"])), ("Began", time(ceremony["began"])), ("Ended", time(ceremony["ended"])),
      ("Held with", text(ceremony["heldWith"])), ("SHA-256 of the tool", hex(ceremony["heldWithSHA256"])),
      ("SHA-256 of the script", digest(ceremony["script"])), ("Records", text(ceremony["records"])),
      ("Hash of the last record", digest(ceremony["lastRecord"])), ("Verdict", text(report["verdict"])),
    ]
    let web = ceremony["baselineRequirements"]?.text.map { [("Web", ReportPage.escaped($0))] } ?? []
    return sheet(rows + web)
  }

  private var roles: String {
    table(
      ["who", "role and function", "during", "after", "evidence"],
      items("roles").map { person in
        let roles = person["roles"]?.elements ?? []
        func lines(_ name: String) -> String { roles.map { text($0[name]) }.joined(separator: "<br>") }
        let records = (person["evidence"]?.elements ?? []).map(text).joined(separator: ", ")
        let titles = roles.map { role in
          text(role["role"]) + (role["isExternal"] == .bool(true) ? " (external)" : "") + ": " + text(role["function"])
        }
        return [
          "\(text(person["name"]))<br>\(text(person["organization"]))", titles.joined(separator: "<br>"),
          lines("during"), lines("after"),
          "signs with \(text(person["signsWith"])), key \(digest(person["publicKey"]))<br>signed records: "
            + (records.isEmpty ? "none" : records),
        ]
      })
  }

  private var devices: String {
    table(
      ["token", "manufacturer and model", "serial", "firmware", "dual control"],
      items("devices").map { device in
        let identity = device["identity"] ?? .null
        return [
          "\(text(device["token"])): \(text(identity["label"]))",
          "\(text(identity["manufacturer"])) \(text(identity["model"]))", text(identity["serial"]),
          text(identity["firmwareVersion"]), text(device["dualControl"]),
        ]
      })
  }

  private var keys: String {
    sheets(
      items("keys").map { key in
        let settings = (key["settings"]?.elements ?? []).map { "\(text($0["name"])): \(text($0["value"]))" }
        var read: [String] = []
        if case .object(let members)? = key["attributes"] {
          read = members.keys.sorted().map { "\(ReportPage.escaped($0)) \(text(members[$0]))" }
        }
        let later = key["preGenerated"] == .bool(true) ? "<br><b>pre-generated: re-assess before use</b>" : ""
        return [
          ("Unique id", text(key["id"]) + later),
          ("Algorithm and size", "\(text(key["algorithm"])), \(text(key["size"])) bits"),
          key["checkValue"] == .null || key["checkValue"] == nil
            ? ("SHA-256 fingerprint", digest(key["fingerprint"])) : ("Check value", hex(key["checkValue"])),
          ("Purpose and protection", "\(text(key["purpose"])); \(text(key["protection"]))"),
          ("Made", "\(time(key["madeAt"])), step \(text(key["step"])), record \(text(key["record"]))"),
          ("Settings", settings.joined(separator: "<br>")),
          ("Attributes read back", read.joined(separator: "<br>")),
          ("Evidence of the device", text(key["deviceEvidence"])),
        ]
      })
  }

  private var certificates: String {
    sheets(
      items("certificates").map { one in
        [
          ("Subject", text(one["subject"])), ("Issuer", text(one["issuer"])), ("Serial number", hex(one["serial"])),
          ("Valid", "\(text(one["notBefore"])) to \(text(one["notAfter"]))"),
          ("SHA-256 of the certificate", digest(one["fingerprint"])),
          ("Made", "step \(text(one["step"])), record \(text(one["record"]))"),
        ]
      })
  }

  private var files: [[String]] {
    items("outputs").map { [text($0["name"]), text($0["step"]), hex($0["sha256"]), text($0["record"])] }
  }

  private var steps: [[String]] {
    items("steps").map { step in
      let given = (step["approvedBy"]?.elements ?? []).map { "\(text($0["person"])) (\(text($0["role"])))" }
      return [
        text(step["number"]), text(step["id"]), text(step["verb"]), time(step["began"]),
        step["isDone"] == .bool(true) ? time(step["ended"]) : "<b>not done</b>", given.joined(separator: ", "),
      ]
    }
  }

  /// Records of any kind, member by member.
  private var evidence: String {
    let rows = items("steps").flatMap { step in
      (step["evidence"]?.elements ?? []).map { one in
        [
          text(one["record"]), text(step["id"]), text(one["kind"]),
          ReportPage.lines(one["content"] ?? .null).map(ReportPage.escaped).joined(separator: "<br>"),
        ]
      }
    }
    return table(["record", "step", "kind", "content"], rows)
  }

  /// A value as lines of `member: value`; the step stands beside them already.
  private static func lines(_ value: JSONValue, under path: String = "") -> [String] {
    switch value {
    case .object(let members):
      return members.keys.sorted().filter { !(path.isEmpty && $0 == "step") }.flatMap { name in
        lines(members[name] ?? .null, under: path.isEmpty ? name : "\(path).\(name)")
      }
    case .array(let elements):
      return elements.enumerated().flatMap { lines($1, under: elements.count == 1 ? path : "\(path) \($0 + 1)") }
    case .string(let text): return ["\(path): \(text)"]
    case .integer(let number): return ["\(path): \(number)"]
    case .bool(let flag): return ["\(path): \(flag ? "yes" : "no")"]
    case .null: return []
    }
  }

  private var remarks: String {
    let list = items("remarks")
    guard !list.isEmpty else { return "<p>Nothing.</p>" }
    return table(
      ["record", "what", "severity"],
      list.map { one in
        let advice = one["advice"]?.text.map { "<br>\(ReportPage.escaped($0))" } ?? ""
        return [text(one["record"]), text(one["what"]) + advice, text(one["severity"])]
      })
  }

  /// Places for signatures by hand, beside those over report.json.
  private var signatures: String {
    let rows = items("signatures").map { [text($0), "", "", ""] }
    return "<div class=\"sign\">" + table(["who (GEN-6.5.1-14)", "name", "date", "signature"], rows) + "</div>"
  }

  private func section(_ title: String, _ content: String) -> String { "<h2>\(title)</h2>\n\(content)" }

  private func table(_ heads: [String], _ rows: [[String]]) -> String {
    guard !rows.isEmpty else { return "<p>None.</p>" }
    let head = heads.map { "<th>\($0)</th>" }.joined()
    let body = rows.map { row in "<tr>" + row.map { "<td>\($0)</td>" }.joined() + "</tr>\n" }.joined()
    return "<table><thead><tr>\(head)</tr></thead><tbody>\n\(body)</tbody></table>"
  }

  private func sheets(_ all: [[(String, String)]]) -> String {
    all.isEmpty ? "<p>None.</p>" : all.map(sheet).joined(separator: "\n")
  }

  private func sheet(_ rows: [(String, String)]) -> String {
    "<table class=\"facts\">" + rows.map { "<tr><th>\($0.0)</th><td>\($0.1)</td></tr>\n" }.joined() + "</table>"
  }

  /// To the second: finer times are in report.json.
  private func time(_ value: JSONValue?) -> String {
    value?.text.flatMap { Instant($0) }.map { Instant(seconds: $0.seconds).description } ?? text(value)
  }

  private func items(_ name: String) -> [JSONValue] { report[name]?.elements ?? [] }

  private func hex(_ value: JSONValue?) -> String { "<span class=\"hex\">\(text(value))</span>" }

  private func digest(_ value: JSONValue?) -> String {
    "<span class=\"hex\">\(text(value?["hex"]))</span><br><span class=\"small\">\(text(value?["words"]))</span>"
  }

  private func text(_ value: JSONValue?) -> String {
    switch value {
    case .string(let text)?: ReportPage.escaped(text)
    case .integer(let number)?: String(number)
    case .bool(let flag)?: flag ? "yes" : "no"
    default: ""
    }
  }

  static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }
}
