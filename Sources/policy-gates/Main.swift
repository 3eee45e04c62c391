import CommandLineTools
import Glibc

@main
struct Main {
  static func main() {
    let watched = isatty(STDERR_FILENO) == 1
    let tool = PolicyGatesTool(
      screen: .standard, now: SystemClock.now, progress: watched ? Progress { Screen.standard.complain($0) } : nil)
    exit(tool.run(Array(CommandLine.arguments.dropFirst())))
  }
}
