import SigningGateway
import Synchronization

/// A server on an ephemeral port of the loopback interface, which remembers what reached its handler.
final class TestServer: Sendable {
  final class Log: Sendable {
    private let entries = Mutex<[HTTPRequest]>([])
    var requests: [HTTPRequest] { entries.withLock { $0 } }
    func append(_ request: HTTPRequest) { entries.withLock { $0.append(request) } }
  }

  let server: HTTPServer
  let log: Log

  /// The handler's answer is the request's body, or its path where there is none.
  static let echo: HTTPServer.Handler = { request in
    HTTPResponse(status: 200, body: request.body.isEmpty ? Array(request.target.path.utf8) : request.body)
  }

  init(
    tls: TLSFiles? = nil, limits: HTTPLimits = HTTPLimits(), handler: @escaping HTTPServer.Handler = echo
  ) throws {
    let log = Log()
    self.log = log
    let listener = HTTPListener(name: "main", address: "127.0.0.1", port: 0, tls: tls, limits: limits)
    server = try HTTPServer(listeners: [listener]) { request in
      log.append(request)
      return await handler(request)
    }
    try server.start()
  }

  var port: UInt16 { server.boundPort("main") ?? 0 }
  var counters: HTTPCounters? { server.counters(listener: "main") }

  /// Waits for a counter: a peer may see the end of its connection before the server has counted it.
  func counts(_ value: UInt64, _ counter: any KeyPath<HTTPCounters, UInt64> & Sendable) async throws -> Bool {
    for _ in 0..<1000 {
      if counters?[keyPath: counter] == value { return true }
      try await Task.sleep(for: .milliseconds(20))
    }
    return false
  }

  /// Sends the bytes on a new connection, half-closes it and returns all that comes back.
  func exchange(_ bytes: [UInt8]) async throws -> String {
    try await blocking { [self] in
      // This may be the last use of the server, and its release cuts the connection.
      try withExtendedLifetime(self) {
        let connection = try RawConnection(port: port)
        connection.send(bytes)
        connection.finish()
        return connection.receive()
      }
    }
  }

  func exchange(_ text: String) async throws -> String { try await exchange(Array(text.utf8)) }
}
