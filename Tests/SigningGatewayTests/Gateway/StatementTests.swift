import Assembly
import Attestation
import CommandLineTools
import Cryptography
import DER
import Evidence
import Foundation
import TestSupport
import Testing
import TokenPool
import X509

@testable import SigningGateway

private let target = "/ca/v1/tokens/subject/attestations"
private let nonce: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]

private func body(_ label: String = "anna", nonce text: String = Hex.encode(nonce)) -> JSONValue {
  .object(["schema": .integer(1), "keyLabel": .string(label), "nonce": .string(text)])
}

private func rules(_ answer: JSONValue) -> [String] {
  (answer["findings"]?.elements ?? []).compactMap { $0["rule"]?.text }
}

/// The decision behind a refusal.
private func decision(_ answer: JSONValue) -> String? {
  answer["decisionId"]?.text ?? answer["instance"]?.text
}

/// One after the other: each starts a service on tokens of one module.
@Suite(.serialized) struct StatementTests {
  @Test func `what the gateway says of a key on its token, another party can check`() async throws {
    let live = try await LiveService(attestation: .good)
    let answer = try await live.post(target, body())
    #expect(answer.status == 201, "\(answer.json)")
    #expect(answer.json["event"] == .string("attest-key"))
    let der = try #require(Base64.decode(answer.json["statement"]?.text ?? ""))

    let anchors = try Anchor.added(from: Array(Data(contentsOf: live.folder.appending(path: "root.pem"))), name: "root")
    let terms = AppraisalTerms(
      anchors: AnchorStore(anchors), evidenceArc: ObjectIdentifier(1, 3, 6, 1, 5, 5, 999), nonce: nonce,
      now: Sample.now)
    let keys = try Formats.appraise(Statement(parts: ["statement": der]), under: terms)
    let key = try #require(keys.first)
    #expect(keys.count == 1)
    #expect(key.spki == live.subject.spki)
    #expect(key.problems.isEmpty, "\(key.problems)")
    // The signature is good, and the class is still that of what a module says.
    #expect(key.evidenceClass == .attributesLive)
    #expect(key[.generatedInside].value == .yes)
    #expect(key[.everExtractable].value == .no)
    #expect(key[.everNonSensitive].value == .no)
    #expect(key[.generationMechanism].value == .yes)
    #expect(key[.nonceBound].value == .yes)
    #expect(key.device?.model == "SoftHSM v2")
    try openssl(verify: der, in: live.folder)

    // The record of it, and the statement in it.
    let decision = answer.json["decisionId"]?.text ?? ""
    let again = try await live.post(target, body())
    #expect(again.status == 409)
    let other = try await live.post(target, body(nonce: "0102030405060709"))
    #expect(other.status == 201)
    await live.stop()
    let screen = CapturedScreen()
    let tool = GatewayTool(screen: screen.screen, clock: LiveService.clock)
    #expect(
      await tool.run(["log", "show", "--config", live.configurationPath, "--decision", decision, "--json"]) == 0)
    #expect(screen.output.contains("\"policy\":\"key-statement\""))
    #expect(screen.output.contains(Hash.digest(der).hex))
    try await replayed(live, decision, admits: true)
  }

  /// Exports a decision with the verb, and judges it again from the file.
  private func replayed(_ live: LiveService, _ decision: String, admits: Bool) async throws {
    let file = live.folder.appending(path: "\(decision).json")
    let screen = CapturedScreen()
    let tool = GatewayTool(screen: screen.screen, clock: LiveService.clock)
    let code = await tool.run(["log", "export", "--config", live.configurationPath, "--decision", decision, file.path])
    #expect(code == 0, "\(screen.errors)")
    let export = try DecisionExport(json: Array(Data(contentsOf: file)))
    #expect(export.faults == [])
    let replay = try Replay(export)
    #expect(replay.policy == "key-statement")
    #expect(replay.recorded.admits == admits)
    #expect(replay.replayed == replay.recorded)
  }

  @Test func `who may not ask, asks for too little, or for a key that is not there`() async throws {
    let live = try await LiveService(attestation: .good)
    #expect(try await live.post(target, body("nobody")).status == 404)
    #expect(try await live.post("/ca/v1/tokens/ca/attestations", body()).status == 404)
    let short = try await live.post(target, body(nonce: "01"))
    #expect(short.status == 422)
    #expect(rules(short.json) == ["sealgate.house.statement.nonce"])
    // The attestation key's word for itself is none.
    let itself = try await live.post(target, body("attestation"))
    #expect(itself.status == 422)
    #expect(rules(itself.json) == ["sealgate.house.statement.attestation_key_is_subject"])
    #expect(try await live.post(target, .object(["schema": .integer(1)])).status == 400)
    await live.stop()
  }

  @Test func `the verb attest-key writes the statement, never over a file, and tells a refusal`() async throws {
    let live = try await LiveService(attestation: .good)
    let file = live.folder.appending(path: "anna.pem").path
    let nonce = Hex.encode(nonce)
    let done = try await attestKey(live, "--key-label", "anna", "--nonce", nonce, "--output", file)
    #expect(done.code == 0, "\(done.screen.errors)")
    #expect(done.screen.output == "wrote \(file)\n")
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let statement = try PKIXEvidenceStatement(der: PEM(text, label: PKIXEvidenceStatement.pemLabel).bytes)
    #expect(statement.tbs.derBytes.count > 100)

    let over = try await attestKey(live, "--key-label", "anna", "--nonce", "0102030405060709", "--output", file)
    #expect(over.code == 2, "\(over.screen.errors)")
    #expect(try String(contentsOfFile: file, encoding: .utf8) == text)
    let other = live.folder.appending(path: "other.pem").path
    let short = try await attestKey(live, "--key-label", "anna", "--nonce", "01", "--output", other)
    #expect(short.code == 1)
    #expect(short.screen.errors.contains("sealgate.house.statement.nonce"))
    #expect(!FileManager.default.fileExists(atPath: other))
    #expect(try await attestKey(live, "--nonce", nonce, "--output", other).code == 2)
    let json = try await attestKey(
      live, "--key-id", "01", "--nonce", "1111111111111111", "--output", other, "--json")
    #expect(json.code == 0, "\(json.screen.errors)")
    #expect(json.screen.output.contains("\"event\":\"attest-key\""))
    await live.stop()
  }

  /// A run of the verb with the requester's certificate.
  private func attestKey(_ live: LiveService, _ words: String...) async throws
    -> (code: Int32, screen: CapturedScreen)
  {
    let certificates = try TestCertificates.shared.get()
    let identity = certificates.identity("good")
    let all =
      ["attest-key", "--token", "subject"] + words
      + ["--gateway", "https://127.0.0.1:\(live.service?.port("mtls") ?? 0)", "--ca", certificates.path("ca.pem")]
      + ["--cert", identity.certificateChain, "--key", identity.privateKey]
    guard case .run(let verb, let arguments) = try GatewayTool.description.parse(all), verb.name == "attest-key" else {
      throw Scene.Unusable(text: "no run")
    }
    let screen = CapturedScreen()
    let code = try await blocking { AttestKeyCommand(screen: screen.screen).execute(arguments) }
    return (code, screen)
  }

  @Test func `no statement by an attestation key on another token`() async throws {
    let live = try await LiveService(attestation: .elsewhere)
    let answer = try await live.post(target, body())
    #expect(answer.status == 422)
    #expect(rules(answer.json) == ["sealgate.house.statement.attestation_key_elsewhere"])
    await live.stop()
    try await replayed(live, try #require(decision(answer.json)), admits: false)
  }

  @Test func `no statement under a certificate that is not for attestation`() async throws {
    let live = try await LiveService(attestation: .unfit)
    let answer = try await live.post(target, body())
    #expect(answer.status == 422)
    #expect(rules(answer.json) == ["sealgate.house.statement.certificate_unfit"])
    await live.stop()
    try await replayed(live, try #require(decision(answer.json)), admits: false)
  }

  /// As somebody without any of our code would: the description is the first element, the signature is over its octets.
  private func openssl(verify der: [UInt8], in folder: URL) throws {
    let statement = try PKIXEvidenceStatement(der: der)
    let signature = try #require(statement.signatures.first)
    let certificate = try Certificate(der: try #require(signature.certificate))
    try LiveService.write(folder, "signer.pem", certificate.pem)
    try Data(der).write(to: folder.appending(path: "statement.der"))
    try Data(signature.signature).write(to: folder.appending(path: "statement.sig"))
    func path(_ name: String) -> String { folder.appending(path: name).path }
    let script = """
      set -e
      header=$(openssl asn1parse -inform der -in \(path("statement.der")) | sed -n 2p)
      offset=$(echo "$header" | sed 's/:.*//')
      length=$(echo "$header" | sed 's/.*hl=\\([0-9]*\\) l= *\\([0-9]*\\) .*/\\1+\\2/')
      openssl asn1parse -inform der -in \(path("statement.der")) -noout -offset $offset -length $(($length)) -out \(path("tbs.der"))
      openssl x509 -in \(path("signer.pem")) -noout -pubkey > \(path("signer.key"))
      openssl dgst -sha256 -verify \(path("signer.key")) -signature \(path("statement.sig")) \(path("tbs.der"))
      """
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", script]
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let tbs = try Data(contentsOf: folder.appending(path: "tbs.der"))
    #expect(Array(tbs) == statement.tbs.derBytes)
  }
}
