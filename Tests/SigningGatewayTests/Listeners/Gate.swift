/// Holds a handler until the test lets it go.
final class Gate: Sendable {
  private let arrived = AsyncStream.makeStream(of: Void.self)
  private let opened = AsyncStream.makeStream(of: Void.self)

  /// Called by the handler.
  func wait() async {
    arrived.continuation.yield()
    for await _ in opened.stream { return }
  }

  /// Returns once a handler waits.
  func arrival() async {
    for await _ in arrived.stream { return }
  }

  func open() { opened.continuation.finish() }
}
