import Cryptography
import DER
import Evidence
import Foundation
import Records
import Testing
import WebAuthn
import X509

@testable import KeyCeremony

/// The folder that a ceremony's evidence goes into, its report, and that nothing in it can be altered unnoticed.
@Suite struct BundleTests {
  /// A ceremony whose people have key files, bundled and signed. `fido` gives the officer an authenticator.
  private func bundled(fido: Bool = false, sign: [String] = ["sofia", "wanda"]) async throws -> HeldCeremony {
    let held = try await HeldCeremony.root(keyFiles: !fido, authenticator: fido)
    let code = await tool(held).run(["bundle", held.bench.path("t"), "--out", held.bench.path("b")])
    #expect(code == 0, "\(held.bench.complaints)")
    try held.bench.write("pass", "correct horse battery\n", mode: 0o600)
    for person in sign {
      let words = [
        "report", "sign", held.bench.path("b"), "--as", person, "--workdir", held.bench.folder, "--secret-file",
        held.bench.path("pass"),
      ]
      #expect(await tool(held).run(words) == 0, "\(held.bench.complaints)")
    }
    return held
  }

  private func tool(_ held: HeldCeremony) -> CommandLineTool {
    CommandLineTool(
      screen: held.bench.screen, clock: Bench.clock,
      openToken: { _, _ throws(CeremonyError) in throw CeremonyError(.token, "none") })
  }

