import CommandLineTools
import Glibc

@main
struct Main {
  static func main() {
    exit(PolicyGatesTool(screen: .standard).run(Array(CommandLine.arguments.dropFirst())))
  }
}
