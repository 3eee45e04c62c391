internal import Synchronization

/// One page at a time, of what a terminal holds: what does not fit waits for Enter, and nothing scrolls away unread.
final class TerminalPage: Sendable {
  private struct State {
    var header = ""
    var row = 0
    /// Lines of the ceremony that nobody has pressed Enter after.
    var unread: [String] = []
    /// What the page asked is answered: what happens next gets a page of its own.
    var isAnswered = false
    /// The last line is one of progress, which the next one replaces.
    var showsProgress = false
  }

  /// So many unread lines are carried over to the next page; more of them are a page to be read first.
  private static let carried = 4

  let terminal: Terminal
  private let state = Mutex(State())

  init(_ terminal: Terminal) { self.terminal = terminal }

  /// Turns to a new page. What was said and not read stays: above the new one where that has room for it, or until
  /// somebody presses Enter.
  ///
  /// - Parameter rows: how many the page is going to have below its header.
  func turn(to header: String, for rows: Int = 0) throws(CeremonyError) {
    // Where lines follow lines, all of them stay.
    let unread = terminal.isScreen ? state.withLock { $0.unread } : []
    let room = terminal.rows - 3 - rows - 2
    let isCarried = unread.count <= min(TerminalPage.carried, room)
    if !unread.isEmpty, !isCarried { _ = try ask("Enter to turn the page: ") }
    begin(header)
    if !unread.isEmpty, isCarried { put(unread.map { String($0) } + [""]) }
  }

  /// Writes lines, wrapped to the width. A full page waits.
  func put(_ lines: [String]) {
    for line in lines.flatMap({ TextLayout.wrapped($0, terminal.columns) }) { putRow(line) }
  }

  /// A line of the ceremony itself.
  func say(_ text: String) {
    let isProgress = text.hasPrefix("      \u{2026}")
    let (isAnswered, header) = state.withLock { ($0.isAnswered, $0.header) }
    if terminal.isScreen, isAnswered { begin(header) }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).flatMap({
      TextLayout.wrapped(String($0), terminal.columns)
    }) {
      let replaces = state.withLock { state in
        defer { state.showsProgress = isProgress }
        if !isProgress { state.unread.append(line) }
        return state.showsProgress && isProgress
      }
      // Up one line and over it: a long wait does not fill the page.
      if replaces, terminal.isScreen { terminal.write("\u{1B}[1A\r\u{1B}[K\(line)\n") } else { putRow(line) }
    }
  }

  /// Shows a prompt and waits for a line.
  func ask(_ prompt: String) throws(CeremonyError) -> String {
    var typed = try read(prompt, echo: true)
    let text = String(decoding: typed, as: UTF8.self)
    typed = []
    var end = text[...]
    while end.last == " " { end = end.dropLast() }
    return String(end.drop { $0 == " " })
  }

  /// The same for what nobody is to see.
  func askSecret(_ prompt: String) throws(CeremonyError) -> [UInt8] { try read(prompt, echo: false) }

  private func read(_ prompt: String, echo: Bool) throws(CeremonyError) -> [UInt8] {
    // A blank at the end is the prompt's, and no line's.
    let lines = TextLayout.wrapped(prompt, terminal.columns)
    for line in lines.dropLast() { putRow(line) }
    // The last row but one: Enter moves to the last.
    makeRoom(upTo: terminal.rows - 1)
    terminal.write(lines.last ?? "")
    let line = terminal.readLine(echo)
    let endedLine = if case .typed = line { echo } else { false }
    if !endedLine { terminal.write("\n") }
    state.withLock { state in
      state.row += 1
      state.unread = []
      state.showsProgress = false
      state.isAnswered = true
    }
    switch line {
    case .typed(let bytes): return bytes
    case .interrupted:
      throw CeremonyError(.refused, "the ceremony was stopped at the terminal (Ctrl-C)", hint: TerminalPage.hint)
    case .closed:
      throw CeremonyError(.refused, "nobody is at the terminal any more", hint: TerminalPage.hint)
    }
  }

  static let hint = "nothing is lost: carry on with 'key-ceremony resume', the same script and this transcript"

  private func begin(_ header: String) {
    let isFirst = state.withLock { state in
      defer {
        state.header = header
        state.row = 0
        state.unread = []
        state.showsProgress = false
        state.isAnswered = false
      }
      return state.header.isEmpty
    }
    if terminal.isScreen { terminal.write("\u{1B}[H\u{1B}[2J") } else if !isFirst { terminal.write("\n") }
    for line in [header, String(repeating: "=", count: terminal.columns), ""] { putRow(line) }
  }

  /// Turns the page where so many rows and a prompt have no room on it: they belong together.
  func keepTogether(_ rows: Int) { makeRoom(upTo: terminal.rows - 1 - rows) }

  private func putRow(_ line: String) {
    makeRoom(upTo: terminal.rows - 2)
    terminal.write(line + "\n")
    state.withLock { $0.row += 1 }
  }

  /// Waits for Enter where the page is full.
  private func makeRoom(upTo last: Int) {
    guard terminal.isScreen else { return }
    let (row, header) = state.withLock { ($0.row, $0.header) }
    guard row >= last, row > 3 else { return }
    terminal.write("Enter to read on: ")
    // A stop is told to the next question, which can answer for it.
    if terminal.readLine(true) == .interrupted { Interruption.ask() }
    begin(header)
  }
}

