internal import CommandLineTools

/// Lines while the token works, so that the people in the room know that it does.
extension CeremonyRoom {
  /// Says what is being done, again every ten seconds, and how long it took.
  func watch<Result: Sendable>(
    _ what: String, _ body: (any CeremonyToken) async throws(CeremonyError) -> Result
  ) async throws(CeremonyError) -> Result {
    say("\(what) …")
    let (screen, started) = (screen, ContinuousClock.now)
    let ticker = Task {
      while true {
        try await Task.sleep(for: .seconds(10))
        screen.say("      … still at it after \((ContinuousClock.now - started).components.seconds) s")
      }
    }
    defer { ticker.cancel() }
    let result = try await body(try token)
    let milliseconds = (ContinuousClock.now - started) / .milliseconds(1)
    say("done in \(milliseconds < 1000 ? "\(Int(milliseconds)) ms" : "\(Int(milliseconds / 1000)) s")")
    return result
  }
}
