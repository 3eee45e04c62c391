import Cryptography
import DER
import Evidence
import Foundation
import Records
import TestSupport
import Testing
import X509

@testable import KeyCeremony

/// What a device itself says of a key: taken in, judged, and judged again by the auditor.
@Suite struct AppraiseKeyTests {
  private static let script = """
    schema: 1
    ceremony: { name: Test keys, purpose: A test, kind: maintenance, demo: true }
    token: { module: /usr/lib/softhsm/libsofthsm2.so, uri: "pkcs11:token=fake", pin-file: pin }
    steps:
      - id: made
        verb: generate-key
        key: { type: ec, curve: P-384 }
        label: ca-key
        cka-id: "01"
      - id: evidence
        verb: appraise-key
        key: made
        evidence:
          format: yubikey-piv
          files: { leaf: leaf.der, device: device.der }
          anchors: [vendor.der]

    """

  private let bench: Bench
  private let vendor: SamplePIV
  private let token = FakeToken(now: Bench.now)

  init() throws {
    bench = try Bench()
    vendor = try SamplePIV()
    try write("vendor.der", vendor.rootCertificate.derBytes)
    try write("device.der", vendor.deviceCertificate.derBytes)
  }

  private func write(_ name: String, _ bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: bench.path(name)))
  }

  /// A room in which somebody runs the vendor's tool once the key is there.
  private struct ToolRoom: Conductor {
    let attest: @Sendable () throws -> Void

    func turn(to page: StepPage) -> PageAnswer { .goOn }

    func ask(_ question: Question, step: String) throws(CeremonyError) -> String {
      do { try attest() } catch { throw CeremonyError(.token, "\(error)") }
      return "there"
    }

    func secret(_ question: Question, step: String) throws(CeremonyError) -> SecretBytes {
      throw CeremonyError(.usage, "nobody asks for a secret here")
    }

    func reveal(_ secret: borrowing SecretBytes, to person: Person, _ title: String, step: String) {}

    func signature(over statement: SignedStatement, by person: Person) throws(CeremonyError) -> StatementSignature {
      throw CeremonyError(.usage, "nobody signs here")
    }
  }

  private func ceremony(rehearsal: Bool = false, attest: @escaping @Sendable () throws -> Void) throws -> Ceremony {
    Ceremony(
      script: try Script(yaml: Array(Self.script.utf8)), folder: bench.folder,
      transcriptPath: bench.path("transcript.jsonl"), screen: bench.screen, clock: HeldCeremony.clock(),
      conductor: ToolRoom(attest: attest), rehearsal: rehearsal,
      openToken: { [token] _, _ throws(CeremonyError) in token })
  }

  /// What the device says of the key that the ceremony made.
  private func attest() throws { try write("leaf.der", vendor.leaf(for: token.keyPair(label: "ca-key").spki).derBytes) }

  private func held() throws -> HeldCeremony {
    HeldCeremony(
      bench: bench,
      files: CeremonyFiles(script: Array(Self.script.utf8), transcript: try bench.bytes("transcript.jsonl")),
      room: RehearsalRoom(keys: [:], answers: [:], secrets: [:]), token: token, ceremony: try ceremony { try attest() })
  }

  @Test func `evidence that the device signed is on record whole, judged again, and in the report`() async throws {
    let lines = try await ceremony { try attest() }.run()
    let body = try #require(lines.last(.witnessed))
    #expect(body["appraised"] == .bool(true) && body["claims"]?["evidenceClass"]?.text == "signed")
    #expect(body["claims"]?["spkiSHA256"]?.text == lines.last(.keyGenerated)?["spkiSHA256"]?.text)
    #expect(bench.shown.contains("believed by operator:script-1"))
    let held = try held()
    #expect(held.verdict.isConsistent, "\(held.verdict.findings)")
    guard case .readable(let report) = Audit.examined(held.files) else { throw Bench.Missing(what: "a report") }
    let said = try #require(report.json["keys"]?.elements?.first?["deviceEvidence"]?.text)
    #expect(said.hasPrefix("yubikey-piv, signed by the device (") && said.hasSuffix("believed by operator:script-1"))
  }

  @Test(arguments: ["another key", "another vendor", "no evidence"])
  func `evidence that proves nothing stops the ceremony, and the right one carries it on`(kind: String) async throws {
    let wrong: @Sendable () throws -> Void = {
      switch kind {
      case "another key": try write("leaf.der", vendor.leaf(for: TestKey(curve: .p384).spki).derBytes)
      case "another vendor":
        let stranger = try SamplePIV()
        try write("leaf.der", stranger.leaf(for: token.keyPair(label: "ca-key").spki).derBytes)
      default: try write("leaf.der", Array("no evidence".utf8))
      }
    }
    let failing = try ceremony(attest: wrong)
    let error = try #require(await CeremonyOutcome.of(failing.run).error)
    #expect(error.kind == .refused && error.message.contains("does not prove where the key was born"), "\(error)")
    let lines = try await ceremony { try attest() }.resume()
    #expect(lines.last(.witnessed)?["appraised"] == .bool(true) && token.labels == ["ca-key"])
    #expect(try held().verdict.isConsistent)
  }

  @Test func `a rehearsal appraises nothing, and says so`() async throws {
    let lines = try await ceremony(rehearsal: true) {}.run()
    #expect(lines.last(.witnessed)?["appraised"] == .bool(false))
    let findings = try held().verdict.findings
    #expect(findings.contains { $0.severity == .notice && $0.what.contains("appraised nothing") }, "\(findings)")
  }

  @Test(arguments: ["claims", "blobs", "skipped"])
  func `a forger who makes the chain anew is found by the evidence itself`(what: String) async throws {
    _ = try await ceremony { try attest() }.run()
    let stranger = Blob(try vendor.leaf(for: TestKey(curve: .p384).spki).derBytes)
    let forged = try held().forged { drafts in
      let place = try drafts.place(.witnessed)
      guard case .object(var body) = drafts[place].body else { return }
      switch what {
      case "claims": body["claims"] = .object([:])
      case "skipped": body["appraised"] = .bool(false)
      default:
        guard case .object(var parts)? = body["parts"] else { return }
        let genuine = parts["leaf"]?["sha256"]?.sha256
        parts["leaf"] = .object(["sha256": .string(stranger.address.hex)])
        body["parts"] = .object(parts)
        drafts[place].blobs = drafts[place].blobs.filter { $0.address != genuine } + [stranger]
      }
      drafts[place].body = .object(body)
    }
    let found = forged.verdict.findings.map(\.what).joined(separator: "\n")
    let expected = ["claims": "says otherwise than on record", "blobs": "is about another key"][what]
    #expect(found.contains(expected ?? "was not appraised"), "\(found)")
  }
}