  /// The blocks for the shell, as an auditor pastes them.
  private func readme(_ folder: String) throws -> [String] {
    let text = try String(contentsOfFile: "\(folder)/README.md", encoding: .utf8)
    return text.components(separatedBy: "```sh\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
  }

  private func files(_ folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder).filter { name in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder) && !isFolder.boolValue
    }.sorted()
  }

  @Test func `a signed bundle verifies, by this tool and by OpenSSL and a shell as its README says`() async throws {
    let held = try await bundled()
    let folder = held.bench.path("b")
    let verdict = Audit.verdict(on: try CeremonyFiles(bundle: folder))
    #expect(verdict.findings == [])
    #expect(await tool(held).run(["verify", folder]) == 0)
    let blocks = try readme(folder)
    #expect(blocks.count == 5)
    for block in blocks {
      let (code, output) = try Shell.run(block, in: folder)
      #expect(code == 0, "\(block)\n\(output)")
    }
    #expect(try Shell.run(blocks[0], in: folder).output.contains(verdict.lastHash))
    #expect(try Shell.run(blocks[1], in: folder).output.components(separatedBy: "Verified OK").count == 11)
    #expect(try Shell.run(blocks[3], in: folder).output.contains("outputs/root.pem: OK"))
  }

  @Test func `an authenticator's approvals verify by OpenSSL, too`() async throws {
    let held = try await bundled(fido: true, sign: [])
    let folder = held.bench.path("b")
    let names = try files(folder)
    #expect(names.contains { $0.hasSuffix("-sofia.client") })
    for block in try readme(folder) {
      let (code, output) = try Shell.run(block, in: folder)
      #expect(code == 0, "\(block)\n\(output)")
    }
    let findings = Audit.verdict(on: try CeremonyFiles(bundle: folder)).findings.map(\.what)
    #expect(findings.count == 2 && findings.allSatisfy { $0.hasPrefix("the report is not signed by ") }, "\(findings)")
  }

  @Test func `approvals by RSA, P-384 and Ed25519 keys verify by OpenSSL`() async throws {
    let held = try await HeldCeremony.root(
      kinds: [
        "sofia": "-algorithm RSA -pkeyopt rsa_keygen_bits:3072", "carl": "-algorithm ED25519",
        "cora": "-algorithm EC -pkeyopt ec_paramgen_curve:P-384",
      ])
    #expect(held.verdict.findings == [])
    #expect(await tool(held).run(["bundle", held.bench.path("t"), "--out", held.bench.path("b")]) == 0)
    let folder = held.bench.path("b")
    let (code, output) = try Shell.run(try readme(folder)[1], in: folder)
    #expect(code == 0, "\(output)")
    let hows = try files(folder).filter { $0.hasSuffix(".how") }.map { try held.bench.bytes("b/\($0)") }
    #expect(Set(hows.map { String(decoding: $0, as: UTF8.self) }).count == 4)
    let carl = try #require(try files(folder).first { $0.hasSuffix("-carl.sig") })
    var altered = try held.bench.bytes("b/\(carl)")
    altered[3] ^= 1
    try Data(altered).write(to: URL(fileURLWithPath: "\(folder)/\(carl)"))
    #expect(try Shell.run(try readme(folder)[1], in: folder).code != 0)
  }

  @Test func `a report is signed by people of the ceremony, as this tool makes it, and once`() async throws {
    let held = try await bundled(sign: ["sofia"])
    func refusal(_ person: String) async -> String {
      let code = await tool(held).run([
        "report", "sign", held.bench.path("b"), "--as", person, "--workdir", held.bench.folder, "--secret-file",
        held.bench.path("pass"),
      ])
      return code == 0 ? "signed" : held.bench.complaints
    }
    #expect(await refusal("mallory").contains("nobody in the script has the id \"mallory\""))
    #expect(await refusal("sofia").contains("cannot create"))
    // Somebody else's key file under the name of wanda.
    try held.bench.write("wanda.key", String(decoding: try held.bench.bytes("carl.key"), as: UTF8.self))
    #expect(await refusal("wanda").contains("the signature is not by the key of wanda Example"))
    try held.bench.write("b/report.json", "{}")
    #expect(await refusal("carl").contains("is not what this tool makes of the transcript"))
    let names = try files(held.bench.path("b/report-signatures"))
    #expect(names.allSatisfy { $0.hasPrefix("sofia") })
  }

  @Test func `one changed byte in any file of the bundle is found`() async throws {
    let held = try await bundled()
    let folder = held.bench.path("b")
    let whole = try CeremonyFiles(bundle: folder)
    func isConsistent(_ name: String, _ content: [UInt8]?) -> Bool {
      var files = whole
      files.bundle?[name] = content
      if name.hasPrefix("outputs/") { files.outputs?[String(name.dropFirst(8))] = content }
      if name == "script.yaml" { files.script = content ?? [] }
      if name == "transcript.jsonl" { files.transcript = content ?? [] }
      return Audit.verdict(on: files).isConsistent
    }
    let names = try #require(whole.bundle).keys.sorted().filter { $0 != CeremonyBundle.readme }
    #expect(names == (try files(folder)).filter { $0 != CeremonyBundle.readme })
    for (number, name) in names.enumerated() {
      let content = try #require(whole.bundle?[name])
      var altered = content
      altered[(number * 37) % content.count] ^= 0x01
      #expect(!isConsistent(name, altered), "\(name)")
      // One of each kind of file is taken away.
      if !name.hasPrefix("approvals/") || name.hasPrefix("approvals/0004") {
        #expect(!isConsistent(name, nil), "\(name) is gone")
      }
    }
    try held.bench.write("b/people/extra.pub.pem", "x")
    let findings = Audit.verdict(on: try CeremonyFiles(bundle: folder)).findings.map(\.what)
    #expect(findings == ["people/extra.pub.pem does not belong to the bundle"])
  }

  @Test func `what the README says notices what was altered, too`() async throws {
    let held = try await bundled()
    let folder = held.bench.path("b")
    let blocks = try readme(folder)
    func fails(_ name: String, _ index: Int, block: Int) throws {
      let content = try #require(FileManager.default.contents(atPath: "\(folder)/\(name)"))
      var altered = content
      altered[index] ^= 0x01
      try altered.write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
      #expect(try Shell.run(blocks[block], in: folder).code != 0, "\(name)")
      try content.write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
    }
    let transcript = try held.bench.bytes("b/transcript.jsonl")
    try fails("transcript.jsonl", transcript.count / 2, block: 0)
    // Within the script's own copy in the first record.
    try fails("transcript.jsonl", 40, block: 0)
    try fails("script.yaml", 30, block: 0)
    for name in ["approvals/0004-sofia.sig", "approvals/0005-carl.signed", "report-signatures/wanda.sig"] {
      try fails(name, 12, block: 1)
    }
    try fails("report.json", 30, block: 1)
    try fails("outputs/root.pem", 60, block: 2)
  }

  @Test func `the report has what GEN-6.5.1-13A asks for, and prints without anything from outside`() async throws {
    let held = try await bundled(sign: [])
    let report = try #require(JSONValue(canonical: try held.bench.bytes("b/report.json")))
    let key = try #require(report["keys"]?.elements?.first)
    #expect(key["id"] == .string("sealgate-demo-root (CKA_ID 5301)") && key["algorithm"] == .string("P-384"))
    #expect(key["size"] == .integer(384) && key["preGenerated"] == .bool(false))
    let certificate = try Certificate(pem: String(decoding: try held.bench.bytes("root.pem"), as: UTF8.self))
    let fingerprint = Hash.digest(certificate.tbsCertificate.subjectPublicKeyInfo.derBytes)
    #expect(key["fingerprint"]?["hex"] == .string(fingerprint.hex))
    #expect(key["fingerprint"]?["words"] == .string(DigestWords.words(fingerprint).joined(separator: " ")))
    #expect(key["attributes"]?["CKA_NEVER_EXTRACTABLE"] == .string("true"))
    #expect(report["devices"]?.elements?.first?["identity"]?["serial"] == .string("1"))
    let roles = try #require(report["roles"]?.elements)
    #expect(roles.map { $0["evidence"]?.elements?.count } == [3, 2, 2, 1])
    for role in roles.compactMap({ $0["roles"]?.elements?.first }) {
      for part in ["function", "during", "after"] { #expect(role[part]?.text?.isEmpty == false) }
    }
    #expect(report["ceremony"]?["script"]?["hex"] == .string(Hash.digest(held.files.script).hex))
    #expect(report["notProven"]?.elements?.contains { $0.text?.contains("Dual control at the device") == true } == true)
    #expect(report["signatures"]?.elements?.count == 2)
    #expect(report["devices"]?.elements?.first?["dualControl"]?.text?.hasPrefix("not at the device") == true)
    let page = String(decoding: try held.bench.bytes("b/report.html"), as: UTF8.self)
    for part in ["@page { size: A4", fingerprint.hex, "the security officer", "Nothing here makes anybody qualified"] {
      #expect(page.contains(part), "\(part)")
    }
    for outside in ["src=", "href=", "url(", "<script", "@import"] { #expect(!page.contains(outside), "\(outside)") }
    #expect(ReportPage.escaped("<a href=\"x\">&") == "&lt;a href=&quot;x&quot;&gt;&amp;")
  }

  @Test func `certificates below a root, lists, answers and requests verify by OpenSSL from the bundle`() async throws {
    let text = StatusScripts.script(
      StatusScripts.key("root", "01"), StatusScripts.root, StatusScripts.key("issuing", "02", curve: "P-256"),
      StatusScripts.issuing(), StatusScripts.key("responder", "03", curve: "P-256"), StatusScripts.responder(),
      StatusScripts.key("list", "04"), StatusScripts.listSigner(),
      StatusScripts.list(more: "    signer: { step: list-signer }\n", file: "root.crl.pem"), StatusScripts.answer(),
      """
        - id: request
          verb: certification-request
          key: issuing-key
          subject: { country: SE, organization: Test AB, organization-identifier: NTRSE-5560000001, common-name: Other }
          signature: ecdsa-sha256
          output: { request: other.csr }

      """)
    let held = try await HeldCeremony.hold(text)
    let code = await tool(held).run(["bundle", held.bench.path("t"), "--out", held.bench.path("b")])
    #expect(code == 0, "\(held.bench.complaints)")
    let folder = held.bench.path("b")
    #expect(Audit.verdict(on: try CeremonyFiles(bundle: folder)).isConsistent)
    let blocks = try readme(folder)
    for block in blocks {
      let (code, output) = try Shell.run(block, in: folder)
      #expect(code == 0, "\(block)\n\(output)")
    }
    for name in [
      "root.pem", "issuing.pem", "responder.pem", "list-signer.pem", "root.crl.pem", "answer.der", "other.csr",
    ] {
      #expect(blocks[3].contains("'outputs/\(name)'"), "\(name)")
    }
  }

  @Test func `what steps put on record shows in the report, in what is not proven, too`() async throws {
    let held = try await HeldCeremony.root(demo: true, people: false)
    let forged = try held.forged { drafts in
      let opened = try drafts.place(.tokenOpened)
      let pin = JSONValue.object([
        "dualControl": .bool(true), "custodians": .array([.string("carl"), .string("cora")]),
      ])
      drafts[opened].body = drafts[opened].body.setting("pin", pin)
      let step = try drafts.place(.stepDone)
      let body = JSONValue.object([
        "step": .string("root-key"), "copies": .array([.object(["where": .string("safe <1>")])]),
        "notProven": .array([.string("That the copy in the vault is gone.")]),
      ])
      drafts.insert(
        HeldCeremony.Draft(
          kind: RecordKind(rawValue: "backup-made"), body: body, blobs: [], time: drafts[step].time), at: step)
    }
    guard case .readable(let report) = Audit.examined(forged.files) else { throw Bench.Missing(what: "a report") }
    let json = report.json
    #expect(json["devices"]?.elements?.first?["dualControl"]?.text?.contains("carl, cora hold") == true)
    let open = (json["notProven"]?.elements ?? []).compactMap(\.text)
    #expect(
      open.contains("That the copy in the vault is gone.") && open.contains { $0.contains("wrapping key remains") })
    #expect(!open.contains { $0.contains("Dual control at the device") })
    #expect(ReportPage(report: json).html.contains("copies.where: safe &lt;1&gt;"))
  }

  @Test func `a key without a certificate is marked as made for later`() async throws {
    let held = try await HeldCeremony.root(demo: true, people: false) { text in
      text.replacing(
        "  - id: root-certificate",
        with: """
            - id: spare
              verb: generate-key
              key: { type: ec, curve: P-256 }
              label: spare
              cka-id: "5302"

            - id: root-certificate
          """)
    }
    guard case .readable(let report) = Audit.examined(held.files) else { throw Bench.Missing(what: "a report") }
    #expect(report.json["keys"]?.elements?.map { $0["preGenerated"] } == [.bool(false), .bool(true)])
  }
}
