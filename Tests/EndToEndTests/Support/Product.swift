import Foundation

/// Where the product under test is: the binaries beside the test bundle, and the package's own files.
enum Product {
  static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  static let softHSM = "/usr/lib/softhsm/libsofthsm2.so"

  static var keyCeremony: String { binary("key-ceremony") }
  static var signingGateway: String { binary("signing-gateway") }
  static var policyGates: String { binary("policy-gates") }

  static func script(_ name: String) -> String { package.appending(path: "scripts/\(name)").path }

  /// The build folder is the one that the test bundle is in. A binary that is not there fails its first test.
  private static func binary(_ name: String) -> String {
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") }
    let folder = bundle.map { URL(filePath: $0).deletingLastPathComponent() }
    return (folder ?? package.appending(path: ".build/debug")).appending(path: name).path
  }
}
