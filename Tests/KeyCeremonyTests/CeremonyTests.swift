import Cryptography
import Evidence
import Records
import Testing
import TokenPool
import X509

@testable import KeyCeremony

/// Whole ceremonies on a token in memory. Those on SoftHSM are in `DemoCeremonyTests`.
@Suite struct CeremonyTests {
  private let bench: Bench
  private let root: String
  private let issuing: String

  init() throws {
    bench = try Bench()
    root = try Repository.text("ceremonies/demo/01-root.yaml").replacing("ca-token.pin", with: "pin")
    issuing = try Repository.text("ceremonies/demo/02-issuing.yaml").replacing("ca-token.pin", with: "pin")
  }

  private func certificate(_ name: String) throws -> Certificate {
    try Certificate(pem: String(decoding: try bench.bytes(name), as: UTF8.self))
  }

  @Test func `the demonstration's two ceremonies make a root and an issuing CA that verify`() async throws {
    let token = FakeToken(now: Bench.now)
    let first = try await bench.ceremony(root, on: token, transcript: "1").run()
    let second = try await bench.ceremony(issuing, on: token, transcript: "2").run()
    #expect(token.labels == ["sealgate-demo-root", "sealgate-demo-issuing"])

    let (top, below) = (try certificate("root.pem"), try certificate("issuing.pem"))
    _ = try CertificatePath.build(leaf: below, intermediates: [], anchors: [top], at: Bench.now)
    #expect(below.tbsCertificate.issuer == top.tbsCertificate.subject)
    #expect(
      below.tbsCertificate.extensionValue(BasicConstraints.self).value == BasicConstraints(isCA: true, pathLength: 0))
    #expect(top.tbsCertificate.serialNumber.octetCount == 17 && top.tbsCertificate.serialNumber.isPositive)

