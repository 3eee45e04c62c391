import Cryptography
import Evidence
import Foundation
import TestSupport
import Testing
import X509

@testable import KeyCeremony

/// Time-stamps over the end of a transcript, by OpenSSL as the authority.
@Suite struct TimestampTests {
  private let held: HeldCeremony
  private let folder: String

  init() async throws {
    held = try await HeldCeremony.root(demo: true, people: false)
    folder = held.bench.folder
    let configuration = """
      [req]
      distinguished_name = name
      prompt = no
      x509_extensions = ext
      [name]
      CN = Test authority
      [ext]
      extendedKeyUsage = critical, timeStamping
      keyUsage = critical, digitalSignature
      [tsa]
      default_tsa = here
      [here]
      serial = \(folder)/serial
      signer_digest = sha256
      default_policy = 1.2.3.4
      digests = sha256
      """
    try held.bench.write("tsa.cnf", configuration)
    try authority("tsa")
    try authority("other")
  }

  private func shell(_ text: String) throws {
    let (code, output) = try Shell.run(text, in: folder)
    try #require(code == 0, "\(output)")
  }

  private func authority(_ name: String) throws {
    try shell(
      """
      openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -config tsa.cnf -days 3650 \
        -keyout \(name).key -out \(name).pem 2>&1
      """)
  }

  private func run(_ words: String...) async -> Int32 {
    await CommandLineTool(
      screen: held.bench.screen, clock: Bench.clock,
      openToken: { _, _ throws(CeremonyError) in throw CeremonyError(.token, "none") }
    ).run(words)
  }

