internal import Cryptography
internal import Evidence

/// A script as paper: what the people of the room hold in their hands, fill in and sign.
///
/// One HTML page with everything in it, black on white, for `@page`; a phase begins on a new sheet.
struct PaperScript {
  enum Size: String { case a4 = "A4", letter }

  let script: Script
  let size: Size

  var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <title>\(escaped(script.name)): paper script</title>
    <style>
    @page { size: \(size.rawValue); margin: 16mm 15mm; }
    \(PaperScript.style)
    </style>
    </head>
    <body>
    \(titlePage)
    \(peoplePage)
    \(materialsPage)
    \(stepPages)
    \((1...3).map(exceptionSheet).joined(separator: "\n"))
    \(endPage)
    \(glossary)
    </body>
    </html>

    """
  }

  private static let style = """
    body { font: 10.5pt/1.4 serif; color: #000; background: #fff; max-width: 180mm; margin: 0 auto; }
    h1 { font-size: 18pt; margin: 0 0 .3em; } h2 { font-size: 13pt; margin: 0 0 .6em; break-after: avoid; }
    h3 { font-size: 11pt; margin: 0; } p { margin: .3em 0; }
    .sheet { break-before: page; } .sheet:first-child { break-before: auto; }
    table { border-collapse: collapse; width: 100%; margin: .4em 0 .8em; }
    th, td { border: .3mm solid #000; padding: 1.2mm 1.6mm; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
    th { font-weight: bold; overflow-wrap: normal; } td b { white-space: nowrap; } tr { break-inside: avoid; }
    .mono { font: 10pt/1.5 monospace; } .small { font-size: 9pt; }
    .banner { border: 1mm solid #000; padding: 2mm; font-weight: bold; text-align: center; }
    .aloud { border: .8mm solid #000; padding: 1.5mm 3mm; margin: .5em 0; break-inside: avoid; }
    .aloud b { font-size: 8.5pt; letter-spacing: .08em; display: block; }
    .step { break-inside: avoid; border-top: .8mm solid #000; padding-top: 2mm; margin: 0 0 8mm; }
    .head { display: flex; justify-content: space-between; } .write td { height: 8.5mm; } .tall td { height: 21mm; }
    .check { width: 9mm; } .role { width: 30mm; } .sign { width: 42mm; } .initials { width: 18mm; } .observed { width: 30%; } dt { font-weight: bold; } dd { margin: 0 0 .4em 6mm; }
    """

  // MARK: Sheets

  private var titlePage: String {
    let banner =
      script.demo ? "<p class=\"banner\">DEMONSTRATION: NOTHING THAT COMES OF IT IS FOR REAL</p>" : ""
    let facts = [
      ("Purpose", script.purpose), ("Kind", script.kind.rawValue), ("Steps", String(script.steps.count)),
      ("Approvals", approvals(script.approvals) ?? "as each step says"),
    ]
    return """
      <section class="sheet">
      \(banner)
      <h1>\(escaped(script.name))</h1>
      <p>Script of a key ceremony</p>
      \(table(facts.map { ["<b>\($0.0)</b>", escaped($0.1)] }))
      <h2>The script's digest</h2>
      <p>Before anything else: compare it with what the machine shows, aloud. SHA-256 of the file in hex and in words:</p>
      \(digest(script.sha256))
      <h2>The ceremony</h2>
      \(form(["Place and room", "Date", "Began (UTC)", "Ended (UTC)", "Machine and its serial number", "Video or other record"]))
      </section>
      """
  }

  private var peoplePage: String {
    let rows = script.people.all.map { person in
      [
        "<b>\(escaped(person.name))</b><br>\(escaped(person.organization ?? ""))",
        escaped(person.roles.map(\.title).joined(separator: ", ")),
        "<span class=\"mono\">\(hexGroups(person.key.facts.spkiSHA256).prefix(2).joined(separator: "<br>"))</span>",
        "", "", "",
      ]
    }
    let body =
      rows.isEmpty
      ? "<p>Nobody: this script goes without approvals.</p>"
      : table(
        ["Name", "Role", "SHA-256 of the key, its first half", "Identity seen", "Signature", "Initials"].map(escaped),
        rows,
        "tall", columns: ["", "role", "", "", "sign", "initials"])
    return """
      <section class="sheet">
      <h2>People and roles</h2>
      <p>Each signs and initials here as on every later sheet. Who may not be two things at once is one of them only.</p>
      \(body)
      <h2>Others in the room</h2>
      \(table(["Name", "Why", "From", "To", "Signature"], Array(repeating: ["", "", "", "", ""], count: 4), "write"))
      </section>
      """
  }

  private var materialsPage: String {
    var rows = script.tokens.map {
      ["", "Token \(escaped($0.id))", "<span class=\"mono\">\(escaped($0.uri))</span>", ""]
    }
    for step in script.steps {
      switch step {
      case let step as Media: rows.append(["", "Medium", escaped(step.medium), ""])
      case let step as AcceptDevice: rows.append(["", "Device", escaped(step.device), ""])
      case let step as Pause: rows += step.bags.map { ["", "Bag with a seal", escaped($0), ""] }
      case let step as Attach: rows.append(["", "File", "\(escaped(step.file)): \(escaped(step.about))", ""])
      default: break
      }
    }
    rows += script.people.all.map { ["", "Approvals of \(escaped($0.name))", escaped(PaperScript.device($0)), ""] }
    rows += [
      ["", "Paper", "this script for everybody, pens, envelopes and seals for what is kept", ""],
      ["", "Clock", "one that the witness trusts, and that no network sets", ""],
    ]
    return """
      <section class="sheet">
      <h2>Materials</h2>
      \(table(["", "What", "Which", "Serial or seal number seen"], rows))
      </section>
      """
  }

  private var stepPages: String {
    var sheets: [(phase: String, steps: [String])] = []
    for (index, step) in script.steps.enumerated() {
      let phase = PaperScript.phase(type(of: step).verb)
      if sheets.last?.phase != phase { sheets.append((phase, [])) }
      sheets[sheets.count - 1].steps.append(block(step, index + 1))
    }
    return sheets.enumerated().map { number, sheet in
      """
      <section class="sheet">
      <h2>Phase \(number + 1): \(sheet.phase)</h2>
      \(sheet.steps.joined(separator: "\n"))
      </section>
      """
    }.joined(separator: "\n")
  }

  private var endPage: String {
    let rows = script.people.all.map { ["<b>\(escaped($0.name))</b>", "", "", ""] }
    return """
      <section class="sheet">
      <h2>How the transcript ends</h2>
      <p>Everybody copies it from the last page of the screen by hand, hex or words: whoever has this sheet can tell later
      whether a transcript is the one.</p>
      <table class="tall"><tr><td></td></tr></table>
      <h2>What everybody saw</h2>
      <p>The ceremony went as this script and its exception sheets say.</p>
      \(table(["Name", "Exception sheets", "Date and time (UTC)", "Signature"], rows, "write"))
      </section>
      """
  }

  private func exceptionSheet(_ number: Int) -> String {
    """
    <section class="sheet">
    <h2>Exception sheet \(number)</h2>
    <p>Something is otherwise than the script says. Nobody goes on before this sheet is filled in; at the machine the same
    is recorded as a deviation (d).</p>
    \(form(["Step number and id", "Time (UTC)", "Who noticed it"]))
    <h3>What is otherwise</h3><table class="tall"><tr><td></td></tr></table>
    <h3>Why, and what it may mean for the keys</h3><table class="tall"><tr><td></td></tr></table>
    <h3>What was decided: go on, repeat, stop</h3><table class="tall"><tr><td></td></tr></table>
    \(table(["Name", "Role", "Signature"], Array(repeating: ["", "", ""], count: 4), "write"))
    </section>
    """
  }

  // MARK: A step

  private func block(_ step: any CeremonyStep, _ number: Int) -> String {
    let aloud =
      step.head.aloud.isEmpty
      ? ""
      : "<div class=\"aloud\"><b>SAY ALOUD</b>\(step.head.aloud.map(escaped).joined(separator: "<br>"))</div>"
    let rows = step.plan.map { line in
      ["", "<b>\(escaped(line.name))</b>", escaped(line.value), ""]
    }
    let approvers = script.approvals(of: step).flatMap { Array(repeating: $0.role.title, count: $0.count) }
    let signs =
      approvers.isEmpty
      ? "" : table(["Approved by", "Name", "Initials", "Time (UTC)"], approvers.map { [$0, "", "", ""] }, "write")
    return """
      <div class="step">
      <div class="head"><h3>\(number). \(escaped(step.id))</h3><span>\(escaped(type(of: step).verb))\(onToken(step))</span></div>
      \(aloud)
      \(table(["", "Expected", "", "Observed"], rows, "", columns: ["check", "", "", "observed"]))
      \(signs)
      <p>Began ____________ &nbsp; Ended ____________ UTC &nbsp; Initials ________ &nbsp; Exception sheet no. ______</p>
      </div>
      """
  }

  private func onToken(_ step: any CeremonyStep) -> String {
    step.head.token.map { ", on token \(escaped($0))" } ?? ""
  }

  private static func phase(_ verb: String) -> String {
    switch verb {
    case "statement", "clock-check", "accept-device", "identify-token", "open-token", "initialise-token", "change-pin":
      "the room and the tokens"
    case "generate-key", "attest-key", "appraise-key", "backup", "restore", "restore-rehearsal", "replace-custodians",
      "destroy-key":
      "keys"
    case "media", "attach": "what comes and goes"
    case "pause": "a pause"
    case "close": "the end"
    default: "certificates and lists"
    }
  }
}
