import Foundation
import Testing

@testable import SigningGateway

@Suite struct TLSTests {
  let certificates: TestCertificates

  init() throws { certificates = try TestCertificates.shared.get() }

  /// POST of `{}` by a new client, on a thread of its own.
  private func post(_ server: TestServer, as name: String?) async throws -> HTTPResponse {
    try await blocking { [certificates, server] in
      let client = try HTTPClient(
        serverCA: certificates.path("ca.pem"), identity: name.map { certificates.identity($0) })
      return try withExtendedLifetime(server) {
        try client.post("https://127.0.0.1:\(server.port)/sign?x=1", json: Array("{}".utf8))
      }
    }
  }

  @Test func `a client of our CA is served, and its certificate comes with the request`() async throws {
    let server = try TestServer(tls: certificates.files())
    let answer = try await post(server, as: "good")
    #expect(answer.status == 200)
    #expect(answer.body == Array("{}".utf8))
    #expect(answer.headers.contains(HTTPField("Content-Length", "2")))
    let request = try #require(server.log.requests.first)
    #expect(request.peerCertificate == (try certificates.certificate("good")))
    #expect(request.headers("content-type") == ["application/json"])
  }

  /// The services of parallel suites are configured with the digests of these.
  @Test func `a test certificate is whole for all who ask for it at once`() async throws {
    let certificate = try certificates.certificate("good")
    #expect(!certificate.isEmpty)
    let seen = try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for _ in 0..<40 {
        group.addTask { [certificates] in try await blocking { try certificates.certificate("good") } }
      }
      return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
    }
    #expect(seen == [certificate])
  }

  @Test(arguments: [nil, "stranger", "server"])
  func `without a client certificate of our CA the handshake fails`(name: String?) async throws {
    let server = try TestServer(tls: certificates.files())
    await #expect(throws: HTTPClientError.self) { try await post(server, as: name) }
    #expect(try await server.counts(1, \.handshakeFailures))
    #expect(server.log.requests.isEmpty)
  }

  @Test func `a revoked client is refused`() async throws {
    let server = try TestServer(tls: certificates.files(crl: "revoking.crl"))
    await #expect(throws: HTTPClientError.self) { try await post(server, as: "revoked") }
    #expect(try await post(server, as: "good").status == 200)
  }

  @Test(arguments: ["expired.crl", "other.crl"])
  func `without a current CRL of the client's CA nobody is let in`(crl: String) async throws {
    let server = try TestServer(tls: certificates.files(crl: crl))
    await #expect(throws: HTTPClientError.self) { try await post(server, as: "good") }
    #expect(try await server.counts(1, \.handshakeFailures))
  }

  @Test(arguments: ["no-such.crl", "ca.pem"])
  func `a listener without a CRL does not come up`(crl: String) throws {
    let error = #expect(throws: HTTPServerError.self) { try TestServer(tls: certificates.files(crl: crl)) }
    #expect(error?.description.contains(certificates.path(crl)) == true)
  }

  @Test func `a reload shuts out a client that is revoked since`() async throws {
    let server = try TestServer(tls: certificates.files())
    let statuses = try await blocking { [certificates, port = server.port, server = server.server] in
      let url = "https://127.0.0.1:\(port)/"
      let client = try HTTPClient(serverCA: certificates.path("ca.pem"), identity: certificates.identity("revoked"))
      let other = try HTTPClient(serverCA: certificates.path("ca.pem"), identity: certificates.identity("good"))
      let before = [try client.get(url).status, try other.get(url).status]
      try server.reload(listener: "main", files: certificates.files(crl: "revoking.crl"))
      // The idle connection is gone, and a new one is refused.
      #expect(throws: HTTPClientError.self) { try client.get(url) }
      return before + [try other.get(url).status]
    }
    #expect(statuses == [200, 200, 200])
    #expect(server.counters?.accepted == 4)
  }

  @Test func `a reload lets a running exchange finish, and closes its connection`() async throws {
    let gate = Gate()
    let server = try TestServer(tls: certificates.files()) { _ in
      await gate.wait()
      return HTTPResponse(status: 200)
    }
    async let answer = post(server, as: "revoked")
    await gate.arrival()
    try server.server.reload(listener: "main", files: certificates.files(crl: "revoking.crl"))
    gate.open()
    #expect(try await answer.headers.contains(HTTPField("Connection", "close")))
  }

  @Test func `a reload that fails leaves the older files in force`() async throws {
    let server = try TestServer(tls: certificates.files())
    #expect(throws: HTTPServerError.self) {
      try server.server.reload(listener: "main", files: certificates.files(crl: "no-such.crl"))
    }
    #expect(throws: HTTPServerError.self) {
      try server.server.reload(listener: "nobody", files: certificates.files())
    }
    #expect(try await post(server, as: "good").status == 200)
  }

  @Test func `a connection is used again, a session never`() async throws {
    let server = try TestServer(tls: certificates.files())
    try await blocking { [certificates, port = server.port] in
      let client = try HTTPClient(serverCA: certificates.path("ca.pem"), identity: certificates.identity("good"))
      for path in ["/a", "/b", "/c"] {
        #expect(try client.get("https://127.0.0.1:\(port)\(path)").body == Array(path.utf8))
      }
      #expect(server.counters?.accepted == 1)
      let connect = "s_client -connect 127.0.0.1:\(port) -CAfile ca.pem -cert good.pem -key good.key -ign_eof"
      let request = "GET /d HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
      let first = try certificates.openssl("\(connect) -sess_out session-\(port).pem", mayFail: true, input: request)
      #expect(first.contains("New, TLSv1.3") && first.contains("200 OK"))
      #expect(!first.contains("New Session Ticket"))
      #expect(!FileManager.default.fileExists(atPath: certificates.path("session-\(port).pem")))
    }
  }

  @Test(arguments: ["-tls1_2", "-tls1_1"])
  func `an older TLS is refused`(version: String) async throws {
    let server = try TestServer(tls: certificates.files())
    let output = try await blocking { [certificates, port = server.port] in
      try certificates.openssl(
        "s_client -connect 127.0.0.1:\(port) -cert good.pem -key good.key \(version)", mayFail: true)
    }
    #expect(output.contains("Cipher is (NONE)"))
    #expect(try await server.counts(1, \.handshakeFailures))
  }

  @Test func `plain HTTP on a TLS listener gets nothing`() async throws {
    let server = try TestServer(tls: certificates.files())
    let answer = try await server.exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(!answer.contains("HTTP/"))
    #expect(server.log.requests.isEmpty)
  }
}
