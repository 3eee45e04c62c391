internal import CommandLineTools
internal import Evidence

/// What an operator should see while the service runs: few lines, on standard error.
struct OperatorLog: Sendable {
  private let screen: Screen
  private let json: Bool
  private let clock: @Sendable () -> Instant

  init(_ screen: Screen, json: Bool, clock: @escaping @Sendable () -> Instant) {
    self.screen = screen
    self.json = json
    self.clock = clock
  }

  func say(_ event: String, _ members: [String: String] = [:]) {
    let time = clock().description
    guard json else {
      let pairs = members.sorted { $0.key < $1.key }.map { "\($0.key)=\"\(Printable.text($0.value))\"" }
      return screen.complain(([time, event] + pairs).joined(separator: " "))
    }
    let object = members.merging(["time": time, "event": event]) { _, own in own }.mapValues(JSONValue.string)
    screen.complain(String(decoding: JSONValue.object(object).canonicalBytes(), as: UTF8.self))
  }
}
