import Cryptography
import Evidence
import Foundation
import Records
import TestSupport
import Testing
import TokenPool
import X509

@testable import KeyCeremony

/// Certificates below a root, lists, answers and requests, on a token in memory. OpenSSL judges what comes of them.
@Suite struct StatusStepsTests {
  private let bench: Bench
  private let token = FakeToken(now: Bench.now)

  init() throws { bench = try Bench() }

  private func openssl(_ arguments: String...) async throws -> ChildProcess.Result {
    try await ChildProcess.run("openssl", arguments, in: URL(filePath: bench.folder))
  }

  /// Holds a ceremony, and lets an auditor verify what it left.
  @discardableResult
  private func hold(_ script: String, _ transcript: String = "transcript.jsonl") async throws -> [Transcript.Line] {
    let ticks = Counter()
    let ceremony = Ceremony(
      script: try Script(yaml: Array(script.utf8)), folder: bench.folder, transcriptPath: bench.path(transcript),
      screen: bench.screen,
      clock: CeremonyClock(now: { Bench.now }, monotonic: { Int64(ticks.take()) * 1000 }),
      openToken: { [token] _, _ throws(CeremonyError) in token })
    let lines = try await ceremony.run()
    let names = try FileManager.default.contentsOfDirectory(atPath: bench.folder)
    let outputs = try Dictionary(uniqueKeysWithValues: names.map { ($0, try bench.bytes($0)) })
    let verdict = Audit.verdict(
      on: CeremonyFiles(
        script: Array(script.utf8), transcript: try bench.bytes(transcript), outputs: outputs, outputsAreAll: false))
    #expect(verdict.findings.filter { $0.severity == .error || $0.what.contains("judge") } == [])
    return lines
  }

  private func certificate(_ name: String) throws -> Certificate {
    try Certificate(pem: String(decoding: try bench.bytes(name), as: UTF8.self))
  }

  private func root() async throws {
    try await hold(
      StatusScripts.script(StatusScripts.key("root", "01"), StatusScripts.root), "root")
  }

  /// The root, and the issuing CA below it.
  private func hierarchy() async throws {
    try await root()
    try await hold(
      StatusScripts.script(
        StatusScripts.key("issuing", "02", curve: "P-256"), StatusScripts.issuing(StatusScripts.fromFile),
        kind: "subordinate"), "issuing")
  }

  @Test func `one ceremony makes a root, a CA, a responder, a list signer, a list and an answer that OpenSSL verifies`()
    async throws
  {
    let script = StatusScripts.script(
      StatusScripts.key("root", "01"), StatusScripts.root, StatusScripts.key("issuing", "02", curve: "P-256"),
      StatusScripts.issuing(), StatusScripts.key("responder", "03", curve: "P-256"), StatusScripts.responder(),
      StatusScripts.key("list", "04"), StatusScripts.listSigner(),
      StatusScripts.list(more: "    signer: { step: list-signer }\n", file: "root.crl.pem"), StatusScripts.answer())
    try await hold(script)
    for name in ["issuing", "responder", "list-signer"] {
      try await openssl(
        "verify", "-x509_strict", "-attime", "\(Bench.now.seconds)", "-CAfile", "root.pem", "\(name).pem"
      ).expect()
    }
    let list = try CertificateList(pem: String(decoding: try bench.bytes("root.crl.pem"), as: UTF8.self))
    let signer = try certificate("list-signer.pem").tbsCertificate
    #expect(try list.isSigned(by: PublicKey(signer.subjectPublicKeyInfo)))
    #expect(signer.subject == (try certificate("root.pem").tbsCertificate.subject))
    let answer = try await openssl(
      "ocsp", "-respin", "answer.der", "-CAfile", "root.pem", "-issuer", "root.pem", "-cert", "issuing.pem",
      "-no_nonce", "-attime", "\(Bench.now.seconds)"
    ).expect()
    #expect((answer.errors + answer.output).contains("Response verify OK"))
    #expect(answer.output.contains("issuing.pem: good"))
    let policies = try certificate("issuing.pem").tbsCertificate.extensionValue(CertificatePolicies.self).value
    #expect(policies?.policies.first?.qualifiers == [.practiceStatement("https://test.example/cps")])
  }

  private static let revoked =
    "    revoked: [{ certificate: issuing.pem, date: now, reason: cessation-of-operation }]\n"

