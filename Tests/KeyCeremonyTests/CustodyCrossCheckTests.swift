import Cryptography
import Evidence
import Foundation
import Records
import TestSupport
import Testing

@testable import KeyCeremony

/// Backups, shares, restorations, inventories and destructions against each other: each case makes one record wrong.
@Suite struct CustodyCrossCheckTests {
  private static let replace = """
      - id: others
        verb: replace-custodians
        token: two
        wrapped: ca.wrapped
        public-key: ca.pub
        old: { custodians: [wanda, carl], read-shares-from: { carl: carl.share } }
        new: { custodians: [ada, sofia], threshold: 2, write-shares-to: { ada: ada.share, sofia: sofia.share } }
        security-officer: { pin-file: $SO2 }
        output: { wrapped: ca2.wrapped }

    """
  private static let restore = """
      - id: back-again
        verb: restore
        token: two
        wrapped: ca2.wrapped
        public-key: ca.pub
        label: ca-restored
        cka-id: "02"
        custodians: [ada, sofia]
        read-shares-from: { ada: ada.share, sofia: sofia.share }

    """

  private static func destroy(_ scene: CustodyScene) -> String {
    """
      - id: end
        verb: destroy-key
        token: one
        keys: [{ label: ca, public-key: ca.pub }]
        copies:
          - { what: the wrapped file, where: safe 1, accounted: destroyed, wrapped: ca.wrapped }
          - { what: the new file, where: safe 2, accounted: kept, wrapped: ca2.wrapped }
          - { what: share of Carl, where: envelope 1, accounted: destroyed, share-of: carl }
          - { what: share of Cora, where: envelope 2, accounted: destroyed, share-of: cora }
          - { what: share of Wanda, where: envelope 3, accounted: unknown, share-of: wanda }
          - { what: share of Ada, where: envelope 4, accounted: kept, share-of: ada }
          - { what: share of Sofia, where: envelope 5, accounted: kept, share-of: sofia }
          - { what: the restored key, where: rack 2, accounted: kept, token: \(scene.second.label) }

    """
  }

  private static func life(_ scene: CustodyScene) -> String {
    CustodySteps.generate() + CustodySteps.backup + CustodySteps.restore("restore-rehearsal", "[wanda, carl]") + replace
      + restore + destroy(scene)
  }

  private typealias Drafts = [HeldCeremony.Draft]

  private static func errors(_ held: HeldCeremony) -> [String] {
    held.verdict.findings.filter { $0.severity == .error && !$0.what.contains("the transcript is not signed") }.map(
      \.what)
  }

  /// Sets a member of the nth record of a kind.
  private static func set(_ kind: RecordKind, _ member: String, _ value: JSONValue) -> (inout Drafts) throws -> Void {
    set(kind, 0, member, value)
  }

  private static func set(
    _ kind: RecordKind, _ number: Int, _ member: String, _ value: JSONValue
  ) -> (inout Drafts) throws -> Void {
    { drafts in
      let index = try drafts.place(kind, number)
      drafts[index].body = drafts[index].body.setting(member, value)
    }
  }

  /// Changes the objects of the nth inventory.
  private static func list(
    _ number: Int, _ change: @escaping (inout [JSONValue]) -> Void
  ) -> (inout Drafts) throws -> Void {
    { drafts in
      let index = try drafts.place(.inventoryTaken, number)
      var objects = drafts[index].body["objects"]?.elements ?? []
      change(&objects)
      drafts[index].body = drafts[index].body.setting("objects", .array(objects))
    }
  }

  private static let zeros = JSONValue.string(String(repeating: "0", count: 64))
  private static let stranger = JSONValue.object([
    "class": .string("secret-key"), "label": .string("stranger"), "ckaID": .string("77"),
  ])

