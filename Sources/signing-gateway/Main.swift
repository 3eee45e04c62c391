import Glibc
import SigningGateway

@main
struct Main {
  static func main() async {
    exit(await GatewayTool().run(Array(CommandLine.arguments.dropFirst())))
  }
}
