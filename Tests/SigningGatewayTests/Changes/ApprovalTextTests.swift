import Evidence
import Testing

@testable import SigningGateway

@Suite struct ApprovalTextTests {
  private func lines(_ subject: String, approvedBy: [String], since: String? = nil) -> [String] {
    ApprovalText.lines(
      .object([
        "subject": .string(subject), "digest": .string("00ff"), "needed": .integer(2),
        "approvedBy": .array(approvedBy.map(JSONValue.string)), "inEffect": .bool(since != nil),
        "since": .optional(since),
      ]))
  }

  @Test func `an operator reads what is missing, and when the rest happens`() {
    #expect(
      lines("devices", approvedBy: [])
        == ["devices 00ff", "  approved by nobody", "  not in effect: waits for 2 more"])
    #expect(lines("devices", approvedBy: ["anna"]).last == "  not in effect: waits for 1 more")
    #expect(
      lines("configuration", approvedBy: ["anna", "berta"])
        == [
          "configuration 00ff", "  approved by anna, berta",
          "  approved: takes effect when the gateway starts with it",
        ])
    #expect(lines("devices", approvedBy: ["anna", "berta"]).last == "  approved: takes effect when it is imported")
    #expect(
      lines("configuration", approvedBy: ["anna", "berta"], since: "2026-11-20T12:00:00Z").last
        == "  in effect since 2026-11-20T12:00:00Z")
  }

  @Test func `what a gateway says cannot move a cursor`() {
    #expect(lines("\u{1B}[2J", approvedBy: ["a\u{1B}"]).allSatisfy { !$0.contains("\u{1B}") })
  }
}