  private static var backups: [(String, (inout Drafts) throws -> Void)] {
    [
      ("the backup is not of the key ca that was made on the token", set(.backupMade, "spkiSHA256", zeros)),
      ("the wrapped key on record is not the file that was written", set(.backupMade, "wrappedSHA256", zeros)),
      ("the wrapped key on record is not the file that was written", set(.outputWritten, 1, "contentSHA256", zeros)),
      ("the backup is of another key than ca, which the script names", set(.backupMade, "label", .string("cb"))),
      ("needs another number of them, than the script says", set(.backupMade, "threshold", .integer(3))),
      ("the key on record is not the one that the script asks for", set(.keyGenerated, "ckaID", .string("05"))),
      ("never extractable was wrapped", set(.keyGenerated, "protection", .string("never-extractable"))),
      (
        "were given to carl, carl, wanda, and not one each to carl, cora",
        set(.shareGiven, 1, "custodian", .string("carl"))
      ),
      ("a share of the backup, or a custodian, counts twice", set(.shareGiven, 1, "custodian", .string("carl"))),
      ("are not those from 1 to 3", set(.shareGiven, 1, "share", .integer(1))),
      ("says that another number than 2 is needed", set(.shareGiven, 1, "needed", .integer(3))),
      ("the shares of the backup are not of one set", set(.shareGiven, 1, "iterationExponent", .integer(3))),
      ("the shares of the backup are not of one set", set(.shareGiven, 1, "extendable", .bool(false))),
      ("given too, and no record says that they are void", set(.backupMade, "set", .integer(40000))),
    ]
  }

  private static var restorations: [(String, (inout Drafts) throws -> Void)] {
    [
      (
        "the key ca-restored came from a file that no backup of it on record has written",
        set(.keyRestored, "wrappedSHA256", zeros)
      ),
      ("is not the one that the step set out to restore", set(.custodyIntent, 3, "spkiSHA256", zeros)),
      ("the restored key on record is not the one that the script asks for", set(.keyRestored, "ckaID", .string("05"))),
      (
        "the restored key on record is not the one that the script asks for",
        set(.keyRestored, "protection", .string("wrapped-backup"))
      ),
      (
        "was opened by other custodians' shares than the script names: wanda, cora",
        set(.shareEntered, 1, "custodian", .string("cora"))
      ),
      ("was opened by share 2 of set", set(.shareEntered, 1, "share", .integer(2))),
      ("the shares of the key ca-restored are not of one set", set(.shareEntered, 1, "set", .integer(40000))),
      (
        "1 shares of the key ca-restored are on record, and 2 are needed",
        { $0.remove(at: try $0.place(.shareEntered)) }
      ),
      (
        "came from a backup that was replaced",
        { drafts in
          let old = drafts[try drafts.place(.backupMade)].body["wrappedSHA256"]
          try set(.keyRestored, "wrappedSHA256", old ?? .null)(&drafts)
        }
      ),
      (
        "the new shares are of the set that was replaced",
        { drafts in
          let old = drafts[try drafts.place(.backupMade)].body["set"] ?? .null
          try set(.backupMade, 1, "set", old)(&drafts)
        }
      ),
      (
        "nothing shows that what was wrapped anew is the key", set(.backupMade, 1, "publicKey", .string("AAAA"))
      ),
      (
        "nothing shows that what was wrapped anew is the key",
        { drafts in
          let proof = drafts[try drafts.place(.backupMade, 1)].body["proof"]
          try set(.backupMade, 1, "proof", proof?.setting("message", .string("AAAA")) ?? .null)(&drafts)
        }
      ),
    ]
  }

