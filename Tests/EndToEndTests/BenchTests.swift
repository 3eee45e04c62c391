import Foundation
import TestSupport
import Testing

/// Proves that every part of the bench runs. What it measures depends on the machine and is asserted nowhere.
@Suite(.serialized) struct BenchTests {
  @Test func `the short bench measures every case and writes table, document and plot`() async throws {
    let tools = URL(filePath: Product.signingGateway).deletingLastPathComponent().path
    let bench = try ChildProcess(
      Product.script("bench"), ["--short"], in: Product.package, environment: ["SEALGATE_BIN": tools])
    let result = try await bench.finish(within: .seconds(480)).expect()
    #expect(result.output.contains("Issuing QCP-n-qscd certificates over mutual TLS"))
    #expect(result.output.contains("A key wrapped outside the token"))
    #expect(result.output.contains("signHash with activation data over mutual TLS"))

    let folder = Product.package.appending(path: "bench-out/short")
    let signatures = try rows(of: folder.appending(path: "bench.json"), "signatures")
    #expect(signatures.count == 8)
    #expect(signatures.first == "P-256, token, 1" && signatures.last == "RSA-2048, wrapped, 10")
    let rows = try rows(of: folder.appending(path: "bench.json"), "rows")
    #expect(rows.first == "P-256" && rows.contains("RSA-3072") && rows.last == "5 ms stub, 16 lanes")
    let plot = try String(contentsOf: folder.appending(path: "bench.svg"), encoding: .utf8)
    #expect(plot.hasPrefix("<svg ") && plot.hasSuffix("</svg>\n"))
    for row in rows { #expect(plot.contains(">\(row)<")) }
  }

  @Test func `the short bench of credentials fills stores, asks and signs all over them, and writes its files`()
    async throws
  {
    let tools = URL(filePath: Product.signingGateway).deletingLastPathComponent().path
    let bench = try ChildProcess(
      Product.script("bench"), ["--short", "--credentials", "100,1000"], in: Product.package,
      environment: ["SEALGATE_BIN": tools])
    let result = try await bench.finish(within: .seconds(240)).expect()
    #expect(result.output.contains("Wrapped credentials in the store, over mutual TLS"))

    let folder = Product.package.appending(path: "bench-out/short")
    let answers = [
      "credentials/list, ten credentials", "credentials/info", "credentials/authorize",
      "authorize, page, passkey, check", "signHash, wrapped P-256",
    ]
    #expect(try rows(of: folder.appending(path: "credentials.json"), "rows") == answers)
    let plot = try String(contentsOf: folder.appending(path: "credentials.svg"), encoding: .utf8)
    #expect(plot.hasPrefix("<svg ") && plot.hasSuffix("</svg>\n"))
    for text in answers + ["100", "1,000"] { #expect(plot.contains(">\(text)<"), "\(text)") }
  }

  private func rows(of file: URL, _ member: String) throws -> [String] {
    let object = try JSONSerialization.jsonObject(with: try Data(contentsOf: file)) as? [String: Any]
    let rows = object?[member] as? [[String: Any]] ?? []
    return rows.compactMap { $0["name"] as? String }
  }
}
