import Cryptography
import Evidence
import Records
import Testing

@testable import KeyCeremony

/// Backups and restorations as an auditor sees them.
@Suite struct CustodyAuditTests {
  @Test func `a backup, a rehearsal of its restoration and the restoration are verified and reported`() async throws {
    let held = try await CustodyScene().held(
      CustodySteps.generate() + CustodySteps.backup + CustodySteps.restore("restore", "[wanda, carl]"),
      outputs: ["ca.wrapped", "ca.pub"])
    let errors = held.verdict.findings.filter { $0.severity == .error && !$0.what.hasPrefix("the transcript is not") }
    #expect(errors == [])
    func spoilt(_ change: (JSONValue) -> JSONValue) throws -> [String] {
      try held.forged { drafts in
        let index = try drafts.place(.keyRestored)
        drafts[index].body = change(drafts[index].body)
      }.verdict.findings.map(\.what)
    }
    let other = try spoilt { $0.setting("proof", $0["proof"]?.setting("message", .string("AAAA"))) }
    #expect(other.contains("the test signature of the restored key does not verify"))
    let open = try spoilt { body in
      let statement = body["attributes"]
      let read = statement?["attributes"]?.setting("CKA_SENSITIVE", .string("false"))
      return body.setting("attributes", statement?.setting("attributes", read))
    }
    #expect(open.contains("the restored key is not as the script requires: CKA_SENSITIVE"))
    let foreign = try spoilt { $0.setting("spkiSHA256", .string(String(repeating: "0", count: 64))) }
    #expect(foreign.contains { $0.contains("its parts are of different keys") })
    guard case .readable(let report) = Audit.examined(held.files) else { throw Bench.Missing(what: "a report") }
    #expect(report.json["notProven"]?.elements?.contains { $0.text?.contains("wrapping key remains") == true } == true)
    let page = ReportPage(report: report.json).html
    for kind in ["backup-made", "share-given", "key-restored"] { #expect(page.contains(kind), "\(kind)") }
  }
}
