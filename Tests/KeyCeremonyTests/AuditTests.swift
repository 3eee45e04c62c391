import Cryptography
import DER
import Evidence
import Records
import Testing

@testable import KeyCeremony

/// What an auditor is told, and that nothing altered passes.
@Suite struct AuditTests {
  private func errors(_ held: HeldCeremony) -> [String] {
    held.verdict.findings.filter { $0.severity == .error }.map(\.what)
  }

  @Test func `the evidence of a root ceremony is verified`() async throws {
    let held = try await HeldCeremony.root()
    #expect(held.verdict.findings == [])
    #expect(held.verdict.title.hasPrefix("VERIFIED: "))
    #expect(held.verdict.json["result"] == .string("verified"))
    var without = held
    without.files.outputs = nil
    #expect(
      without.verdict.findings.map(\.what) == ["1 file(s) of the ceremony were not handed over, and are not verified"])
    without.files.outputs = ["other.pem": [1]]
    #expect(!without.verdict.isConsistent)
  }

  @Test(arguments: [(true, false), (false, true)])
  func `a rehearsal and a demonstration never pass as a ceremony`(demo: Bool, rehearsal: Bool) async throws {
    let held = try await HeldCeremony.root(demo: demo, rehearsal: rehearsal)
    let verdict = held.verdict
    #expect(verdict.isConsistent, "\(verdict.findings)")
    #expect(verdict.nature == (rehearsal ? .rehearsal : .demonstration))
    #expect(!verdict.title.contains("VERIFIED") && verdict.json["result"] != .string("verified"))
    // Saying that it was a ceremony does not make it one.
    let forged = try held.forged { drafts in
      drafts[0].body = drafts[0].body.setting("rehearsal", .bool(false)).setting("demo", .bool(false))
    }
    #expect(!forged.verdict.isConsistent)
    try held.bench.write("s", String(decoding: held.files.script, as: UTF8.self))
    let tool = CommandLineTool(
      screen: held.bench.screen, clock: Bench.clock,
      openToken: { _, _ throws(CeremonyError) in throw CeremonyError(.token, "none") })
    let words = ["verify", "--script", held.bench.path("s"), "--transcript", held.bench.path("t")]
    #expect(await tool.run(words) == 1)
    #expect(await tool.run(words + ["--rehearsal", "--outputs", held.bench.folder]) == 0)
    #expect(await tool.run(words + ["--script", "x"]) == 2)
  }

  @Test func `one changed byte anywhere in the script, the transcript and the outputs is found`() async throws {
    let held = try await HeldCeremony.root()
    func unnoticed(_ bytes: [UInt8], step: Int, _ put: (inout CeremonyFiles, [UInt8]) -> Void) -> [Int] {
      stride(from: 0, to: bytes.count, by: step).filter { index in
        var copy = held
        var altered = bytes
        altered[index] ^= 0x01
        put(&copy.files, altered)
        return copy.verdict.isConsistent
      }
    }
    #expect(unnoticed(held.files.script, step: 61) { $0.script = $1 } == [])
    #expect(unnoticed(try held.bench.bytes("root.pem"), step: 23) { $0.outputs = ["root.pem": $1] } == [])
    // Some bytes of every record.
    var offset = 0
    for line in held.files.transcript.split(separator: UInt8(ascii: "\n")) {
      for index in [offset + 4, offset + line.count / 2, offset + line.count - 9, offset + line.count] {
        var copy = held
        copy.files.transcript[index] ^= 0x01
        #expect(!copy.verdict.isConsistent, "byte \(index)")
      }
      offset += line.count + 1
    }
  }

  @Test func `whoever makes the chain anew over changed records lacks the people's keys`() async throws {
    let held = try await HeldCeremony.root()
    #expect(try held.forged { _ in }.verdict.findings == [])
    let forgeries: [(String, (inout [HeldCeremony.Draft]) throws -> Void)] = [
      ("goes on without approval by 2 of custodian", { $0.remove(at: try $0.place(.stepApproved, 1)) }),
      ("no good approval", { $0.swapAt(try $0.place(.stepApproved, 0), try $0.place(.stepApproved, 1)) }),
      ("not signed by a person who is independent", { $0.removeLast() }),
      ("not signed by the security officer", { $0.remove(at: try $0.place(.transcriptSigned)) }),
      (
        "no good signature over the transcript",
        { drafts in
          let index = try drafts.place(.outputWritten)
          drafts[index].body = drafts[index].body.setting("contentSHA256", .string(String(repeating: "0", count: 64)))
        }
      ),
      (
        "no good approval",
        { drafts in
          let (first, second) = (try drafts.place(.stepApproved, 1), try drafts.place(.stepApproved, 2))
          drafts[first].body = drafts[first].body.setting("signature", drafts[second].body["signature"])
        }
      ),
      (
        "approved something else",
        { drafts in
          let index = try drafts.place(.stepApproved)
          drafts[index].body = drafts[index].body.setting("settled", .string("{\"a\":1}"))
        }
      ),
    ]
    for (expected, forgery) in forgeries {
      let found = errors(try held.forged(forgery))
      #expect(found.contains { $0.contains(expected) }, "\(expected): \(found)")
    }
  }

  @Test func `without signatures, what does not follow from the script is found all the same`() async throws {
    let held = try await HeldCeremony.root(demo: true, people: false)
    #expect(errors(held) == [])
    #expect(held.verdict.findings.contains { $0.what.contains("nobody signed anything") })
    let other = try TestSigner()
    let forgeries: [(String, (inout [HeldCeremony.Draft]) throws -> Void)] = [
      ("step root-certificate is not done", { $0.removeAll { $0.body["step"]?.text == "root-certificate" } }),
      ("has no end", { $0.remove(at: try $0.place(.ceremonyClosed)) }),
      ("follows the end", { $0.append($0[try $0.place(.tokenOpened)]) }),
      ("begins where the script has root-key", { $0.remove(at: try $0.place(.stepStarted)) }),
      ("an intent to sign has no end", { $0.remove(at: try $0.place(.outcome)) }),
      ("is done without a key on record", { $0.remove(at: try $0.place(.keyGenerated)) }),
      (
        "the clock jumped by 3",
        { drafts in for i in drafts.indices.dropFirst(3) { drafts[i].time = drafts[i].time.adding(seconds: 3000) } }
      ),
      ("older than the record before", { $0[try $0.place(.outcome)].time = Bench.now.adding(seconds: -60) }),
      (
        "the monotonic clock ran backwards",
        { drafts in
          let index = try drafts.place(.outputWritten)
          drafts[index].body = drafts[index].body.setting("monotonic", .integer(0))
        }
      ),
      (
        "CKA_EXTRACTABLE is true, must be false",
        { drafts in
          let index = try drafts.place(.keyGenerated)
          let statement = try #require(drafts[index].body["attributes"])
          let attributes = statement["attributes"]?.setting("CKA_EXTRACTABLE", .string("true"))
          drafts[index].body = drafts[index].body.setting("attributes", statement.setting("attributes", attributes))
        }
      ),
      (
        "not, byte for byte, what was permitted",
        { try $0.replaceOutcome { object in object.replacing(Array("Demo Root".utf8), with: Array("Demo Boot".utf8)) } }
      ),
      ("the signature does not verify", { try $0.replaceOutcome { $0.dropLast() + [$0[$0.count - 1] ^ 1] } }),
      (
        "what step root-certificate wrote is not what it signed",
        { try $0.replaceOutcome { $0.dropLast() + [$0[$0.count - 1] ^ 1] } }
      ),
      (
        "nothing here shows the key that signed",
        { drafts in
          let index = try drafts.place(.intent)
          let key = JSONValue.object(["id": .string("5301"), "spkiSHA256": .string(other.facts.spkiSHA256.hex)])
          drafts[index].body = drafts[index].body.setting("key", key)
        }
      ),
    ]
    for (expected, forgery) in forgeries {
      let found = errors(try held.forged(forgery))
      #expect(found.contains { $0.contains(expected) }, "\(expected): \(found)")
    }
  }

  @Test func `a certificate of another profile, signed by the CA's own key, is found`() async throws {
    let held = try await HeldCeremony.root(demo: true, people: false)
    var altered = held
    let text = String(decoding: held.files.script, as: UTF8.self)
      .replacing("path-length: 1", with: "path-length: 2")
    altered.files.script = Array(text.utf8)
    let script = try Script(yaml: altered.files.script)
    let forged = try altered.forged { drafts in
      drafts[0].blobs = [Blob(altered.files.script)]
      drafts[0].body = drafts[0].body.setting("script", .object(["sha256": .string(script.sha256.hex)]))
    }
    #expect(errors(forged) == ["it is not what the script describes"])
  }

  @Test func `a ceremony that was killed after any record and resumed is verified, and said to have been resumed`()
    async throws
  {
    let held = try await HeldCeremony.root()
    let lines = held.files.transcript.split(separator: UInt8(ascii: "\n"))
    let kinds = try Transcript.verified(held.files.transcript).map(\.record.kind)
    let closed = try #require(kinds.firstIndex(of: .ceremonyClosed))
    let (made, written) = (try #require(kinds.firstIndex(of: .keyGenerated)), kinds.firstIndex(of: .outputWritten))
    // From the last record back to the first: the key and the file are there until the cut comes before them.
    for last in (0..<closed).reversed() {
      let kept = lines[...last].map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n") + "\n"
      try held.bench.write("t", kept)
      if last < made { held.token.forget() }
      if last < written ?? 0 { try held.bench.remove("root.pem") }
      _ = try await held.ceremony.resume()
      var files = held.files
      files.transcript = try held.bench.bytes("t")
      files.outputs = ["root.pem": try held.bench.bytes("root.pem")]
      let verdict = Audit.verdict(on: files)
      #expect(verdict.isConsistent, "cut after record \(last + 1), \(kinds[last].rawValue): \(verdict.findings)")
      #expect(verdict.findings.contains { $0.what == "the ceremony was carried on" })
    }
  }

  @Test func `deviations, failures, resumptions and abandoned intents are named`() async throws {
    let held = try await HeldCeremony.root(demo: true, people: false)
    let resumed = try held.forged { drafts in
      let intent = try drafts.place(.intent)
      let decision = try #require(drafts[intent].body["decision"])
      let started = drafts[try drafts.place(.stepStarted, 1)]
      var rest = Array(drafts[(intent + 1)...])
      rest.removeAll { $0.kind == .outcome }
      func draft(_ kind: RecordKind, _ members: [String: JSONValue]) -> HeldCeremony.Draft {
        HeldCeremony.Draft(kind: kind, body: .object(members), blobs: [], time: drafts[intent].time)
      }
      drafts =
        drafts[...intent] + [
          draft(
            .ceremonyFailed,
            ["reason": .string("C_Sign"), "leftBehind": .array([.object(["name": .string("a key")])])]),
          draft(.ceremonyResumed, ["script": drafts[0].body["script"]?["sha256"] ?? .null, "torn": .string("eA==")]),
          draft(.intentAbandoned, ["decision": decision, "step": .string("root-certificate")]), started,
        ] + rest
    }
    let notices = resumed.verdict.findings.filter { $0.severity == .notice }
    for expected in ["the ceremony stopped: C_Sign", "carried on; a torn last line", "a signature may exist"] {
      #expect(notices.contains { $0.what.contains(expected) && $0.record != nil }, "\(expected): \(notices)")
    }
    #expect(notices.contains { $0.advice?.contains("a key") == true })
    let silent = try resumed.forged { $0.remove(at: try $0.place(.ceremonyResumed)) }
    #expect(errors(silent).contains { $0.contains("goes on without 'ceremony-resumed'") })
  }
}

private struct TestSigner {
  let facts: KeyFacts

  init() throws { facts = try SoftwareKeys.key().facts }
}

extension [HeldCeremony.Draft] {
  /// Puts another object in the place of what was signed, as its record names it.
  fileprivate mutating func replaceOutcome(_ change: ([UInt8]) -> [UInt8]) throws {
    let index = try place(.outcome)
    let blob = Blob(change(try #require(self[index].blobs.first).content))
    self[index].blobs = [blob]
    self[index].body = self[index].body.setting("object", .object(["sha256": .string(blob.address.hex)]))
  }
}