/// Text for a screen of so many columns, counted in code points.
enum TextLayout {
  /// Lines of at most `width`, broken at blanks where there are some; continued lines keep the indentation.
  static func wrapped(_ line: String, _ width: Int, hanging: Int? = nil) -> [String] {
    guard line.unicodeScalars.count > width else { return [line] }
    let indent = min(hanging ?? line.unicodeScalars.prefix { $0 == " " }.count, width / 2)
    let margin = String(repeating: " ", count: indent)
    var rows: [String] = []
    var rest = Array(line.unicodeScalars)[...]
    while !rest.isEmpty {
      let start = rows.isEmpty ? "" : margin
      let room = width - start.unicodeScalars.count
      guard rest.count > room else {
        rows.append(start + text(rest))
        break
      }
      // The last blank that leaves something before it, else the edge.
      let head = rest.prefix(room + 1)
      let blank = head.lastIndex(of: " ").flatMap { place in head[..<place].contains { $0 != " " } ? place : nil }
      let cut = blank ?? (rest.startIndex + room)
      rows.append(start + text(rest[..<cut]))
      rest = rest[cut...].drop { $0 == " " }
    }
    return rows
  }

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  /// What is read aloud, marked so that nobody takes it for anything else.
  static func aloud(_ lines: [String], _ width: Int) -> [String] {
    guard !lines.isEmpty else { return [] }
    let title = "+-- SAY ALOUD "
    return [title + String(repeating: "-", count: max(0, width - title.count))]
      + lines.flatMap { wrapped($0, width - 6).map { "|    \($0)" } }
      + ["+" + String(repeating: "-", count: max(0, width - 1)), ""]
  }

  /// Names and values in two columns; long values continue under themselves.
  static func table(_ rows: [(String, String)], _ width: Int) -> [String] {
    let names = min(rows.map { $0.0.unicodeScalars.count }.max() ?? 0, width / 3)
    return rows.flatMap { name, value in
      let gap = String(repeating: " ", count: max(0, names - name.unicodeScalars.count) + 2)
      return wrapped("  \(name)\(gap)\(value)", width, hanging: names + 4)
    }
  }

  /// A title with something at the right margin.
  static func title(_ left: String, _ right: String, _ width: Int) -> String {
    let room = max(0, width - right.unicodeScalars.count - 2)
    let fits = left.unicodeScalars.count <= room
    let short = fits ? left : String(left.unicodeScalars.prefix(max(0, room - 3))) + "..."
    return short
      + String(repeating: " ", count: max(2, width - short.unicodeScalars.count - right.unicodeScalars.count))
      + right
  }
}
