import Cryptography
import Documents
import Evidence
import TestSupport
import Testing

@testable import Applications

@Suite struct ApplicationDocumentTests {
  private func yaml(_ text: String) throws(DocumentError) -> ApplicationDocument {
    try ApplicationDocument(yaml: Array(text.utf8))
  }

  @Test func `YAML and JSON with the same members are the same document`() throws {
    let json = #"{"id":"A-1","schema":1,"registration":{"recordId":"R-1","validatedAt":"2026-11-19T09:30:00Z"}}"#
    let fromJSON = try ApplicationDocument(json: Array(json.utf8))
    let fromYAML = try yaml(
      """
      schema: 1
      id: A-1
      registration:
        recordId: R-1
        validatedAt: 2026-11-19T09:30:00Z
      """)
    #expect(fromYAML.json == fromJSON.json)
    #expect(fromYAML.application == fromJSON.application)
    #expect(fromYAML.application.registration?.validatedAt == Instant("2026-11-19T09:30:00Z"))
    #expect(fromYAML.application.agreement == nil)
  }

  @Test func `a number without quotes is no text, in YAML either`() {
    let error = #expect(throws: DocumentError.self) {
      try yaml("schema: 1\nid: A-1\nregistration: {recordId: 4711}\n")
    }
    #expect(error?.path == "$.registration.recordId")
  }

  @Test func `a member that is there twice is refused`() {
    #expect(throws: DocumentError.self) { try yaml("schema: 1\nid: A-1\nid: A-2\n") }
    #expect(throws: DocumentError.self) {
      try ApplicationDocument(json: Array(#"{"schema":1,"id":"A-1","id":"A-1"}"#.utf8))
    }
  }

  @Test func `a statement is canonical JSON that names the application and the part`() throws {
    let document = try yaml(
      """
      schema: 1
      id: A-1
      registration: {recordId: R-1, officer: officer-1}
      """)
    #expect(
      document.statement(.registration).map { String(decoding: $0, as: UTF8.self) }
        == #"{"application":"A-1","registration":{"officer":"officer-1","recordId":"R-1"},"schema":1}"#)
    #expect(document.statement(.approval(0)) == nil)
    #expect(
      document.registrationSHA256 == Hash.digest(Array(#"{"officer":"officer-1","recordId":"R-1"}"#.utf8)))
  }

  @Test func `an approval's statement holds that approval`() throws {
    let digest = String(repeating: "0", count: 64)
    func approval(_ who: String) -> String {
      #"{"approver":"\#(who)","at":"2026-11-20","policy":"evcp","event":"initial","registrationSha256":"\#(digest)"}"#
    }
    let document = try ApplicationDocument(
      json: Array(
        #"{"schema":1,"id":"A-1","processing":{"approvals":[\#(approval("first")),\#(approval("second"))]}}"#.utf8))
    let statement = try #require(document.statement(.approval(1)))
    #expect(JSONValue(canonical: statement)?["approval"]?["approver"] == .string("second"))
    #expect(document.statement(.approval(2)) == nil)
    #expect(document.statement(.registration) == nil)
    #expect(document.registrationSHA256 == nil)
  }

  @Test(arguments: ["registration", "approvals/0", "approvals/17"]) func `a part has one name`(name: String) throws {
    #expect(ProcessSignature.Part(name: name)?.name == name)
  }

  @Test(arguments: ["", "Registration", "approvals", "approvals/", "approvals/-1", "approvals/+1", "approvals/01"])
  func `another name is none`(name: String) { #expect(ProcessSignature.Part(name: name) == nil) }

  @Test func `the samples of the gates are documents`() throws {
    for policy in CertificatePolicy.allCases {
      let sample = SampleProcess(policy).application
      #expect(try ApplicationDocument(sample.sampleJSON).application == sample)
    }
  }
}
