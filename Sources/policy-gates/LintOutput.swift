import CommandLineTools
import Evidence
import PolicyGates

enum LintFormat: String, CaseIterable, Sendable {
  case text, json, sarif

  /// What stands in the output for one certificate.
  func lines(_ report: LintReport) -> [String] {
    switch self {
    case .text: [report.text]
    case .json: [String(decoding: report.json.canonicalBytes(), as: UTF8.self)]
    case .sarif: SARIFLog.results(report)
    }
  }
}

/// Writes what was judged, as it comes: a long run needs no more memory than a short one.
struct LintOutput {
  private let format: LintFormat
  private let screen: Screen
  private var isFirst = true

  init(format: LintFormat, screen: Screen) {
    self.format = format
    self.screen = screen
    if format == .sarif { screen.print(SARIFLog.head) }
  }

  mutating func write(_ lines: [String]) {
    guard !lines.isEmpty else { return }
    switch format {
    case .text, .json: screen.print(lines.joined(separator: "\n"))
    case .sarif:
      // A comma stands between two results and nowhere else.
      screen.print((isFirst ? "" : ",\n") + lines.joined(separator: ",\n"))
      isFirst = false
    }
  }

  /// One certificate needs no summary.
  func end(_ summary: LintSummary) {
    switch format {
    case .text where summary.certificates > 1: screen.complain(summary.text)
    case .json where summary.certificates > 1:
      screen.complain(String(decoding: summary.json.canonicalBytes(), as: UTF8.self))
    case .sarif: screen.print(SARIFLog.tail(summary))
    default: break
    }
  }
}

enum Terminal {
  /// What a certificate says cannot move the cursor, nor look like a line of ours.
  static func escaped(_ line: String) -> String {
    guard !line.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) else { return line }
    var result = ""
    for scalar in line.unicodeScalars {
      let isUnsafe = [.control, .format, .lineSeparator, .paragraphSeparator].contains(
        scalar.properties.generalCategory)
      result += isUnsafe ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
    }
    return result
  }
}