    let kinds = [
      "ceremony-started", "token-opened", "step-started", "key-intent", "key-generated", "step-done", "step-started",
      "serials-reserved", "intent", "outcome", "output-written", "step-done", "ceremony-closed",
    ]
    #expect(first.map(\.record.kind.rawValue) == kinds)
    #expect(second.map(\.record.kind.rawValue) == kinds)
    // The certificate stands in the transcript whole, and so does the script.
    let outcome = try #require(first.first { $0.record.kind == .outcome })
    #expect(outcome.blobs.map(\.content) == [top.derBytes])
    #expect(first.first?.blobs.map(\.content) == [Array(root.utf8)])
  }

  @Test func `a transcript holds neither the PIN nor a digest of it`() async throws {
    _ = try await bench.ceremony(root, on: FakeToken(now: Bench.now)).run()
    let text = String(decoding: try bench.bytes("transcript.jsonl"), as: UTF8.self)
    for form in [Array("123456".utf8), Array("123456\n".utf8)] {
      #expect(!text.contains(Hash.digest(form).hex))
      #expect(!text.contains("123456"))
    }
  }

  @Test(arguments: ["root.pem", "transcript.jsonl"])
  func `an output that exists is refused before any key, and stays as it is`(name: String) async throws {
    try bench.write(name, "mine")
    let token = FakeToken(now: Bench.now)
    let error = try await bench.failure(root, on: token)
    #expect(error.message.contains(bench.path(name)), "\(error)")
    #expect(token.labels.isEmpty)
    #expect(try bench.bytes(name) == Array("mine".utf8))
  }

  @Test(arguments: [("label: sealgate-demo-root", "label: other"), ("cka-id: \"5301\"", "cka-id: \"5399\"")])
  func `a label or CKA_ID that is taken is refused before any key`(old: String, new: String) async throws {
    let token = FakeToken(now: Bench.now)
    _ = try token.generate(.ec(.p256), label: "sealgate-demo-root", id: [0x53, 0x01])
    let error = try await bench.failure(root.replacing(old, with: new), on: token)
    #expect(error.kind == .refused && error.message.contains("is on the token already"), "\(error)")
    #expect(error.message.contains("left behind: nothing"))
    #expect(token.labels == ["sealgate-demo-root"])
    #expect(!bench.exists("root.pem"))
  }

  @Test(arguments: [
    ("key-usage: [key-cert-sign, crl-sign]", "key-usage: [crl-sign]"),
    ("key-usage: [key-cert-sign, crl-sign]", "key-usage: [key-cert-sign, crl-sign, digital-signature]"),
  ])
  func `a profile that the gates refuse is refused before any key`(old: String, new: String) async throws {
    let token = FakeToken(now: Bench.now)
    let error = try await bench.failure(root.replacing(old, with: new), on: token)
    #expect(error.kind == .refused && error.message.contains("steps[1].profile: "), "\(error)")
    #expect(token.labels.isEmpty)
    #expect(!bench.exists("transcript.jsonl"), "a script that is refused leaves nothing")
  }

  @Test func `an issuer's key that is not the one of its certificate is refused before any key`() async throws {
    let token = FakeToken(now: Bench.now)
    _ = try await bench.ceremony(root, on: token, transcript: "1").run()
    let other = FakeToken(now: Bench.now)
    _ = try other.generate(.ec(.p384), label: "sealgate-demo-root", id: [1])
    let error = try await bench.failure(issuing, on: other)
    #expect(error.message.contains("steps[0]") == false)
    #expect(
      error.message.contains("steps[1].issuer.key-label: the key sealgate-demo-root on the token is not the one"),
      "\(error)")
    #expect(other.labels == ["sealgate-demo-root"])
  }

  @Test func `an issuer that may not issue is refused before any key`() async throws {
    let token = FakeToken(now: Bench.now)
    _ = try await bench.ceremony(root.replacing("path-length: 1", with: "path-length: 0"), on: token, transcript: "1")
      .run()
    let error = try await bench.failure(issuing, on: token)
    #expect(error.kind == .refused && error.message.contains("steps[1].profile"), "\(error)")
    #expect(token.labels == ["sealgate-demo-root"])
  }

  @Test func `a key that reads back as extractable is refused and named as left behind`() async throws {
    let token = FakeToken(faults: [.extractableKey], now: Bench.now)
    let error = try await bench.failure(root, on: token)
    #expect(
      error.message.contains(
        "CKA_NEVER_EXTRACTABLE is false, must be true; CKA_EXTRACTABLE is true, must be false"), "\(error)")
    #expect(error.message.contains("step 1 performed; left behind: key sealgate-demo-root"), "\(error)")
    let lines = try Transcript.verified(try bench.bytes("transcript.jsonl"))
    #expect(lines.map(\.record.kind).suffix(2) == [.keyRefused, .ceremonyFailed])
    let left = try #require(lines.last?.record.value?["leftBehind"]?.elements)
    #expect(left.map { $0["name"] } == [.string("sealgate-demo-root")])
    #expect(!bench.exists("root.pem"))
  }

  @Test(arguments: [
    (FakeToken.Fault.noKeyMade, "step 1 intended; left behind: perhaps key sealgate-demo-root"),
    (
      .noSignature,
      "step 2 intended; left behind: key sealgate-demo-root, perhaps signature CN=Sealgate Demo Root"
    ),
    (
      .badSignature,
      "step 2 intended; left behind: key sealgate-demo-root, perhaps signature CN=Sealgate Demo Root"
    ),
  ])
  func `what a token's failure may have left behind is named`(fault: FakeToken.Fault, expected: String) async throws {
    let error = try await bench.failure(root, on: FakeToken(faults: [fault], now: Bench.now))
    #expect(error.kind == .token)
    #expect(error.message.contains(expected), "\(error)")
    #expect(!bench.exists("root.pem"))
    let lines = try Transcript.verified(try bench.bytes("transcript.jsonl"))
    #expect(lines.last?.record.kind == .ceremonyFailed)
  }

  @Test func `a token that cannot be opened ends the ceremony on record`() async throws {
    let ceremony = Ceremony(
      script: try Script(yaml: Array(root.utf8)), folder: bench.folder, transcriptPath: bench.path("t"),
      screen: bench.screen, clock: Bench.clock,
      openToken: { _, _ throws(CeremonyError) in throw CeremonyError(.token, "no such token") })
    do throws(CeremonyError) {
      _ = try await ceremony.run()
      Issue.record("no failure")
    } catch {
      #expect(error.message.hasPrefix("no such token\nthe ceremony ended at: script checked; left behind: nothing"))
    }
    #expect(try Transcript.verified(try bench.bytes("t")).map(\.record.kind) == [.ceremonyStarted, .ceremonyFailed])
  }

  @Test func `each kind of key can be a root`() async throws {
    let kinds = [
      ("{ type: rsa, bits: 3072 }", "rsa-pss-sha256"), ("{ type: ec, curve: brainpoolP384r1 }", "ecdsa-sha384"),
      ("{ type: ec, curve: P-521 }", "ecdsa-sha512"), ("{ type: ed25519 }", "ed25519"),
    ]
    for (index, (key, signature)) in kinds.enumerated() {
      let script = root.replacing("{ type: ec, curve: P-384 }", with: key)
        .replacing("ecdsa-sha384", with: signature).replacing("root.pem", with: "\(index).pem")
      _ = try await bench.ceremony(script, on: FakeToken(now: Bench.now), transcript: "\(index)").run()
      #expect(try certificate("\(index).pem").algorithmsAgree)
    }
  }

  @Test func `the screen tells one step at a time`() async throws {
    _ = try await bench.ceremony(root, on: FakeToken(now: Bench.now)).run()
    let lines = bench.shown.split(separator: "\n").map { String($0) }
    #expect(lines.first == "Sealgate Demo root (demonstration): 2 steps")
    #expect(lines.filter { $0.hasPrefix("[") } == ["[1/2] root-key", "[2/2] root-certificate"])
    // A terminal of 80 columns breaks no line, save that of a path.
    #expect(lines.allSatisfy { $0.unicodeScalars.count <= 80 || $0.contains(bench.folder) }, "\(lines)")
  }
}
