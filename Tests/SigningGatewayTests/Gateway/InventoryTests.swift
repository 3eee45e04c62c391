import Cryptography
import DER
import Evidence
import Foundation
import RecordStores
import Records
import TestSupport
import Testing
import X509

@testable import SigningGateway

private typealias Number = Evidence.SerialNumber

@Suite struct InventoryTests {
  private func run(_ words: [String]) async -> (code: Int32, screen: CapturedScreen) {
    let screen = CapturedScreen()
    return (await GatewayTool(screen: screen.screen, clock: { Sample.now }).run(words), screen)
  }

  private func importing(_ folder: ConfigurationFolder, _ more: String...) async -> (
    code: Int32, screen: CapturedScreen
  ) {
    await run(["inventory", "import", "--config", folder.path, "--issuer", "issuing"] + more)
  }

  private func certificate(_ folder: ConfigurationFolder, serial: UInt8) throws -> Certificate {
    var sample = SampleCertificate.subject(.qcpN)
    sample.serial = [1, serial]
    let key = try TestKey(curve: .p256)
    return try folder.issuingKey.certificate(signing: sample.tbs(of: key, signedBy: folder.issuingKey))
  }

  @Test func `a bundle is compared, imported once, and verified with the log`() async throws {
    let folder = try ConfigurationFolder()
    defer { folder.remove() }
    let bundle = try (1...3).map { try certificate(folder, serial: $0).pem }.joined()
    try folder.write("old.pem", bundle)
    let file = folder.url.appending(path: "old.pem").path
    let dry = await importing(folder, "--dry-run", file)
    #expect(dry.code == 0 && dry.screen.output.contains("no record store yet"))
    #expect(await importing(folder, file).code == 4)
    let first = await importing(folder, "--create-state", file)
    #expect(first.code == 0, "\(first.screen.errors)")
    #expect(first.screen.output.contains("imported: 3 new, 0 on record already"))
    let again = await importing(folder, file)
    #expect(again.code == 0 && again.screen.output.contains("nothing is new"))
    #expect(await importing(folder, "--dry-run", file).screen.output.contains("would import: 0 new, 3 on record"))
    let log = try SQLiteLog(path: try folder.read().state)
    #expect(try await log.verify().sequence == 2)
    #expect(try await log.hasInventory(of: "issuing"))
    let other = try certificate(folder, serial: 2).pem
    try folder.write("other.pem", other)
    let conflict = await importing(folder, folder.url.appending(path: "other.pem").path)
    #expect(
      conflict.code == 1 && conflict.screen.errors.contains("other.pem: certificate 1: serial 0102 was reserved before")
    )
  }

  @Test func `a table brings names, subjects and revocations, and its problems come with their lines`() async throws {
    let folder = try ConfigurationFolder()
    defer { folder.remove() }
    try folder.write(
      "old.csv",
      """
      serial,subject,subject-id,revoked-at,revocation-reason
      0a01,"CN=Erika Mustermann,C=DE",S-1,,
      0a02,"cn=ERIKA  mustermann, c=de",S-1,2026-11-01,keyCompromise
      """)
    let file = folder.url.appending(path: "old.csv").path
    let done = await importing(folder, "--create-state", file)
    #expect(done.code == 0, "\(done.screen.errors)")
    #expect(done.screen.output.contains("2 certificates, 1 revoked"))
    let log = try SQLiteLog(path: try folder.read().state)
    let serial = try #require(Number(hex: "0a02"))
    let found = try #require(try await log.certificate(serial, isPrecertificate: false))
    #expect(found.entry.subjectID == "S-1" && found.revocation?.reason == .keyCompromise)
    let one = try #require(Number(hex: "0a01"))
    #expect(try await log.certificate(one, isPrecertificate: false)?.entry.nameForm == found.entry.nameForm)

    try folder.write(
      "bad.csv",
      """
      serial,subject,subject-id,policy
      0b01,CN=A,S-1,
      0b02,CN=a,S-2,
      0b01,CN=B,S-3,
      xx,CN=C,S-4,
      0b05,CN,S-5,
      0b06,CN=D,S-6,no-policy
      0b07,CN=E
      """)
    let bad = await importing(folder, folder.url.appending(path: "bad.csv").path)
    #expect(bad.code == 1)
    for text in [
      "bad.csv:3: has the name of another subject, see", "bad.csv:4: has the serial number of", "bad.csv:5: serial",
      "bad.csv:6: subject cannot be read", "bad.csv:7: policy cannot be read", "bad.csv:8: has not 4 columns",
    ] { #expect(bad.screen.errors.contains(text), "\(text)") }
    #expect(try await log.records(from: 1, limit: 100).count == 3)
  }

  @Test func `certificates of another CA, and files that are nothing, are refused`() async throws {
    let folder = try ConfigurationFolder()
    defer { folder.remove() }
    let root = folder.url.appending(path: "root.pem").path
    #expect(await importing(folder, root).screen.errors.contains("certificate 1: is issued by"))
    #expect(await importing(folder, folder.path).screen.errors.contains("is no certificate"))
    #expect(await importing(folder, "/nowhere").code == 2)
    #expect(await run(["inventory", "import", "--config", folder.path, "--issuer", "x", root]).code == 2)
  }

  @Test func `a revocation is registered once, for a certificate that is known`() async throws {
    let folder = try ConfigurationFolder()
    defer { folder.remove() }
    try folder.write("old.csv", "serial\n0a01\n")
    #expect(await importing(folder, "--create-state", folder.url.appending(path: "old.csv").path).code == 0)
    let words = ["inventory", "revoke", "--config", folder.path, "--issuer", "issuing", "--reason", "superseded"]
    #expect(await run(words + ["0a01"]).code == 0)
    #expect(await run(words + ["0a01"]).code == 1)
    #expect(await run(words + ["0a09"]).code == 1)
    #expect(await run(words + ["zz"]).code == 2)
    #expect(await run(["log", "open-acceptances", "--config", folder.path]).screen.output == "0 open, 0 overdue\n")
  }

  @Test func `an issuer with a history serves nothing before its inventory is on record`() async throws {
    let scene = try Scene(requiresInventory: true)
    let serials = try await scene.send("POST", "/ca/v1/issuers/issuing/serials", Array(#"{"schema":1}"#.utf8))
    #expect(serials.status == 503)
    let reply = try await scene.issue(try scene.body(serial: [0x41]))
    #expect(reply.status == 422 && reply.rules.contains("sealgate.house.lifecycle.inventory_missing"))
    try await scene.gateway.journal.closeInventory(
      Inventory(issuer: "issuing", file: Hash.digest([])), certificates: 0, revocations: 0, at: Sample.now)
    #expect(try await scene.issue(try scene.body(serial: try await scene.reserve())).status == 201)
  }

  @Test(arguments: ["CN=A\\,B+SN=C,O=\\C3\\84", "2.5.4.3=x", "CN=a\\\\"])
  func `names are read as RFC 4514 writes them`(text: String) throws {
    let name = try #require(NameText.name(text))
    #expect(NameText.name(name.description)?.derBytes == name.derBytes)
  }

  @Test(arguments: ["CN", "CN=#0401", "XX=1", "CN=a\\", "", "CN=\\FF"])
  func `what is no name is refused`(text: String) {
    #expect(NameText.name(text) == nil)
  }
}
