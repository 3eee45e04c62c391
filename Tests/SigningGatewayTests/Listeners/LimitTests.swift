import Glibc
import Testing

@testable import SigningGateway

@Suite struct LimitTests {
  private static let get = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n"

  /// Sends the beginning, then a byte every 20 ms until the server closes, and returns what it sent before.
  private func drip(_ byte: String, after beginning: String, to server: TestServer) async throws -> String {
    try await blocking { [port = server.port] in
      let connection = try RawConnection(port: port)
      connection.send(beginning)
      // 20 seconds of patience: a server that extends its deadline with each byte would never close.
      for _ in 0..<1000 {
        guard connection.send(byte) else { return connection.receive() }
        usleep(20_000)
      }
      return "still open"
    }
  }

  @Test func `a dripping header is cut at its absolute deadline`() async throws {
    var limits = HTTPLimits()
    limits.header = .milliseconds(200)
    let server = try TestServer(limits: limits)
    #expect(try await drip("a", after: "GET /", to: server) == "")
    #expect(server.log.requests.isEmpty)
    #expect(try await server.counts(1, \.deadlinesMissed))
  }

  @Test(arguments: ["Content-Length: 5000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\nfff\r\n"])
  func `a dripping body is cut at its absolute deadline`(framing: String) async throws {
    var limits = HTTPLimits()
    limits.body = .milliseconds(200)
    let server = try TestServer(limits: limits)
    #expect(try await drip("a", after: "POST /a HTTP/1.1\r\nHost: a\r\n" + framing, to: server) == "")
    #expect(server.log.requests.isEmpty)
    #expect(try await server.counts(1, \.deadlinesMissed))
  }

  @Test func `a silent client is cut in the TLS handshake`() async throws {
    var limits = HTTPLimits()
    limits.handshake = .milliseconds(200)
    let server = try TestServer(tls: try TestCertificates.shared.get().files(), limits: limits)
    #expect(try await RawConnection(port: server.port).received() == "")
    #expect(try await server.counts(1, \.handshakeFailures))
    #expect(try await server.counts(1, \.deadlinesMissed))
  }

  @Test func `an idle connection is closed`() async throws {
    var limits = HTTPLimits()
    limits.idle = .milliseconds(200)
    let server = try TestServer(limits: limits)
    let answer = try await blocking { [port = server.port] in
      let connection = try RawConnection(port: port)
      connection.send(Self.get)
      return connection.receive()
    }
    #expect(RawConnection.statuses(answer) == ["200"])
    #expect(server.counters?.deadlinesMissed == 0)
  }

  @Test func `a handler that takes too long is answered for with 503, and its answer is dropped`() async throws {
    var limits = HTTPLimits()
    limits.answer = .milliseconds(200)
    let gate = Gate()
    let server = try TestServer(limits: limits) { _ in
      await gate.wait()
      return HTTPResponse(status: 200)
    }
    let answer = try await server.exchange(Self.get + Self.get)
    gate.open()
    #expect(RawConnection.statuses(answer) == ["503"])
    #expect(answer.contains("\r\nConnection: close\r\n"))
    #expect(server.log.requests.count == 1)
  }

  @Test func `a header past its limit is refused with 431, a body past its limit with 413`() async throws {
    var limits = HTTPLimits()
    limits.headerBytes = 200
    limits.bodyBytes = 10
    let server = try TestServer(limits: limits)
    let post = "POST /a HTTP/1.1\r\nHost: a\r\n"
    for (rest, status) in [
      ("X: \(String(repeating: "a", count: 300))\r\n\r\n", "431"),
      ("X: \(String(repeating: "a", count: 20_000))", "431"),
      ("Content-Length: 11\r\n\r\n01234567890", "413"),
      ("Transfer-Encoding: chunked\r\n\r\nb\r\n01234567890\r\n0\r\n\r\n", "413"),
      ("Transfer-Encoding: chunked\r\n\r\n6\r\n012345\r\n6\r\n012345\r\n0\r\n\r\n", "413"),
      ("Content-Length: 10\r\n\r\n0123456789", "200"),
      ("Transfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n5\r\n01234\r\n0\r\n\r\n", "200"),
    ] {
      let answer = try await server.exchange(post + rest)
      #expect(RawConnection.statuses(answer) == [status], "\(rest.prefix(60))")
    }
    #expect(server.log.requests.count == 2)
  }

  @Test func `a large body is taken and given back whole`() async throws {
    let server = try TestServer()
    let body = String(repeating: "0123456789abcdef", count: 60_000)
    let answer = try await server.exchange("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 960000\r\n\r\n" + body)
    #expect(answer.hasSuffix("\r\n\r\n" + body))
  }

