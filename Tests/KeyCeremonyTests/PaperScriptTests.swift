import Evidence
import Foundation
import Testing

@testable import KeyCeremony

/// The script on paper, as text and as a browser prints it.
@Suite struct PaperScriptTests {
  private static let steps = """
      - id: alone
        verb: statement
        by: ceremony-administrator
        say: ["Good morning <everybody> & welcome."]
        text: Nobody else is in the room
      - { id: device, verb: accept-device, device: HSM 1, seals: [{ id: seal, ask: Number of the seal?, expect: A-17 }] }
      - id: key
        verb: generate-key
        key: { type: ec, curve: P-384 }
        label: a-key
        cka-id: "01"
      - { id: out, verb: media, direction: out, medium: USB stick A12, file: s.yaml }
      - { id: end, verb: close }
    """

  private let bench: Bench
  private let script: Script

  init() throws {
    bench = try Bench()
    try bench.write("s.yaml", try AskingSteps.script(Self.steps))
    script = try Script(yaml: bench.bytes("s.yaml"))
  }

  private func tool(_ arguments: String...) async -> Int32 {
    await CommandLineTool(
      screen: bench.screen, clock: Bench.clock,
      openToken: { _, _ throws(CeremonyError) in throw CeremonyError(.token, "no token") }
    ).run(arguments)
  }

  @Test func `everything of the script is on paper, with room for what people write`() async throws {
    #expect(await tool("print", bench.path("s.yaml"), "--out", bench.path("s.html")) == 0, "\(bench.complaints)")
    let page = String(decoding: try bench.bytes("s.html"), as: UTF8.self)
    for word in DigestWords.words(script.sha256) { #expect(page.contains(word)) }
    for start in stride(from: 0, to: 64, by: 8) {
      let hex = script.sha256.hex
      let from = hex.index(hex.startIndex, offsetBy: start)
      #expect(page.contains(">\(hex[from..<hex.index(from, offsetBy: 8)])</span>"))
    }
    for person in script.people.all { #expect(page.contains("<b>\(person.name)</b>")) }
    for (index, step) in script.steps.enumerated() {
      #expect(page.contains("<h3>\(index + 1). \(step.id)</h3>"))
      for line in step.plan { #expect(page.contains(ReportPage.escaped(line.value)), "\(line)") }
    }
    // What the script's author wrote is text, never markup.
    #expect(page.contains("Good morning &lt;everybody&gt; &amp; welcome.") && !page.contains("<everybody>"))
    #expect(page.components(separatedBy: "Exception sheet no.").count == script.steps.count + 1)
    #expect(page.components(separatedBy: "<h2>Exception sheet").count == 4)
    #expect(page.components(separatedBy: "<h2>Phase").count == 5)
    #expect(page.contains("<h2>Materials</h2>") && page.contains("USB stick A12") && page.contains("<h2>Glossary</h2>"))
  }

  @Test func `the page needs nothing from elsewhere, and is never written over another`() async throws {
    #expect(await tool("print", bench.path("s.yaml"), "--out", bench.path("s.html"), "--paper", "letter") == 0)
    let page = String(decoding: try bench.bytes("s.html"), as: UTF8.self)
    for word in ["http:", "https:", "src=", "href=", "url(", "<script", "@import", "color: #"] where word != "color: #"
    {
      #expect(!page.contains(word), "\(word)")
    }
    #expect(page.contains("@page { size: letter;"))
    #expect(await tool("print", bench.path("s.yaml"), "--out", bench.path("s.html")) == 4)
    #expect(await tool("print", bench.path("s.yaml"), "--out", bench.path("other"), "--paper", "a3") == 2)
    #expect(!bench.exists("other"))
  }

  @Test(arguments: [("a4", 595.0, 842.0), ("letter", 612, 792)])
  func `a browser prints it on sheets of the paper's size`(paper: String, width: Double, height: Double) async throws {
    #expect(await tool("print", bench.path("s.yaml"), "--out", bench.path("s.html"), "--paper", paper) == 0)
    let words = [
      "/usr/bin/chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
      "--user-data-dir=\(bench.path("browser"))", "--print-to-pdf=\(bench.path("s.pdf"))",
      "file://\(bench.path("s.html"))",
    ]
    let quoted = words.map { "'\($0)'" }.joined(separator: " ")
    #expect(system("timeout 100 \(quoted) > /dev/null 2>&1 < /dev/null") == 0)
    let pdf = String(decoding: try bench.bytes("s.pdf"), as: UTF8.self)
    let sheets = pdf.matches(of: /\/Type\s*\/Page\b/).count
    // Title, people, materials, four phases, three exception sheets, glossary; a phase may need more than one.
    #expect((11...14).contains(sheets), "\(sheets) sheets")
    let box = try #require(pdf.firstMatch(of: /\/MediaBox\s*\[0 0 ([.0-9]+) ([.0-9]+)\]/))
    let (wide, high) = (try #require(Double(box.1)), try #require(Double(box.2)))
    #expect(abs(wide - width) < 1 && abs(high - height) < 1, "\(box.0)")
  }
}