  @Test func `a yearly list keeps what was revoked, and OpenSSL refuses the certificate`() async throws {
    try await hierarchy()
    let first = StatusScripts.script(
      StatusScripts.list(StatusScripts.fromFile, more: Self.revoked), kind: "maintenance")
    try await hold(first, "1")
    let next = StatusScripts.script(
      StatusScripts.list(
        StatusScripts.fromFile, number: 2, more: "    previous: root.crl\n    ca-certificates-only: true\n",
        file: "next.pem"), kind: "maintenance")
    try await hold(next, "2")
    let list = try CertificateList(pem: String(decoding: try bench.bytes("next.pem"), as: UTF8.self))
    #expect(list.tbsCertList.revokedCertificates.map(\.reason.value) == [.cessationOfOperation])
    #expect(list.tbsCertList.extensionValue(CRLNumber.self).value == CRLNumber(2))
    #expect("\(list.tbsCertList.nextUpdate.map { "\($0)" } ?? "")" == "2027-11-20T12:00:00Z")
    try await openssl("crl", "-in", "next.pem", "-CAfile", "root.pem", "-noout").expect()
    let verdict = try await openssl(
      "verify", "-crl_check", "-attime", "\(Bench.now.seconds)", "-CAfile", "root.pem", "-CRLfile", "next.pem",
      "issuing.pem"
    ).expect(2)
    #expect(verdict.errors.contains("certificate revoked"))
  }

  @Test
  func `a list with an old number, and an answer that the list contradicts, are refused before the token is asked`()
    async throws
  {
    try await hierarchy()
    let first = StatusScripts.script(
      StatusScripts.list(StatusScripts.fromFile, more: Self.revoked), kind: "maintenance")
    try await hold(first, "1")
    let old = StatusScripts.script(
      StatusScripts.list(StatusScripts.fromFile, more: "    previous: root.crl\n", file: "next.crl"),
      kind: "maintenance")
    let refused = try await bench.failure(old, on: token, transcript: "2")
    #expect(refused.message.contains("steps[0].list: ietf.rfc_5280.5-2-3.crl_number"), "\(refused)")
    let good = StatusScripts.script(
      StatusScripts.answer(
        StatusScripts.fromFile, responder: nil, certificate: "issuing.pem", signature: "ecdsa-sha384",
        more: "    crl: root.crl\n"), kind: "maintenance")
    let contradicted = try await bench.failure(good, on: token, transcript: "3")
    #expect(
      contradicted.message.contains("steps[0].answer: etsi.en_319_411_1.css-6-3-10-09.list_contradicts"),
      "\(contradicted)")
    for name in ["next.crl", "answer.der", "2", "3"] { #expect(!bench.exists(name), "\(name)") }
    let revoked = StatusScripts.script(
      StatusScripts.answer(
        StatusScripts.fromFile, responder: nil, certificate: "issuing.pem",
        status: "{ revoked: 2026-11-20T12:00:00Z, reason: cessation-of-operation }", signature: "ecdsa-sha384",
        more: "    crl: root.crl\n"), kind: "maintenance")
    try await hold(revoked, "4")
    let answer = try await openssl(
      "ocsp", "-respin", "answer.der", "-CAfile", "root.pem", "-issuer", "root.pem", "-cert", "issuing.pem",
      "-no_nonce", "-attime", "\(Bench.now.seconds)"
    ).expect()
    #expect(answer.output.contains("issuing.pem: revoked"))
  }

  @Test func `a new root is certified by an older one, of a file and of the same ceremony`() async throws {
    try await hold(
      StatusScripts.script(
        StatusScripts.key("old", "09"),
        StatusScripts.root.replacing("root-key", with: "old-key").replacing("root.pem", with: "old.pem")
          .replacing("common-name: Root", with: "common-name: Old")), "old")
    let old = "{ certificate: old.pem, key-label: old }"
    let together = StatusScripts.script(
      StatusScripts.key("root", "01"), StatusScripts.root, StatusScripts.cross("{ step: root }", old))
    try await hold(together, "1")
    try await openssl(
      "verify", "-x509_strict", "-attime", "\(Bench.now.seconds)", "-CAfile", "old.pem", "cross.pem"
    ).expect()
    let (root, cross) = (try certificate("root.pem").tbsCertificate, try certificate("cross.pem").tbsCertificate)
    #expect(cross.subject.derBytes == root.subject.derBytes)
    #expect(cross.subjectPublicKeyInfo == root.subjectPublicKeyInfo)
    #expect(cross.issuer.derBytes != root.issuer.derBytes)
    try bench.remove("cross.pem")
    let apart = StatusScripts.script(StatusScripts.cross("root.pem", old), kind: "subordinate")
    try await hold(apart, "2")
    #expect(try certificate("cross.pem").tbsCertificate.subjectPublicKeyInfo == root.subjectPublicKeyInfo)
  }

