internal import Cryptography
internal import Glibc

/// A secret on the screen, for as long as one person takes it down.
///
/// It stands on the terminal's second screen, which has no history to scroll back to, and is overwritten before that is left.
struct SecretPage {
  let terminal: Terminal

  func show(_ secret: borrowing SecretBytes, heading: String) throws(CeremonyError) {
    guard terminal.isScreen else {
      throw CeremonyError(
        .refused, "a secret is shown on the screen of a terminal only, and standard output is none",
        hint: "leave standard output alone, and carry on with 'resume'")
    }
    let (clear, back) = ("\u{1B}[H\u{1B}[2J", "\u{1B}[?1049l")
    terminal.write("\u{1B}[?1049h\(clear)\(heading)\n\n")
    // An error between here and `back` would leave it standing, so nothing throws.
    var text = SecretPage.layout(secret)
    terminal.write(text)
    text.withUnsafeMutableBytes { buffer in
      if let start = buffer.baseAddress { explicit_bzero(start, buffer.count) }
    }
    terminal.write("\n\nOnce it is taken down, and compared: Enter takes it away. ")
    let line = terminal.readLine(false)
    // 3J: terminals that keep a history of this screen too forget it.
    terminal.write("\(clear)\u{1B}[3J\(back)\(clear)\u{1B}[3J")
    guard case .typed = line else {
      throw CeremonyError(.refused, "the ceremony was stopped while a secret was shown", hint: TerminalPage.hint)
    }
  }

  /// Words, numbered, four in a row; in memory that never grows, so that no copy is left behind.
  private static func layout(_ secret: borrowing SecretBytes) -> [UInt8] {
    secret.withBytes { bytes in
      var text: [UInt8] = []
      text.reserveCapacity(bytes.count * 24 + 64)
      var (word, column) = (0, 0)
      var isInside = false
      let isOneWord = !bytes.contains(UInt8(ascii: " "))
      for byte in bytes {
        guard byte != UInt8(ascii: " ") else {
          isInside = false
          continue
        }
        if !isInside {
          if !isOneWord, word > 0 {
            if word.isMultiple(of: 4) {
              text.append(UInt8(ascii: "\n"))
            } else {
              while column < 18 {
                text.append(UInt8(ascii: " "))
                column += 1
              }
            }
            column = 0
          }
          word += 1
          isInside = true
          let label = isOneWord ? "    " : (word < 10 ? " \(word) " : "\(word) ")
          text += label.utf8
          column += label.utf8.count
        }
        text.append(byte)
        column += 1
      }
      return text
    }
  }
}