  @Test func `a connection over the cap is closed at once, and room made by leaving is used`() async throws {
    var limits = HTTPLimits()
    limits.connections = 2
    // The second connection is silent while the first one waits for a handler that shares two threads with 400 tests.
    (limits.header, limits.answer) = (.seconds(120), .seconds(120))
    let server = try TestServer(limits: limits)
    try await blocking { [port = server.port] in
      let first = try RawConnection(port: port)
      do {
        let second = try RawConnection(port: port)
        for connection in [first, second] { connection.send(Self.get) }
        for connection in [first, second] {
          #expect(connection.receive { $0.hasSuffix("/a") }.contains("200 OK"))
        }
        let third = try RawConnection(port: port)
        third.send(Self.get)
        #expect(third.receive() == "")
      }
      first.send(Self.get)
      #expect(first.receive { $0.hasSuffix("/a") }.contains("200 OK"))
      // The server sees the second one's end when it comes to it: ask until there is room.
      for _ in 0..<1000 {
        let next = try RawConnection(port: port)
        next.send(Self.get)
        if next.receive(until: { $0.hasSuffix("/a") }).contains("200 OK") { return }
        usleep(10_000)
      }
      Issue.record("no room was made")
    }
    #expect((server.counters?.refusedAtCap ?? 0) >= 1)
  }

  @Test func `pipelined requests are answered one at a time, in order`() async throws {
    let gate = Gate()
    let server = try TestServer { request in
      if request.target.path == "/first" { await gate.wait() }
      return await TestServer.echo(request)
    }
    async let answer = server.exchange(
      "POST /first HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\none"
        + "\r\nPOST /second HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ntwo\r\n0\r\n\r\n"
        + "GET /third HTTP/1.1\r\nHost: a\r\nConnection: x, CLOSE\r\n\r\nGET /fourth HTTP/1.1\r\nHost: a\r\n\r\n")
    await gate.arrival()
    #expect(server.log.requests.count == 1)
    gate.open()
    let bodies = try await answer.matches(of: #/\r\n\r\n(one|two|/\w+)/#).map { String($0.1) }
    #expect(bodies == ["one", "two", "/third"])
  }

  @Test func `a drain lets the running exchange finish and refuses new connections`() async throws {
    let gate = Gate()
    let server = try TestServer { request in
      if request.target.path == "/a" { await gate.wait() }
      return await TestServer.echo(request)
    }
    async let answer = server.exchange(Self.get + Self.get)
    let idle = try RawConnection(port: server.port)
    idle.send("GET /b HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(try await idle.received(until: { $0.hasSuffix("/b") }).contains("200 OK"))
    await gate.arrival()
    async let drained = blocking { [server = server.server] in server.drain(deadline: .seconds(20)) }
    // The idle connection's end shows that the drain is under way.
    #expect(try await idle.received() == "")
    let late = try? await server.exchange(Self.get)
    #expect(late == nil || late == "")
    gate.open()
    #expect(try await drained)
    #expect(RawConnection.statuses(try await answer) == ["200"])
    #expect(try await answer.contains("\r\nConnection: close\r\n"))
  }

  @Test func `a drain that comes to its deadline cuts what is left and says so`() async throws {
    let gate = Gate()
    let server = try TestServer { _ in
      await gate.wait()
      return HTTPResponse(status: 200)
    }
    async let answer = server.exchange(Self.get)
    await gate.arrival()
    let drained = try await blocking { [server = server.server] in server.drain(deadline: .milliseconds(100)) }
    #expect(!drained)
    #expect(try await answer == "")
    gate.open()
  }

  @Test func `an exchange may be answered after its server is gone`() async throws {
    let gate = Gate()
    var server: TestServer? = try TestServer { _ in
      await gate.wait()
      return HTTPResponse(status: 200)
    }
    let port = try #require(server?.port)
    let connection = try RawConnection(port: port)
    connection.send(Self.get)
    await gate.arrival()
    server = nil
    gate.open()
    #expect(try await connection.received() == "")
    #expect(throws: (any Error).self) { try RawConnection(port: port) }
  }

  @Test func `a taken address and an unusable one are errors that name the listener`() throws {
    let server = try TestServer()
    for (address, port) in [("127.0.0.1", server.port), ("localhost", 0), ("", 0)] {
      let listener = HTTPListener(name: "second", address: address, port: port, tls: nil)
      let error = #expect(throws: HTTPServerError.self) {
        try HTTPServer(listeners: [listener], handler: TestServer.echo)
      }
      #expect(error?.description.hasPrefix("listener second: ") == true)
    }
    let twice = HTTPListener(name: "a", address: "127.0.0.1", port: 0, tls: nil)
    #expect(throws: HTTPServerError.self) { try HTTPServer(listeners: [twice, twice], handler: TestServer.echo) }
    #expect(server.server.boundPort("nobody") == nil)
    #expect(server.server.counters(listener: "nobody") == nil)
  }
}