  @Test func `the end of a transcript is time-stamped with a query and an answer in files`() async throws {
    #expect(await run("bundle", held.bench.path("t"), "--out", held.bench.path("b")) == 0)
    let transcript = held.bench.path("b/transcript.jsonl")
    #expect(await run("timestamp", transcript, "--query-out", held.bench.path("q")) == 0, "\(held.bench.complaints)")
    try shell(
      """
      openssl ts -query -in q -text | grep -q 'Hash Algorithm: sha256'
      openssl ts -reply -config tsa.cnf -section here -queryfile q -signer tsa.pem -inkey tsa.key -out answer 2>&1
      """)
    #expect(
      await run(
        "timestamp", transcript, "--token", held.bench.path("answer"), "--tsa-certificate",
        held.bench.path("other.pem")) == 1)
    #expect(
      await run(
        "timestamp", transcript, "--token", held.bench.path("answer"), "--tsa-certificate",
        held.bench.path("tsa.pem")) == 0, "\(held.bench.complaints)")
    let files = try CeremonyFiles(bundle: held.bench.path("b"))
    let verdict = Audit.verdict(on: files)
    // The test's authority stamps at the time of today, the ceremony's clock is pinned.
    #expect(verdict.isConsistent, "\(verdict.findings)")
    #expect(verdict.findings.contains { $0.what.contains("the transcript was there at") })
    let readme = try String(contentsOfFile: held.bench.path("b/README.md"), encoding: .utf8)
    let block = try #require(readme.components(separatedBy: "```sh\n").last?.components(separatedBy: "```").first)
    let (code, output) = try Shell.run(block, in: held.bench.path("b"))
    #expect(code == 0 && output.contains("Verification: OK"), "\(output)")

    // Over another end, by another authority, or altered: not good.
    let token = try #require(files.timestamp)
    var changed = files
    changed.timestamp = token.dropLast() + [token[token.count - 1] ^ 1]
    #expect(!Audit.verdict(on: changed).isConsistent)
    changed = files
    changed.timestampAnchor = try held.bench.bytes("other.pem")
    #expect(!Audit.verdict(on: changed).isConsistent)
    changed.timestampAnchor = nil
    #expect(!Audit.verdict(on: changed).isConsistent)
    let other = Digest(algorithm: .sha256, bytes: [UInt8](repeating: 7, count: 32))
    #expect(throws: CryptographyError.self) {
      _ = try TimestampVerification(
        token: token, over: try #require(other),
        anchors: [try Certificate(pem: String(decoding: try held.bench.bytes("tsa.pem"), as: UTF8.self))])
    }
    #expect(throws: CryptographyError.self) {
      _ = try TimestampVerification(token: token + [0], over: try #require(other), anchors: [])
    }
    #expect(TranscriptTimestamp.token(in: try held.bench.bytes("answer")) == token)
    #expect(TranscriptTimestamp.token(in: token) == token)
    #expect(TranscriptTimestamp.token(in: [0x30, 0x07, 0x30, 0x03, 0x02, 0x01, 0x02, 0x30, 0x00]) == nil)
  }

  private static let server = """
    import http.server, subprocess, sys
    class Authority(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            query = self.rfile.read(int(self.headers["Content-Length"]))
            kinds = (self.headers["Content-Type"], self.headers["Accept"])
            if self.path == "/huge":
                answer = b"x" * 200000
            elif self.path == "/other":
                answer = b"this is no time-stamp"
            elif self.path == "/tsa" and kinds == ("application/timestamp-query", "application/timestamp-reply"):
                open("asked", "wb").write(query)
                subprocess.run(
                    ["openssl", "ts", "-reply", "-config", "tsa.cnf", "-section", "here", "-queryfile", "asked",
                     "-signer", "tsa.pem", "-inkey", "tsa.key", "-out", "made"], check=True, stderr=subprocess.DEVNULL)
                answer = open("made", "rb").read()
            else:
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            try:
                self.wfile.write(answer)
            except OSError:
                pass
        def log_message(self, *words): pass
    server = http.server.HTTPServer(("127.0.0.1", 0), Authority)
    print(server.server_port, flush=True)
    server.serve_forever()
    """

  @Test func `the end of a transcript is time-stamped by an authority that answers by HTTP`() async throws {
    try held.bench.write("server.py", Self.server)
    let server = try ChildProcess("python3", ["server.py"], in: URL(fileURLWithPath: folder))
    try await server.until(.seconds(30), "the authority does not start") { server.output.contains("\n") }
    let port = server.output.trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(await run("bundle", held.bench.path("t"), "--out", held.bench.path("b")) == 0)
    let transcript = held.bench.path("b/transcript.jsonl")
    let before = try FileManager.default.contentsOfDirectory(atPath: held.bench.path("b")).sorted()
    func ask(_ address: String, _ anchor: String = "tsa.pem") async -> Int32 {
      await run("timestamp", transcript, "--tsa", address, "--tsa-certificate", held.bench.path(anchor))
    }
    let refused: [(String, String, Int32, String)] = [
      ("http://127.0.0.1:\(port)/nowhere", "tsa.pem", 4, "gives no answer (curl ended with 22)"),
      ("http://127.0.0.1:\(port)/huge", "tsa.pem", 4, "says more than 65536 bytes"),
      ("http://127.0.0.1:\(port)/other", "tsa.pem", 1, "holds no time-stamp"),
      ("http://127.0.0.1:\(port)/tsa", "other.pem", 1, "the time-stamp is not good over this transcript"),
      ("http://127.0.0.1:1/", "tsa.pem", 4, "gives no answer (curl ended with 7)"),
      ("ftp://127.0.0.1/", "tsa.pem", 2, "is no http:// or https:// address"),
      ("http://127.0.0.1:\(port)/tsa", "nowhere.pem", 2, "cannot open"),
    ]
    for (address, anchor, code, expected) in refused {
      #expect(await ask(address, anchor) == code, "\(address)")
      #expect(held.bench.complaints.contains(expected), "\(expected): \(held.bench.complaints)")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: held.bench.path("b")).sorted() == before)

    #expect(await ask("http://127.0.0.1:\(port)/tsa") == 0, "\(held.bench.complaints)")
    let verdict = Audit.verdict(on: try CeremonyFiles(bundle: held.bench.path("b")))
    #expect(verdict.isConsistent && verdict.findings.contains { $0.what.contains("the transcript was there at") })
    try held.bench.remove("asked")
    #expect(await ask("http://127.0.0.1:\(port)/tsa") == 4)
    #expect(held.bench.complaints.contains("timestamp.token exists, and nothing is overwritten"))
    // Nobody was asked for what could not be kept.
    #expect(!held.bench.exists("asked"))
  }

  @Test func `a ceremony that is not closed has no end to stamp`() async throws {
    let open = try held.forged { $0.removeLast() }
    try held.bench.write("open", String(decoding: open.files.transcript, as: UTF8.self))
    #expect(await run("timestamp", held.bench.path("open"), "--query-out", held.bench.path("q")) == 1)
    #expect(held.bench.complaints.contains("not closed"))
  }
}
