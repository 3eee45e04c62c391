internal import CommandLineTools

/// A verb that asks a running gateway.
protocol ClientCommand {
  var screen: Screen { get }
  func run(_ arguments: Arguments) throws(ClientError)
}

extension ClientCommand {
  /// Runs, reports what went wrong, and returns the exit code.
  func execute(_ arguments: Arguments) -> Int32 {
    do {
      try run(arguments)
      return 0
    } catch {
      if arguments.has("--json") { screen.print(error.json) } else { screen.complain("signing-gateway: \(error)") }
      return error.exitCode
    }
  }
}
