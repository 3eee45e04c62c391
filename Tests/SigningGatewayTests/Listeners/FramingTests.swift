import Glibc
import Testing

@testable import SigningGateway

@Suite struct FramingTests {
  /// Request head and body after the request line `POST /sign HTTP/1.1`.
  @Test(arguments: [
    ("both lengths", "Host: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
    ("coding first", "Host: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
    ("another coding", "Host: a\r\nTransfer-Encoding: gzip\r\n\r\n"),
    ("two codings", "Host: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
    ("chunked twice", "Host: a\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
    ("coding repeated", "Host: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ("coding disguised", "Host: a\r\nTransfer-Encoding: \u{0b}chunked\r\n\r\n0\r\n\r\n"),
    ("empty coding", "Host: a\r\nTransfer-Encoding:\r\n\r\n"),
    ("no host", "Content-Length: 3\r\n\r\nabc"),
    ("two hosts", "Host: a\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"),
    ("empty host", "Host:\r\nContent-Length: 3\r\n\r\nabc"),
    ("list of hosts", "Host: a, b\r\nContent-Length: 3\r\n\r\nabc"),
    ("user in host", "Host: u@a\r\nContent-Length: 3\r\n\r\nabc"),
    ("port not a number", "Host: a:8x\r\nContent-Length: 3\r\n\r\nabc"),
    ("folded line", "Host: a\r\nContent-Length: 3\r\nX: a\r\n b\r\n\r\nabc"),
    ("folded first line", " Host: a\r\nHost: a\r\n\r\n"),
    ("folded length", "Host: a\r\nContent-Length:\r\n 3\r\n\r\nabc"),
    ("length listed", "Host: a\r\nContent-Length: 3, 3\r\n\r\nabc"),
    ("length repeated", "Host: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc"),
    ("length with plus", "Host: a\r\nContent-Length: +3\r\n\r\nabc"),
    ("length negative", "Host: a\r\nContent-Length: -3\r\n\r\nabc"),
    ("length hexadecimal", "Host: a\r\nContent-Length: 0x3\r\n\r\nabc"),
    ("length with a dot", "Host: a\r\nContent-Length: 3.0\r\n\r\nabc"),
    ("length empty", "Host: a\r\nContent-Length:\r\n\r\nabc"),
    ("length past 64 bits", "Host: a\r\nContent-Length: 18446744073709551619\r\n\r\nabc"),
    ("NUL in a value", "Host: a\r\nX: a\0b\r\n\r\n"),
    ("DEL in a value", "Host: a\r\nX: a\u{7f}b\r\n\r\n"),
    ("UTF-8 in a value", "Host: a\r\nX: a\u{e4}b\r\n\r\n"),
    ("bare LF", "Host: a\nX: b\r\n\r\n"),
    ("bare CR", "Host: a\r\nX: a\rb\r\n\r\n"),
    ("bare LF at the end", "Host: a\r\n\n"),
    ("space before the colon", "Host: a\r\nContent-Length : 3\r\n\r\nabc"),
    ("no colon", "Host: a\r\nContent-Length\r\n\r\n"),
    ("empty name", "Host: a\r\n: b\r\n\r\n"),
    ("chunk size with space", "Host: a\r\nTransfer-Encoding: chunked\r\n\r\n3 \r\nabc\r\n0\r\n\r\n"),
    ("chunk size with prefix", "Host: a\r\nTransfer-Encoding: chunked\r\n\r\n0x3\r\nabc\r\n0\r\n\r\n"),
    ("chunk size negative", "Host: a\r\nTransfer-Encoding: chunked\r\n\r\n-3\r\nabc\r\n0\r\n\r\n"),
    ("chunk size past 64 bits", "Host: a\r\nTransfer-Encoding: chunked\r\n\r\n10000000000000003\r\nabc\r\n0\r\n\r\n"),
    ("chunk too long", "Host: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n"),
    ("chunk with bare LF", "Host: a\r\nTransfer-Encoding: chunked\r\n\r\n3\nabc\n0\n\n"),
    ("length in the trailer", "Host: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nContent-Length: 3\r\n\r\n"),
  ])
  func `hostile framing is refused with 400 and a closed connection`(name: String, rest: String) async throws {
    let server = try TestServer()
    let answer = try await server.exchange("POST /sign HTTP/1.1\r\n" + rest + "GET /next HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(RawConnection.statuses(answer) == ["400"], "\(name)")
    #expect(answer.contains("\r\nConnection: close\r\n"), "\(name)")
    #expect(server.log.requests.isEmpty, "\(name)")
    #expect(server.counters?.badRequests == 1, "\(name)")
  }

  @Test(arguments: [
    "GET http://a/x HTTP/1.1", "GET a HTTP/1.1", "OPTIONS * HTTP/1.1", "CONNECT a:443 HTTP/1.1",
    "GET /a b HTTP/1.1", "GET  /a HTTP/1.1", "GET /a  HTTP/1.1", "GET /a#b HTTP/1.1", "GET /a%2 HTTP/1.1",
    "GET /a%zz HTTP/1.1", "GET /a\u{e4} HTTP/1.1", "GET /\"a\" HTTP/1.1", "GET /a HTTP/1.2", "GET /a HTTP/2.0",
    "GET /a http/1.1", "GET /a", "GET", "G(T /a HTTP/1.1", " GET /a HTTP/1.1", "PRI * HTTP/2.0",
    "GET /a%2fb HTTP/1.1", "GET /a/../b HTTP/1.1", "GET /a/%2e%2e/b HTTP/1.1", "GET /a//b HTTP/1.1",
    "GET /a%00 HTTP/1.1", "GET /%ff HTTP/1.1", "GET /a?%ff=1 HTTP/1.1", "GET /a?=1 HTTP/1.1",
  ])
  func `an odd request line is refused with 400`(line: String) async throws {
    let server = try TestServer()
    let answer = try await server.exchange(line + "\r\nHost: a\r\n\r\n")
    #expect(RawConnection.statuses(answer) == ["400"])
    #expect(server.log.requests.isEmpty)
  }

  @Test func `a chunked body is taken, its extensions and trailer are dropped`() async throws {
    let server = try TestServer()
    let answer = try await server.exchange(
      "POST /sign HTTP/1.1\r\nHost: a\r\ntransfer-encoding: Chunked\r\n\r\n"
        + "3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nX-Trailer: t\r\n\r\n")
    #expect(RawConnection.statuses(answer) == ["200"])
    let request = try #require(server.log.requests.first)
    #expect(request.body == Array("abcde".utf8))
    #expect(request.headers == [HTTPField("Host", "a"), HTTPField("transfer-encoding", "Chunked")])
  }

  @Test func `a chunked body that arrives byte by byte is taken`() async throws {
    let server = try TestServer()
    let answer = try await blocking { [port = server.port] in
      let connection = try RawConnection(port: port)
      for byte in "POST /sign HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n".utf8 {
        connection.send([byte])
        usleep(1000)  // so that most bytes travel, and are parsed, alone
      }
      connection.finish()
      return connection.receive()
    }
    #expect(RawConnection.statuses(answer) == ["200"])
    #expect(server.log.requests.map(\.body) == [[UInt8(ascii: "a")]])
  }

  @Test func `a request reaches the handler as it was sent`() async throws {
    let server = try TestServer()
    let answer = try await server.exchange(
      "\r\nPUT /v1/a%20b?x=%41+1&y&x=2 HTTP/1.1\r\nHost: [::1]:8443\r\nX-A:  one \r\nx-a: two\r\n"
        + "Content-Length: 003\r\n\r\nabc")
    #expect(answer.hasSuffix("Content-Length: 3\r\n\r\nabc"))
    let request = try #require(server.log.requests.first)
    #expect(request.listener == "main")
    #expect(request.method == "PUT")
    #expect(request.target.path == "/v1/a b")
    #expect(request.target.query == [HTTPField("x", "A+1"), HTTPField("y", ""), HTTPField("x", "2")])
    #expect(request.headers("X-a") == ["one", "two"])
    #expect(request.peerCertificate == nil)
    #expect(request.remoteAddress.hasPrefix("127.0.0.1:"))
  }

  @Test func `HTTP 1.0 is answered once, and needs no Host`() async throws {
    let server = try TestServer()
    let answer = try await server.exchange("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /b HTTP/1.0\r\n\r\n")
    #expect(RawConnection.statuses(answer) == ["200"])
    #expect(answer.contains("\r\nConnection: close\r\n"))
    let coded = try await server.exchange("POST /a HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
    #expect(RawConnection.statuses(coded) == ["400"])
  }

  @Test func `an expectation is met once the body is wanted`() async throws {
    var limits = HTTPLimits()
    limits.bodyBytes = 10
    let server = try TestServer(limits: limits)
    try await blocking { [port = server.port] in
      let connection = try RawConnection(port: port)
      connection.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-Continue\r\n\r\n")
      #expect(connection.receive { $0.hasSuffix("\r\n\r\n") } == "HTTP/1.1 100 Continue\r\n\r\n")
      connection.send("abc")
      #expect(connection.receive { $0.hasSuffix("abc") }.hasPrefix("HTTP/1.1 200 OK\r\n"))
    }

    let large = try await server.exchange(
      "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n")
    #expect(RawConnection.statuses(large) == ["413"])
    let other = try await server.exchange(
      "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: a-miracle\r\n\r\n")
    #expect(RawConnection.statuses(other) == ["417"])
  }

  @Test func `an upgrade is not taken up`() async throws {
    let server = try TestServer()
    let answer = try await server.exchange(
      "GET /a HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\n\r\n"
    )
    #expect(RawConnection.statuses(answer) == ["200"])
  }

  @Test func `HEAD is answered without a body`() async throws {
    let server = try TestServer()
    let answer = try await server.exchange("HEAD /abc HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(answer.hasSuffix("Content-Length: 4\r\n\r\n"))
  }

  @Test(arguments: [
    HTTPResponse(status: 99), HTTPResponse(status: 1_000_000), HTTPResponse(status: -1),
    HTTPResponse(status: 200, headers: [HTTPField("X", "a\r\nSet-Cookie: b")]),
    HTTPResponse(status: 200, headers: [HTTPField("X Y", "a")]),
    HTTPResponse(status: 200, headers: [HTTPField("content-length", "7")]),
  ])
  func `an answer that would break the framing becomes a 500`(response: HTTPResponse) async throws {
    let server = try TestServer { _ in response }
    let answer = try await server.exchange("GET /abc HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(RawConnection.statuses(answer) == ["500"])
    #expect(!answer.contains("Set-Cookie"))
  }
}
