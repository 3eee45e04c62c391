import Cryptography
import Foundation
import Synchronization
import Testing

@testable import KeyCeremony

/// What a terminal is sent, byte for byte.
@Suite struct TerminalPageTests {
  /// A terminal that keeps what it is sent and types what it is told to.
  private final class Sheet: Sendable {
    private let text = Mutex("")
    private let lines: Mutex<[Terminal.Line]>

    init(_ lines: [Terminal.Line] = []) { self.lines = Mutex(lines) }

    var sent: String { text.withLock { $0 } }

    func terminal(isScreen: Bool = true, rows: Int = 24) -> Terminal {
      Terminal(
        rows: rows, columns: 80, isScreen: isScreen,
        write: { [self] bytes in text.withLock { $0 += String(decoding: bytes, as: UTF8.self) } },
        readLine: { [self] _ in
          text.withLock { $0 += "<read>" }
          return lines.withLock { $0.isEmpty ? .typed([]) : $0.removeFirst() }
        })
    }
  }

  private static let clear = "\u{1B}[H\u{1B}[2J"

  @Test(arguments: [
    ("short", 10, ["short"]),
    ("two words more", 9, ["two words", "more"]),
    ("  indented words go on", 14, ["  indented", "  words go on"]),
    ("0123456789abcdef", 10, ["0123456789", "abcdef"]),
    ("a 0123456789abcdef", 10, ["a", "0123456789", "abcdef"]),
    ("", 10, [""]), ("exactly 10", 10, ["exactly 10"]), ("åäö ÅÄÖ", 4, ["åäö", "ÅÄÖ"]),
  ])
  func `lines are broken at blanks, and nowhere is one longer than the screen`(
    line: String, width: Int, rows: [String]
  ) {
    #expect(TextLayout.wrapped(line, width) == rows)
  }

  @Test func `a page that is full waits for Enter before it goes on`() throws {
    let sheet = Sheet()
    let page = TerminalPage(sheet.terminal())
    try page.turn(to: "Header")
    page.put((1...40).map { "line \($0)" })
    let pages = sheet.sent.components(separatedBy: Self.clear).dropFirst()
    #expect(pages.count == 3)
    for text in pages.dropLast() {
      #expect(text.hasPrefix("Header\n=====") && text.hasSuffix("Enter to read on: <read>"), "\(text)")
      #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 24)
    }
    for number in 1...40 { #expect(sheet.sent.contains("line \(number)\n")) }
  }

  @Test func `what was said and not read is on the next page, or is read first`() throws {
    for (count, waits) in [(2, false), (9, true)] {
      let sheet = Sheet()
      let page = TerminalPage(sheet.terminal())
      try page.turn(to: "One")
      for number in 1...count { page.say("said \(number)") }
      try page.turn(to: "Two")
      let pages = sheet.sent.components(separatedBy: Self.clear)
      #expect(pages.last?.contains("said 1\n") == !waits && sheet.sent.contains("<read>") == waits, "\(sheet.sent)")
    }
  }

  @Test func `what happens after an answer has a page of its own`() throws {
    let sheet = Sheet()
    let page = TerminalPage(sheet.terminal())
    try page.turn(to: "One")
    page.put(["a question"])
    _ = try page.ask("> ")
    page.say("it works")
    page.say("it is done")
    let last = try #require(sheet.sent.components(separatedBy: Self.clear).last)
    #expect(last.hasPrefix("One\n") && last.hasSuffix("\nit works\nit is done\n") && !last.contains("a question"))
  }

  @Test func `a long wait takes one line`() throws {
    let sheet = Sheet()
    let page = TerminalPage(sheet.terminal())
    try page.turn(to: "One")
    for seconds in 1...50 { page.say("      \u{2026} still at it after \(seconds)0 s") }
    #expect(sheet.sent.components(separatedBy: Self.clear).count == 2 && !sheet.sent.contains("<read>"))
    #expect(sheet.sent.hasSuffix("\u{1B}[1A\r\u{1B}[K      \u{2026} still at it after 500 s\n"))
  }

  @Test(arguments: [Terminal.Line.interrupted, .closed])
  func `a stop at the terminal says how to resume`(line: Terminal.Line) throws {
    let page = TerminalPage(Sheet([line]).terminal())
    #expect {
      _ = try page.ask("> ")
    } throws: { ($0 as? CeremonyError)?.hint?.contains("key-ceremony resume") == true }
  }

  private func room(_ sheet: Sheet, isScreen: Bool = true) throws -> (room: TerminalRoom, person: Person) {
    let script = try Script(yaml: Array(try AskingSteps.script("  - { id: s, verb: identify-token }").utf8))
    let room = TerminalRoom(sheet.terminal(isScreen: isScreen), script: script, rehearsal: true) {
      _, _, _ throws(CeremonyError) in throw CeremonyError(.usage, "nobody signs here")
    }
    return (room, try #require(script.people["carl"]))
  }

  private func secret(_ text: String) -> SecretBytes {
    var bytes = Array(text.utf8)
    return SecretBytes(&bytes)
  }

  @Test func `a secret is shown once the person says so, on a screen without history, and wiped`() throws {
    let sheet = Sheet([.typed(Array("cora".utf8)), .typed(Array("carl".utf8))])
    let (room, carl) = try room(sheet)
    try room.reveal(secret("alpha bravo charlie delta echo"), to: carl, "Share 1 of 3", step: "s")
    let parts = sheet.sent.components(separatedBy: "\u{1B}[?1049h")
    #expect(parts.count == 2)
    #expect(!parts[0].contains("alpha") && parts[0].contains("That is no answer") && parts[0].contains("(REHEARSAL)"))
    let shown = parts[1].components(separatedBy: "\u{1B}[?1049l")
    #expect(shown.count == 2 && !shown[1].contains("alpha") && shown[1].hasPrefix("\(Self.clear)\u{1B}[3J"))
    #expect(shown[0].contains(" 1 alpha          "), "\(shown[0])")
    #expect(shown[0].contains(" 4 delta\n 5 echo\n"), "\(shown[0])")
    #expect(shown[0].hasSuffix("Enter takes it away. <read>\(Self.clear)\u{1B}[3J"))
  }

  @Test func `a secret is wiped though the room stops, and is not sent to a file`() throws {
    let sheet = Sheet([.typed(Array("carl".utf8)), .interrupted])
    let (room, carl) = try room(sheet)
    #expect(throws: CeremonyError.self) {
      try room.reveal(secret("alpha bravo"), to: carl, "Share", step: "s")
    }
    #expect(sheet.sent.hasSuffix("\(Self.clear)\u{1B}[3J\u{1B}[?1049l\(Self.clear)\u{1B}[3J"))
    let file = Sheet([.typed(Array("carl".utf8))])
    let (plain, _) = try self.room(file, isScreen: false)
    #expect(throws: CeremonyError.self) {
      try plain.reveal(secret("alpha bravo"), to: carl, "Share", step: "s")
    }
    #expect(!file.sent.contains("alpha"))
  }
}
