import Evidence
import Testing

@testable import Records

@Suite struct DocumentRecordTests {
  private static let changes = DocumentChanges(
    documents: [
      RegisterDocument(register: "credentials", key: "a", owner: "S-1", body: .object(["x": .integer(1)])),
      RegisterDocument(register: "credentials", key: "b", revision: 7, body: .null),
    ], consumes: [Consumption(register: "code", value: "c")], keeps: [VaultItem("key/a", [1])], erases: ["key/b"],
    note: .string("why"), at: Sample.now)

  @Test func `the changes of a record are derived from its body alone`() throws {
    let expected: [RegisterChange] =
      [.consume(Consumption(register: "code", value: "c"), by: nil)] + Self.changes.documents.map(RegisterChange.put)
      + [.erase("key/b"), .keep("key/a", Blob([1]).address)]
    for kind in RecordKind.documentKinds {
      let entry = Journal.changes(kind, Self.changes)
      #expect(entry.changes == expected && entry.keeps == Self.changes.keeps)
      let body = try #require(JSONValue(canonical: entry.body))
      #expect(RegisterChange.changes(of: kind, body: body) == expected)
    }
    #expect(RegisterChange.changes(of: RecordKind(rawValue: "credential-seen"), body: Self.changes.body) == [])
  }

  @Test(arguments: ["documents", "consumes", "keeps", "erases", "note", "at"])
  func `a body without one of its members is a fault`(member: String) {
    guard case .object(var members) = Self.changes.body else { return #expect(Bool(false)) }
    members[member] = nil
    #expect(RegisterChange.changes(of: .credentialChanged, body: .object(members)) == nil)
    // Any value is a note.
    guard member != "note" else { return }
    members[member] = .array([.integer(1)])
    #expect(RegisterChange.changes(of: .credentialChanged, body: .object(members)) == nil)
  }

  @Test(
    arguments: [
      ("register", nil), ("key", .integer(1)), ("owner", nil), ("owner", .bool(true)), ("revision", .integer(0)),
      ("revision", .string("1")), ("body", nil),
    ] as [(String, JSONValue?)])
  func `a document that lacks something is none`(member: String, value: JSONValue?) {
    let json = Self.changes.documents[0].json
    #expect(RegisterDocument(json) == Self.changes.documents[0])
    guard case .object(var members) = json else { return #expect(Bool(false)) }
    members[member] = value
    #expect(RegisterDocument(.object(members)) == nil)
    #expect(
      RegisterChange.changes(
        of: .intent,
        body: .object(Self.intentMembers.merging(["documents": .array([.object(members)])]) { $1 })) == nil)
  }

  private static let intentMembers: [String: JSONValue] = {
    guard case .object(let members)? = JSONValue(canonical: Sample.intent(1).entry.body) else { return [:] }
    return members
  }()

  @Test func `an intent without counters and documents stands as in older logs`() {
    #expect(Self.intentMembers["counts"] == nil && Self.intentMembers["documents"] == nil)
    let counted = Self.intentMembers.merging(["counts": .array([.object(["register": .string("uses")])])]) { $1 }
    #expect(RegisterChange.changes(of: .intent, body: .object(counted)) == nil)
  }

  @Test func `chains that tell of documents what cannot be are found out`() {
    let twice = DocumentChanges(
      documents: [], consumes: [], keeps: [VaultItem("key/a", [2])], erases: [], note: .null, at: Sample.now)
    let gone = DocumentChanges(
      documents: [], consumes: [], keeps: [], erases: ["key/a"], note: .null, at: Sample.now)
    let first = DocumentChanges(
      documents: [Self.changes.documents[0]], consumes: [Consumption(register: "code", value: "c")],
      keeps: [VaultItem("key/a", [1])], erases: [], note: .null, at: Sample.now)
    let impossible: [[DocumentChanges]] = [
      [Self.changes], [first, first], [first, twice], [gone], [first, gone, gone],
    ]
    for (index, bodies) in impossible.enumerated() {
      var verifier = ChainVerifier()
      let faults = Sample.chain(bodies.map { Journal.changes(.credentialChanged, $0) }).map { verifier.check($0) }
      #expect(faults.last != ChainFault?.none && faults.dropLast().allSatisfy { $0 == nil }, "\(index)")
    }
  }

  @Test func `texts are the same where their bytes are`() {
    let (composed, decomposed) = ("\u{e9}", "e\u{301}")
    #expect(composed == decomposed)
    #expect(Consumption(register: "a", value: composed) != Consumption(register: "a", value: decomposed))
    #expect(Set([ExactText(composed), ExactText(decomposed), ExactText(composed)]).count == 2)
    #expect(ExactText(decomposed) < ExactText("f") && ExactText("f") < ExactText(composed))
  }
}
