internal import CommandLineTools
internal import Evidence

/// `signing-gateway check-config`.
struct CheckConfigCommand {
  let screen: Screen

  /// Whoever reaches this has a configuration that could be read.
  func run(_ configuration: Configuration) -> Int32 {
    screen.print("configuration sha-256:\(configuration.digest.hex)\(configuration.demo ? " demo" : "")")
    for file in configuration.reviewedFiles { screen.print("file \(Printable.text(file.name))") }
    return 0
  }
}
