internal import Glibc
internal import Synchronization

/// Where a room sits: something that shows lines, and somebody who types some.
struct Terminal: Sendable {
  /// What came of waiting for a line.
  enum Line: Sendable, Hashable {
    case typed([UInt8])
    /// Ctrl-C.
    case interrupted
    /// Nobody can type any more.
    case closed
  }

  /// No more is used of a larger one: a page looks the same everywhere.
  static let widest = 80

  let rows: Int
  let columns: Int
  /// Whether it can be cleared; otherwise lines follow lines.
  let isScreen: Bool
  let write: @Sendable ([UInt8]) -> Void
  let readLine: @Sendable (_ echo: Bool) -> Line

  func write(_ text: String) { write(Array(text.utf8)) }
}

extension Terminal {
  /// The process's own terminal; nil where standard input is none.
  static func standard() -> Terminal? {
    guard isatty(STDIN_FILENO) == 1 else { return nil }
    let isScreen = isatty(STDOUT_FILENO) == 1
    var size = winsize()
    let known = isScreen && ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0
    return Terminal(
      rows: known && size.ws_row >= 24 ? min(Int(size.ws_row), 60) : 24,
      columns: known && size.ws_col >= 40 ? min(Int(size.ws_col), widest) : widest, isScreen: isScreen,
      write: { put($0) }, readLine: { line(echo: $0) })
  }

  private static func put(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// Reads one line. Ctrl-C ends it like Enter does, and sends no signal: what is on record stays whole.
  private static func line(echo: Bool) -> Line {
    guard !Interruption.wasAskedFor else { return .interrupted }
    var saved = termios()
    if tcgetattr(STDIN_FILENO, &saved) == 0 {
      var quiet = saved
      quiet.c_lflag &= ~tcflag_t(ISIG)
      if !echo { quiet.c_lflag &= ~tcflag_t(ECHO) }
      withUnsafeMutableBytes(of: &quiet.c_cc) { $0[Int(VEOL)] = controlC }
      tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet)
    }
    defer { tcsetattr(STDIN_FILENO, TCSAFLUSH, &saved) }
    var line: [UInt8] = []
    // Room for the longest line of a terminal: growing would leave copies of a secret behind.
    line.reserveCapacity(4096)
    var byte: UInt8 = 0
    while true {
      let count = Glibc.read(STDIN_FILENO, &byte, 1)
      if count < 0, errno == EINTR { continue }
      guard count == 1 else { return .closed }
      if byte == UInt8(ascii: "\n") { return .typed(line) }
      if byte == controlC { return .interrupted }
      if line.count < 4096 { line.append(byte) }
    }
  }

  private static let controlC: UInt8 = 3
}

/// Ctrl-C while the token works: the work is finished, and the ceremony stops at the next question.
enum Interruption {
  private static let flag = Atomic<Bool>(false)

  static var wasAskedFor: Bool { flag.load(ordering: .relaxed) }

  /// Replaces the end of the process by a stop in good order.
  static func catchSignal() {
    _ = wasAskedFor
    signal(SIGINT) { _ in
      let wasAsked = Interruption.note()
      let text: StaticString =
        wasAsked ? "" : "\n      Ctrl-C: this is finished first; the ceremony stops at the next question\n"
      _ = Glibc.write(STDOUT_FILENO, text.utf8Start, text.utf8CodeUnitCount)
    }
  }

  /// As Ctrl-C at a place that cannot stop.
  static func ask() { _ = note() }

  private static func note() -> Bool { flag.exchange(true, ordering: .relaxed) }
}
