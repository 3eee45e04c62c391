internal import Glibc
internal import PKCS11

/// Asks for PINs at the terminal, without echo.
enum PINPrompt {
  /// Asks once. Nobody is asked again after a wrong PIN: every try counts against the token's lock.
  static func ask(_ question: String) throws(CeremonyError) -> PIN {
    var line = try readLine(question)
    guard (1...PIN.longest).contains(line.count) else {
      throw CeremonyError(.usage, "a PIN has 1 to \(PIN.longest) characters")
    }
    return PIN(&line)
  }

  /// Asks for a new PIN, twice.
  static func askNew(_ question: String) throws(CeremonyError) -> PIN {
    var (first, second) = (try readLine(question), try readLine("\(question), again"))
    defer { wipe(&second) }
    guard first == second else {
      wipe(&first)
      throw CeremonyError(.usage, "the two entries differ; nothing was done")
    }
    guard (1...PIN.longest).contains(first.count) else {
      throw CeremonyError(.usage, "a PIN has 1 to \(PIN.longest) characters")
    }
    return PIN(&first)
  }

  private static func readLine(_ question: String) throws(CeremonyError) -> [UInt8] {
    let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
    var saved = termios()
    guard terminal >= 0, tcgetattr(terminal, &saved) == 0 else {
      if terminal >= 0 { close(terminal) }
      throw CeremonyError(.usage, "there is no terminal to ask for the PIN at", hint: "name a PIN file of mode 600")
    }
    defer { close(terminal) }
    var silent = saved
    silent.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(terminal, TCSAFLUSH, &silent)
    defer { tcsetattr(terminal, TCSAFLUSH, &saved) }
    put("\(question): ", to: terminal)
    var line: [UInt8] = []
    // Room for the longest PIN from the start: growing would leave copies behind.
    line.reserveCapacity(PIN.longest + 1)
    var byte: UInt8 = 0
    while read(terminal, &byte, 1) == 1, byte != UInt8(ascii: "\n"), line.count <= PIN.longest { line.append(byte) }
    put("\n", to: terminal)
    return line
  }

  private static func put(_ text: String, to terminal: Int32) {
    let bytes = Array(text.utf8)
    _ = write(terminal, bytes, bytes.count)
  }

  private static func wipe(_ bytes: inout [UInt8]) {
    bytes.withUnsafeMutableBytes { buffer in
      if let start = buffer.baseAddress { explicit_bzero(start, buffer.count) }
    }
  }
}
