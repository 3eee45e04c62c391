import CommandLineTools
import Dispatch
import PolicyGates
import Synchronization

/// One run over many files: judged on all cores, printed in the order of the files.
struct LintRun {
  let linter: Linter
  let format: LintFormat
  /// Leaves out certificates without a finding.
  let isQuiet: Bool
  let screen: Screen
  /// Nil where nobody watches.
  let progress: Progress?

  /// Files of one window are in memory together: what is said of them is printed before the next window is read.
  private static let slice = 16
  private static let window = 1024

  /// What came of a slice.
  private struct Part: Sendable {
    var summary = LintSummary()
    var problems: [String] = []
    var lines: [String] = []

    mutating func add(_ report: LintReport, _ run: LintRun) {
      summary.count(report)
      if let problem = report.problem { problems.append(problem) }
      guard !run.isQuiet || !report.evaluation.findings.isEmpty || !report.evaluation.admits else { return }
      lines += run.format.lines(report)
    }
  }

  func run(_ input: InputFiles) -> LintSummary {
    var summary = LintSummary(files: input.files.count, skipped: input.skipped)
    var output = LintOutput(format: format, screen: screen)
    var failures = Part()
    for failure in input.failures { failures.add(linter.report(failure), self) }
    finish([failures], &output, &summary)
    var done = 0
    while done < input.files.count {
      let files = input.files[done..<min(done + LintRun.window, input.files.count)]
      finish(judge(files), &output, &summary)
      done = files.endIndex
      progress?.tell(done, of: input.files.count)
    }
    output.end(summary)
    return summary
  }

  private func judge(_ files: ArraySlice<String>) -> [Part] {
    let slices = stride(from: files.startIndex, to: files.endIndex, by: LintRun.slice).map { start in
      files[start..<min(start + LintRun.slice, files.endIndex)]
    }
    let parts = Mutex([Part](repeating: Part(), count: slices.count))
    DispatchQueue.concurrentPerform(iterations: slices.count) { index in
      var part = Part()
      for file in slices[index] {
        for report in linter.reports(file) { part.add(report, self) }
      }
      parts.withLock { $0[index] = part }
    }
    return parts.withLock { $0 }
  }

  private func finish(_ parts: [Part], _ output: inout LintOutput, _ summary: inout LintSummary) {
    for part in parts {
      summary.add(part.summary)
      for problem in part.problems { screen.complain("policy-gates: \(Terminal.escaped(problem))") }
    }
    output.write(parts.flatMap(\.lines))
  }
}

/// Tells every few seconds how far a run is, a line at a time.
final class Progress: Sendable {
  private let last: Mutex<ContinuousClock.Instant>
  private let say: @Sendable (String) -> Void

  init(_ say: @escaping @Sendable (String) -> Void) {
    self.say = say
    last = Mutex(.now)
  }

  func tell(_ done: Int, of all: Int) {
    let isDue = last.withLock { last in
      guard done < all, last.duration(to: .now) > .seconds(2) else { return false }
      last = .now
      return true
    }
    if isDue { say("policy-gates: \(done) of \(all) files") }
  }
}
