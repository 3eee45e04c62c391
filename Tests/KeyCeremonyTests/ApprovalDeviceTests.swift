import Cryptography
import DER
import Evidence
import Foundation
import PKCS11
import TestSupport
import Testing
import TokenPool
import WebAuthn

@testable import KeyCeremony

/// What people sign approvals with.
@Suite struct ApprovalDeviceTests {
  private let bench: Bench

  init() throws { bench = try Bench() }

  private let statement = Array("a statement".utf8)

  private func person(_ key: PublicKey, _ device: Person.Device) -> Person {
    Person(id: "sofia", name: "Sofia", organization: nil, roles: [.securityOfficer], key: key, device: device)
  }

  /// A room where secrets come from a list, one after another.
  private func room(_ secrets: String...) -> SecretRoom { SecretRoom(secrets) }

  private func sign(_ person: Person, _ room: SecretRoom) async throws -> StatementSignature {
    try await person.approvalDevice(folder: bench.folder).sign(statement, asking: room, step: "s")
  }

  private func failure(_ person: Person, _ room: SecretRoom) async -> String {
    do { _ = try await sign(person, room) } catch { return "\(error)" }
    return "signed"
  }

  @Test func `an encrypted key file signs with its passphrase, asked for three times at most`() async throws {
    var secret = Array("correct horse battery".utf8)
    let passphrase = SecretBytes(&secret)
    let (pem, key) = try SoftwareKey.newEncryptedPEM(on: .p384, passphrase: passphrase)
    try bench.write("sofia.key", String(decoding: pem, as: UTF8.self))
    let sofia = person(key, .keyFile("sofia.key"))
    let signature = try await sign(sofia, room("wrong", "correct horse battery"))
    #expect(signature.isGood(over: statement, by: sofia))
    #expect(!signature.isGood(over: statement + [0], by: sofia))
    #expect(
      await failure(sofia, room("wrong", "wrong", "wrong", "correct horse battery")).contains("not opened in 3 tries"))
  }

  @Test func `a key file in the clear is refused`() async throws {
    let pem = try SoftwareKey.newPEM(on: .p256)
    try bench.write("sofia.key", String(decoding: pem, as: UTF8.self))
    let sofia = person(try SoftwareKey(pem: pem).publicKey, .keyFile("sofia.key"))
    #expect(await failure(sofia, room("any")).contains("no encrypted private key"))
  }

  @Test func `openssl reads the key file that is made here, and a passphrase is required`() async throws {
    try bench.write("pass", "correct horse battery\n", mode: 0o600)
    let code = await CommandLineTool(
      screen: bench.screen, clock: Bench.clock,
      openToken: { _, _ throws(CeremonyError) in throw CeremonyError(.token, "no token") }
    ).run([
      "people", "make-key", "--id", "sofia", "--name", "Sofia Example", "--role", "security-officer", "--out",
      bench.path("sofia.key"), "--passphrase-file", bench.path("pass"),
    ])
    #expect(code == 0, "\(bench.complaints)")
    let mode = try FileManager.default.attributesOfItem(atPath: bench.path("sofia.key"))[.posixPermissions]
    #expect(mode as? Int == 0o600)
    let read = try Shell.run(
      "openssl pkey -in sofia.key -passin file:pass -pubout", in: bench.folder)
    #expect(read.code == 0, "\(read.output)")
    // The entry goes into a script as it is printed.
    let demo = try Repository.text("ceremonies/demo/01-root.yaml")
      .replacing("\nsteps:\n", with: "\npeople:\n\(bench.shown)\napprovals: [{ role: security-officer }]\n\nsteps:\n")
    let script = try Script(yaml: Array(demo.utf8))
    let sofia = try #require(script.people["sofia"])
    #expect(read.output == PEM(label: "PUBLIC KEY", bytes: sofia.key.facts.spki).text)
    let signature = try await sign(sofia, room("correct horse battery"))
    #expect(signature.isGood(over: statement, by: sofia))
    #expect(try Shell.run("openssl pkey -in sofia.key -passin pass:wrong", in: bench.folder).code != 0)
  }

  @Test func `a person's card behind the CA's own module signs with its PIN, and is logged out of after`() async throws
  {
    let hsm = try SoftHSM.shared()
    let module = try hsm.module()
    let (ca, card) = (try hsm.makeToken(module), try hsm.makeToken(module))
    let pool = try TokenPool(
      host: try ModuleHost.shared(modulePath: SoftHSM.modulePath),
      settings: TokenPool.Settings(uri: ca.uri, pinFile: ca.pinFile))
    defer { pool.stop() }
    var keys: [PublicKey] = []
    for (token, label) in [(ca, "ca"), (card, "card")] {
      let maker = try TokenPool(
        host: try ModuleHost.shared(modulePath: SoftHSM.modulePath),
        settings: TokenPool.Settings(uri: token.uri, pinFile: token.pinFile))
      keys.append(try PublicKey(spki: try await maker.generateKeyPair(.ec(.p256), label: label, id: [1]).spki))
      maker.stop()
    }
    let sofia = person(keys[1], .pkcs11(module: SoftHSM.modulePath, uri: card.uri.text))
    let signature = try await sign(sofia, room("87654321"))
    #expect(signature.isGood(over: statement, by: sofia))
    // Logged out: the second signature takes the PIN again.
    #expect(try await sign(sofia, room("11111111", "87654321")).isGood(over: statement, by: sofia))
    let wrong = await failure(sofia, room("1111", "2222", "3333", "87654321"))
    #expect(wrong.contains("refused 3 PINs"), "\(wrong)")
    let other = person(keys[0], .pkcs11(module: SoftHSM.modulePath, uri: card.uri.text))
    #expect(await failure(other, room("87654321")).contains("does not hold the key of Sofia"))
    // The CA's own token is open: it would sign for anybody.
    let shared = person(keys[0], .pkcs11(module: SoftHSM.modulePath, uri: ca.uri.text))
    #expect(await failure(shared, room("87654321")).contains("it is no card of the person's own"))
  }

  @Test(arguments: [
    (0, ""), (1, "the client data is not that of the challenge"), (2, "another relying party"),
    (3, "nobody touched"), (4, "did not check who it was"), (5, "the signature is not of the key"),
  ])
  func `an authenticator's answer counts over this statement, for ceremonies, with touch and PIN`(
    spoilt: Int, fault: String
  ) throws {
    let key = try SoftwareKey(pem: try SoftwareKey.newPEM(on: .p256))
    let sofia = person(key.publicKey, .fido2(credential: [1]))
    let challenge = AuthenticatorDevice.challenge(spoilt == 1 ? statement + [0] : statement)
    let client = SecurityKeyAnswer.clientData(challenge: challenge, relyingPartyID: "sealgate-ceremony")
    let flags: UInt8 = spoilt == 3 ? 0x04 : spoilt == 4 ? 0x01 : 0x05
    let data =
      Hash.digest(Array((spoilt == 2 ? "sealgate" : "sealgate-ceremony").utf8)).bytes + [flags, 0, 0, 0, 7]
    var answer = SecurityKeyAnswer(authenticatorData: data, clientData: client, signature: [])
    let signed = answer.signedBytes + (spoilt == 5 ? [0] : [])
    answer = SecurityKeyAnswer(
      authenticatorData: data, clientData: client, signature: try key.sign(signed, scheme: .ecdsa(.sha256)))
    let found = answer.fault(
      challenge: AuthenticatorDevice.challenge(statement), relyingPartyID: AuthenticatorDevice.relyingPartyID,
      key: key.publicKey)
    #expect(spoilt == 0 ? found == nil : found?.contains(fault) == true, "\(found ?? "good")")
    let signature = StatementSignature.fido2(
      authenticatorData: data, clientData: client, signature: answer.signature)
    #expect(signature.isGood(over: statement, by: sofia) == (spoilt == 0))
    #expect(StatementSignature(signature.json) == signature)
  }
}

/// Secrets one after another.
final class SecretRoom: Conductor {
  private let secrets: [String]
  private let next = Counter()

  init(_ secrets: [String]) { self.secrets = secrets }

  func secret(_ question: Question, step: String) throws(CeremonyError) -> SecretBytes {
    let index = next.take()
    guard secrets.indices.contains(index) else { throw CeremonyError(.usage, "asked too often") }
    var bytes = Array(secrets[index].utf8)
    return SecretBytes(&bytes)
  }

  func turn(to page: StepPage) -> PageAnswer { .goOn }
  func ask(_ question: Question, step: String) throws(CeremonyError) -> String { throw CeremonyError(.usage, "asked") }
  func reveal(_ secret: borrowing SecretBytes, to person: Person, _ title: String, step: String) {}
  func signature(over statement: SignedStatement, by person: Person) throws(CeremonyError) -> StatementSignature {
    throw CeremonyError(.usage, "asked")
  }
}