  private static var destructions: [(String, (inout Drafts) throws -> Void)] {
    [
      ("secret-key stranger is on the token", list(1) { $0.append(stranger) }),
      ("secret-key stranger was on the token", list(0) { $0.append(stranger) }),
      ("private-key ca was made on the token", list(0) { $0.removeFirst() }),
      (
        "is listed with extractable false, must be true",
        list(0) { $0[0] = $0[0].setting("extractable", .string("false")) }
      ),
      ("a key is destroyed, and no inventory was taken before", { $0.remove(at: try $0.place(.inventoryTaken)) }),
      ("a key is destroyed, and no inventory was taken after", { $0.remove(at: try $0.place(.inventoryTaken, 1)) }),
      ("the keys that were destroyed are not those of the intent before", set(.keyDestroyed, "keys", .array([]))),
      (
        "the copies that were accounted for are not those that the script names",
        set(.keyDestroyed, "copies", .array([]))
      ),
      ("the wrapped file ca.wrapped (record", set(.keyDestroyed, "copies", .array([]))),
      ("of cora (record", set(.keyDestroyed, "copies", .array([]))),
      (
        "the key ca-restored was destroyed on another token, and is on the token",
        set(.keyDestroyed, "copies", .array([]))
      ),
      (
        "the new file, safe 2: not destroyed, and not named as what is not proven",
        set(.keyDestroyed, "notProven", .array([]))
      ),
      (
        "public-key ca is listed on the token",
        { drafts in
          let before = drafts[try drafts.place(.inventoryTaken)].body["objects"]
          try set(.inventoryTaken, 1, "objects", before ?? .null)(&drafts)
        }
      ),
      (
        "the key ca is backed up after its destruction",
        { drafts in
          // As if the destruction had come first.
          let (first, last) = (try drafts.place(.inventoryTaken), try drafts.place(.keyDestroyed))
          let moved = Array(drafts[first...last])
          drafts.removeSubrange(first...last)
          drafts.insert(contentsOf: moved, at: try drafts.place(.backupMade))
        }
      ),
    ]
  }

  @Test func `records of custody that disagree with each other or with the script are found`() async throws {
    let scene = try CustodyScene()
    let held = try await scene.held(Self.life(scene), outputs: ["ca.wrapped", "ca2.wrapped", "ca.pub"])
    #expect(Self.errors(held) == [])
    let notices = held.verdict.findings.filter { $0.what.hasPrefix("not proven") }
    #expect(notices == [], "\(notices)")
    for (expected, forgery) in Self.backups + Self.restorations + Self.destructions {
      let found = Self.errors(try held.forged(forgery))
      #expect(found.contains { $0.contains(expected) }, "\(expected): \(found)")
    }
    // An output that was exchanged is found as any other.
    var other = held
    other.files.outputs?["ca.wrapped"] = [1, 2, 3]
    #expect(Self.errors(other).contains("the output ca.wrapped is not as it was written"))
  }

  @Test func `what comes from earlier ceremonies is said not to be proven, until their transcripts are there`()
    async throws
  {
    let scene = try CustodyScene()
    let first = try await scene.held(CustodySteps.generate() + CustodySteps.backup)
    try FileManager.default.moveItem(atPath: scene.bench.path("t"), toPath: scene.bench.path("earlier.jsonl"))
    let steps = CustodySteps.restore("restore", "[carl, cora]")
      .replacing("{ carl: carl.share }", with: "{ carl: carl.share, cora: cora.share }")
    var second = try await scene.held(steps)
    #expect(Self.errors(second) == [])
    let notices = second.verdict.findings.filter { $0.what.hasPrefix("not proven") }
    #expect(notices.map(\.what).filter { $0.contains("was generated: the record of that") }.count == 1)
    #expect(notices.map(\.what).filter { $0.contains("is a backup of the key") }.count == 1)
    guard case .readable(let report) = Audit.examined(second.files) else { throw Bench.Missing(what: "a report") }
    let unproven = (report.json["notProven"]?.elements ?? []).compactMap(\.text)
    #expect(unproven.contains { $0.contains("was generated: the record of that") })

    second.files.earlier = [first.files.transcript]
    let signed = "what was handed over of an earlier ceremony does not count"
    #expect(second.verdict.findings.filter { $0.what.hasPrefix("not proven") } == [])
    #expect(Self.errors(second).filter { !$0.hasPrefix(signed) } == [])
    // A backup of another ceremony with another file, and shares that nobody was given there.
    let other = try first.forged(Self.set(.backupMade, "wrappedSHA256", Self.zeros))
    second.files.earlier = [other.files.transcript]
    #expect(Self.errors(second).contains { $0.contains("came from a file that no backup of it on record") })
    second.files.earlier = [try first.forged(Self.set(.shareGiven, 1, "custodian", .string("ada"))).files.transcript]
    #expect(Self.errors(second).contains { $0.contains("which cora was not given (record") })
    second.files.earlier = [[1, 2, 3]]
    #expect(Self.errors(second).contains("a transcript of an earlier ceremony cannot be read"))
  }
}