  @Test func `a cross-certificate for websites without a purpose is refused before the token is asked`() async throws {
    try await hierarchy()
    let script = StatusScripts.script(
      StatusScripts.cross("issuing.pem", StatusScripts.fromFile), kind: "subordinate", web: true)
    let error = try await bench.failure(script, on: token)
    #expect(error.message.contains("steps[0].profile: cabf.tls_br.7-1-2-10-6.ca_purposes"), "\(error)")
    // A certificate that another key signed proves no possession, and no request was given.
    #expect(error.message.contains("requested_key_not_possessed"), "\(error)")
    #expect(!bench.exists("transcript.jsonl"))
  }

  private static let request = """
      - id: request
        verb: certification-request
        key: { token-key: issuing }
        subject: { country: SE, organization: Test AB, organization-identifier: NTRSE-5560000001, common-name: Other }
        signature: ecdsa-sha256
        output: { request: other.csr }

    """

  @Test func `a request that OpenSSL verifies brings a certificate of another CA, which is imported`() async throws {
    try await hierarchy()
    try await hold(
      StatusScripts.script(Self.request, kind: "maintenance"), "1")
    let verdict = try await openssl("req", "-in", "other.csr", "-verify", "-noout", "-text").expect()
    #expect((verdict.errors + verdict.output).contains("verify OK") && verdict.output.contains("CA:TRUE"))
    let below = StatusScripts.script(
      StatusScripts.issuing(StatusScripts.fromFile, key: "{ request: other.csr }")
        .replacing("issuing.pem", with: "other.pem").replacing("common-name: Issuing", with: "common-name: Other"),
      kind: "subordinate")
    try await hold(below, "2")
    func importing(_ key: String) -> String {
      StatusScripts.script(
        """
          - id: import
            verb: import-certificate
            key: \(key)
            certificate: other.pem
            issuer-certificate: root.pem
            output: { certificate: imported.pem }

        """, kind: "maintenance")
    }
    let lines = try await hold(importing("{ token-key: issuing }"), "3")
    #expect(try certificate("imported.pem") == (try certificate("other.pem")))
    #expect(lines.contains { $0.record.kind == .certificateImported })
    try bench.remove("imported.pem")
    let error = try await bench.failure(importing("{ token-key: root }"), on: token, transcript: "4")
    #expect(error.message.contains("other.pem is over another key than the key root on the token"), "\(error)")
    #expect(!bench.exists("imported.pem"))
  }

  @Test func `a request for a cross-certificate has the name and the key that the CA has`() async throws {
    try await root()
    let script = StatusScripts.script(
      """
        - id: request
          verb: cross-csr
          key: { token-key: root }
          certificate: root.pem
          signature: ecdsa-sha384
          output: { request: cross.csr }

      """, kind: "maintenance")
    try await hold(script)
    let request = try CertificationRequest(pem: String(decoding: try bench.bytes("cross.csr"), as: UTF8.self))
    let root = try certificate("root.pem").tbsCertificate
    #expect(request.subject.derBytes == root.subject.derBytes)
    #expect(request.subjectPublicKeyInfo == root.subjectPublicKeyInfo)
    #expect(try request.provesPossession())
  }

  /// Steps whose signatures are made again over the very same bytes.
  static let repeatable: [(steps: String, file: String)] = [
    (StatusScripts.list(StatusScripts.fromFile, more: revoked), "root.crl"),
    (
      StatusScripts.answer(
        StatusScripts.fromFile, responder: nil, certificate: "issuing.pem", signature: "ecdsa-sha384"), "answer.der"
    ),
    (request, "other.csr"),
  ]

  @Test(arguments: 0..<repeatable.count, [RecordKind.stepStarted, .intent, .outcome, .outputWritten])
  func `an interrupted signature is carried on over the same bytes`(_ index: Int, _ kind: RecordKind) async throws {
    try await hierarchy()
    let (steps, file) = Self.repeatable[index]
    let script = StatusScripts.script(steps, kind: "maintenance")
    let first = try await hold(script)
    let text = String(decoding: try bench.bytes("transcript.jsonl"), as: UTF8.self)
    let lines = text.split(separator: "\n")
    let cut = try #require(lines.lastIndex { $0.contains("\"kind\":\"\(kind.rawValue)\"") })
    try bench.write("transcript.jsonl", lines[...cut].joined(separator: "\n") + "\n")
    if kind != .outputWritten { try bench.remove(file) }
    let second = try await bench.ceremony(script, on: token).resume()
    #expect(second.last?.record.kind == .ceremonyClosed)
    #expect(bench.exists(file))
    let intents = (first + second).filter { $0.record.kind == .intent }.compactMap {
      $0.record.value?["evidence"]?.elements?.first?["sha256"]?.text
    }
    #expect(Set(intents).count == 1)
  }

