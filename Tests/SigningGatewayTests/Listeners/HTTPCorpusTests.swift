import Glibc
import TestSupport
import Testing

@testable import SigningGateway

/// The requests of llhttp's tests, sent as they are, and completed: the corpus has lost the line ends at their ends.
@Suite(.needsVectors) struct HTTPCorpusTests {
  static let rows = Vectors.index("corpora/http1")

  /// What llhttp refuses and the handler sees one request of, by reason.
  static let answered: [String: Set<String>] = [
    "the first request is sound, what follows it is dropped or refused": [
      "connection-003.http", "connection-004.http", "connection-011.http", "lenient-headers-002.http",
    ],
    "an unknown method: it is a token, and the router's to refuse": ["invalid-004.http", "invalid-014.http"],
    "Upgrade may be ignored (RFC 9110, 7.8), and is": [
      "connection-014.http", "connection-018.http", "connection-019.http", "connection-020.http",
      "connection-021.http",
    ],
  ]

  /// What llhttp takes and this server refuses, by reason.
  static let stricter: [String: Set<String>] = [
    "a protocol or version that is not HTTP/1.0 or HTTP/1.1": [
      "method-012.http", "method-013.http", "method-014.http", "sample-010.http",
    ],
    "a target that is not in origin form": [
      "method-005.http", "uri-003.http", "uri-004.http", "uri-006.http", "uri-010.http",
    ],
    "a character in the target that RFC 3986 does not know, or a fragment": [
      "uri-001.http", "uri-005.http", "uri-008.http",
    ],
    "lines that end without CR": ["sample-016.http", "sample-017.http"],
    "a transfer coding beside chunked": ["transfer-encoding-020.http", "transfer-encoding-021.http"],
    "cut off inside a header name or the body": [
      "content-length-010.http", "content-length-011.http", "content-length-016.http", "finish-002.http",
      "finish-003.http", "transfer-encoding-001.http",
    ],
  ]

  static func isTaken(_ row: Vectors.Row) -> Bool {
    // "parse ok" with a lenient flag is "a strict server must reject or ignore".
    row.expected == "parse ok" && !stricter.values.contains { $0.contains(row.file) }
  }

  /// As in the corpus; with the empty line that ends a head or a chunked body; and with the Host that most lack.
  static func variants(_ bytes: [UInt8]) -> [[UInt8]] {
    let complete = bytes + Array("\r\n\r\n".utf8)
    guard let line = complete.indices.dropFirst(3).first(where: { complete[$0] == 0x0a }),
      !String(decoding: bytes, as: UTF8.self).lowercased().contains("host:")
    else { return [bytes, complete] }
    let withHost = complete[...line] + Array("Host: a\r\n".utf8) + complete[(line + 1)...]
    return [bytes, complete, Array(withHost)]
  }

  @Test func `the corpus is whole`() {
    #expect(Self.rows.count == 166)
  }

  @Test(arguments: rows)
  func `a sample is taken or refused as expected`(row: Vectors.Row) async throws {
    let server = try TestServer()
    let bytes = try Vectors.bytes("corpora/http1/\(row.file)")
    var answers: [String] = []
    for variant in Self.variants(bytes) { answers.append(try await server.exchange(variant)) }
    let reached = server.log.requests.count
    if Self.isTaken(row) {
      #expect(reached > 0, "\(answers)")
    } else if Self.answered.values.contains(where: { $0.contains(row.file) }) {
      #expect(reached > 0 && answers.allSatisfy { RawConnection.statuses($0).count { $0 == "200" } <= 1 }, "\(answers)")
    } else {
      #expect(reached == 0, "\(answers)")
    }
    // Whatever came, the next client is served.
    let after = try await server.exchange("GET /after HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(RawConnection.statuses(after) == ["200"], "\(after)")
  }
}
