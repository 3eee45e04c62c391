import Evidence
import PolicyGates

/// The rules as one page: no script, nothing fetched, readable by a screen reader and on paper. Radio buttons and style
/// sheets do the filtering; a browser that knows no `:has` shows everything.
struct RulesPage {
  let rows: [ListedRule]
  let baseline: Baseline
  let policy: CertificatePolicy?

  private var standards: [String] { Array(Set(rows.map(\.metadata.source.standard.name))).sorted() }
  private var title: String { "Rules of the policy gates" + (policy.map { " for \($0.rawValue)" } ?? "") }

  var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(escape(title))</title>
    <style>
    \(style)
    </style>
    </head>
    <body>
    <a class="skip" href="#rules">Skip to the rules</a>
    <header>
    <h1>\(escape(title))</h1>
    <p>\(rows.count) rules, baseline <strong>\(baseline.rawValue)</strong>. A shall is an error and refuses; a should is a
    warning. Conformance to these rules makes nobody qualified.</p>
    </header>
    <form aria-label="Filter">
    \(choice("severity", "Severity", Severity.allCases.map { ($0.rawValue, $0.rawValue) }))
    \(policy == nil ? choice("policy", "Policy", CertificatePolicy.allCases.map { (name($0), $0.rawValue) }) : "")
    \(choice("crosswalk", "Part of EN 319 411", Crosswalk.allCases.map { (name($0), $0.rawValue) }))
    </form>
    <nav aria-label="Documents"><ul>
    \(standards.map { "<li><a href=\"#\(anchor($0))\">\(escape($0))</a></li>" }.joined(separator: "\n"))
    </ul></nav>
    <main id="rules">
    \(standards.map(section).joined(separator: "\n"))
    </main>
    </body>
    </html>
    """
  }

  private func section(_ standard: String) -> String {
    let own = rows.filter { $0.metadata.source.standard.name == standard }
    let edition = own.first.map { row in
      escape(row.edition.text)
        + (row.edition.reading == .original
          ? "" : ", <span class=\"read\">read: \(row.edition.reading.rawValue)</span>")
    }
    return """
      <details open id="\(anchor(standard))">
      <summary><h2>\(escape(standard))</h2> <span>\(edition ?? ""), \(own.count) rules</span></summary>
      <table>
      <thead><tr><th scope="col">Rule</th><th scope="col">Clause</th><th scope="col">Severity</th>
      <th scope="col">Written for</th><th scope="col">Gates</th><th scope="col">Part 1, Part 2</th>
      <th scope="col">Duties</th></tr></thead>
      <tbody>
      \(own.map(row).joined(separator: "\n"))
      </tbody>
      </table>
      </details>
      """
  }

  private func row(_ row: ListedRule) -> String {
    let metadata = row.metadata
    let classes = [metadata.severity.rawValue] + metadata.scope.policies.map(name) + row.crosswalk.map { name($0.kind) }
    let marks = [
      metadata.source.isHouseRule ? "house rule" : nil, metadata.source.adaptation.map { "the act: \($0)" },
      row.inForce,
    ].compactMap { $0 }.map { "<br><small>\(escape($0))</small>" }.joined()
    let crosswalk = row.crosswalk.map { kind, policies in
      "\(kind.rawValue): \(policies.map(\.rawValue).joined(separator: ", "))"
    }
    return """
      <tr id="\(metadata.id)" class="\(classes.joined(separator: " "))"><th scope="row"><a href="#\(metadata.id)">\
      \(breakable(metadata.id))</a></th><td>\(escape(metadata.source.clause))\(marks)</td>\
      <td><span class="mark">\(metadata.severity.rawValue)</span></td><td>\(escape(row.scopeInShort))</td>\
      <td>\(row.rule.gates.map(escape).joined(separator: "<br>"))</td>\
      <td>\(crosswalk.map(escape).joined(separator: "<br>"))</td>\
      <td>\(metadata.duties.map(\.rawValue).joined(separator: ", "))</td></tr>
      """
  }

  private func choice(_ group: String, _ legend: String, _ values: [(id: String, label: String)]) -> String {
    let all = "<label><input type=\"radio\" name=\"\(group)\" checked> all</label>"
    let others = values.map { id, label in
      "<label><input type=\"radio\" name=\"\(group)\" id=\"show-\(id)\"> \(escape(label))</label>"
    }
    return "<fieldset><legend>\(legend)</legend>\(([all] + others).joined(separator: "\n"))</fieldset>"
  }

  private var style: String {
    let names =
      Severity.allCases.map(\.rawValue) + CertificatePolicy.allCases.map(name) + Crosswalk.allCases.map(name)
    let filters = names.map { "body:has(#show-\($0):checked) tbody tr:not(.\($0)) { display: none }" }
    return RulesPage.sheet + "\n" + filters.joined(separator: "\n")
  }

  /// A policy or a part as a class of the style sheet.
  private func name(_ policy: CertificatePolicy) -> String { policy == .ncpPlus ? "ncp-plus" : policy.rawValue }

  private func name(_ crosswalk: Crosswalk) -> String {
    switch crosswalk {
    case .part1Only: "part1"
    case .part2Only: "part2"
    case .part1ForQualified: "part1-for-qualified"
    }
  }

  private func anchor(_ standard: String) -> String {
    "doc-" + String(standard.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "-" })
  }

  /// Lines may break after dots and underscores.
  private func breakable(_ id: String) -> String {
    escape(id).replacing(".", with: ".<wbr>").replacing("_", with: "_<wbr>")
  }

  private func escape(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }

  private static let sheet = """
    :root { color-scheme: light dark; --line: #8884; --soft: #8881; --error: #b3261e; --warning: #8a5a00; --notice: #2b5f9e }
    @media (prefers-color-scheme: dark) { :root { --error: #ff8a80; --warning: #ffc266; --notice: #8ab8ff } }
    body { font: 16px/1.5 system-ui, sans-serif; max-width: 90rem; margin: 0 auto; padding: 1.5rem }
    h1 { font-size: 1.7rem; margin: 0 } h2 { display: inline; font-size: 1.15rem }
    .skip { position: absolute; left: -99rem } .skip:focus { position: static }
    a { color: inherit } a:focus-visible, summary:focus-visible, input:focus-visible { outline: 3px solid var(--notice) }
    form { display: grid; gap: .5rem; margin: 1rem 0 }
    fieldset { border: 1px solid var(--line); border-radius: .5rem; padding: .3rem .8rem .5rem }
    legend { font-weight: 600; padding: 0 .3rem } label { display: inline-block; margin-right: 1rem; min-height: 1.8rem }
    nav ul { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; list-style: none; padding: 0 }
    details { margin: 1.2rem 0; overflow-x: auto } summary { cursor: pointer; padding: .4rem 0 }
    summary span { opacity: .8 } .read { font-style: italic }
    table { border-collapse: collapse; width: 100%; font-size: .9rem }
    th, td { text-align: left; vertical-align: top; padding: .45rem .6rem; border-top: 1px solid var(--line) }
    thead th { border-top: 0; background: var(--soft) } tbody th { font: .82rem/1.5 ui-monospace, monospace; min-width: 16rem }
    tr:target { background: var(--soft); outline: 2px solid var(--notice) }
    .mark { font-weight: 600 } .error .mark { color: var(--error) } .warning .mark { color: var(--warning) }
    .notice .mark { color: var(--notice) } small { opacity: .8 }
    @media print { form, nav, .skip { display: none } body { font-size: 10px } }
    """
}