  @Test func `a ceremony of many signatures that was killed after any of its records ends right`() async throws {
    let script = StatusScripts.script(
      StatusScripts.key("root", "01"), StatusScripts.key("issuing", "02", curve: "P-256"),
      StatusScripts.key("responder", "03", curve: "P-256"), StatusScripts.root, StatusScripts.issuing(),
      StatusScripts.responder(), StatusScripts.list(), StatusScripts.answer())
    try await hold(script)
    let lines = String(decoding: try bench.bytes("transcript.jsonl"), as: UTF8.self).split(separator: "\n")
    let first = try #require(lines.firstIndex { $0.contains("\"kind\":\"step-started\"") && $0.contains("\"root\"") })
    let outputs = ["root.pem", "issuing.pem", "responder.pem", "root.crl", "answer.der"]
    let kept = try outputs.map { ($0, try bench.bytes($0)) }
    for cut in first..<(lines.count - 1) {
      try bench.write("transcript.jsonl", lines[...cut].joined(separator: "\n") + "\n")
      for name in outputs where bench.exists(name) { try bench.remove(name) }
      // What an interrupted run left: the files that are on record.
      for (name, bytes) in kept {
        let isOnRecord = lines[...cut].contains { $0.contains("output-written") && $0.contains(bench.path(name)) }
        if isOnRecord { try Data(bytes).write(to: URL(filePath: bench.path(name))) }
      }
      let ceremony = try bench.ceremony(script, on: token)
      do { _ = try await ceremony.resume() } catch {
        Issue.record("cut after record \(cut + 1): \(error)")
        continue
      }
      try await openssl(
        "verify", "-x509_strict", "-attime", "\(Bench.now.seconds)", "-CAfile", "root.pem", "issuing.pem",
        "responder.pem"
      ).expect()
      let answer = try await openssl(
        "ocsp", "-respin", "answer.der", "-CAfile", "root.pem", "-issuer", "root.pem", "-cert", "issuing.pem",
        "-no_nonce", "-attime", "\(Bench.now.seconds)"
      ).expect()
      #expect(answer.output.contains("issuing.pem: good"), "cut after record \(cut + 1)")
    }
  }

  @Test func `an interrupted list is not made of other files`() async throws {
    try await hierarchy()
    let script = StatusScripts.script(
      StatusScripts.list(StatusScripts.fromFile, more: Self.revoked), kind: "maintenance")
    try await hold(script)
    let lines = String(decoding: try bench.bytes("transcript.jsonl"), as: UTF8.self).split(separator: "\n")
    let cut = try #require(lines.lastIndex { $0.contains("\"kind\":\"intent\"") })
    try bench.write("transcript.jsonl", lines[...cut].joined(separator: "\n") + "\n")
    try bench.remove("root.crl")
    try bench.remove("issuing.pem")
    try await hold(
      StatusScripts.script(
        StatusScripts.issuing(StatusScripts.fromFile, key: "{ token-key: issuing }"), kind: "subordinate"), "again")
    await #expect {
      _ = try await bench.ceremony(script, on: token).resume()
    } throws: { ($0 as? CeremonyError)?.message.contains("was about to sign other bytes") == true }
  }

  @Test(arguments: [
    (
      "issuer: { step: root }", "issuer: { step: nobody }",
      "issuer.step: no earlier step \"nobody\" makes a certificate"
    ),
    ("key: issuing-key", "key: { token-key: a, request: b }", "name one of token-key, request and certificate"),
    (
      "signature: ecdsa-sha384\n    subject: { country: SE, organization: Test AB, organization-identifier: NTRSE-5560000001, common-name: Issuing }",
      "signature: ed25519\n    subject: { country: SE, organization: Test AB, organization-identifier: NTRSE-5560000001, common-name: Issuing }",
      "signature: ed25519 cannot be made with a key of type P-384"
    ),
    (
      "path-length: 0", "path-length: 0\n    ext-key-usage: [serving]",
      "expected a dotted object identifier or one of server-auth"
    ),
  ])
  func `a script that contradicts itself is refused as it is read`(old: String, new: String, message: String) throws {
    let good = StatusScripts.script(
      StatusScripts.key("root", "01"), StatusScripts.root, StatusScripts.key("issuing", "02"), StatusScripts.issuing())
    try #require(good.contains(old))
    do throws(CeremonyError) {
      _ = try Script(yaml: Array(good.replacing(old, with: new).utf8))
      Issue.record("it was read")
    } catch {
      #expect(error.message.contains(message), "\(error)")
    }
  }
}
