import Applications
import Cryptography
import Evidence
import Records
import TestSupport
import Testing

@testable import SigningGateway

/// Imports of the register through the router: what they change, who puts them in effect, and what they may not hold.
@Suite struct DeviceImportTests {
  private static func digest(_ text: String) -> String { Hash.digest(Array(text.utf8)).hex }

  @Test func `an import takes effect with the second approval, without a new start`() async throws {
    let house = try await DeviceHouse()
    try await house.certify()
    let cancelled = ConfigurationFolder.devices(status: "cancelled")
    let reply = try await house.propose(cancelled)
    #expect(reply.status == 201, "\(reply.text)")
    #expect(reply.json["digest"]?.text == Self.digest(cancelled) && reply.json["result"]?.text == "proposed")
    let change = JSONValue.object([
      "device": .string("example-hsm"), "field": .string("certificate.status"), "old": .string("certified"),
      "new": .string("cancelled"),
    ])
    #expect(
      reply.json["difference"]
        == .object(["added": .array([]), "removed": .array([]), "changed": .array([change])]))
    let record = try #require(await house.store.records.last { $0.kind == .devicesProposed })
    #expect(record.value?["operator"]?.text == "anna" && record.value?["difference"] == reply.json["difference"])
    let address = try #require(record.blobAddresses.first)
    #expect(try await house.store.blob(address) == Array(cancelled.utf8))

    // Proposing approves nothing, and one approval is not enough.
    #expect(try await house.approve("anna", "devices", Self.digest(cancelled)).status == 201)
    try await house.certify()
    #expect(try await house.get("devices").json["register"]?["source"]?.text == "configuration")
    let waiting = try await house.get("devices").json["proposed"]
    #expect(waiting?["proposedBy"]?.text == "anna" && waiting?["approval"]?["approvedBy"] == .array([.string("anna")]))

    #expect(try await house.approve("berta", "devices", Self.digest(cancelled)).status == 201)
    let list = try await house.get("devices").json
    #expect(list["register"]?["source"]?.text == "import" && list["proposed"] == .null)
    #expect(list["register"]?["approvedBy"] == .array([.string("anna"), .string("berta")]))
    #expect(list["devices"]?.elements?.first?["lost"]?.text == "cancelled")
    #expect(list["devices"]?.elements?.first?["certificates"] == .integer(2))
    try await house.certify(422)
    #expect(try await house.readiness()["devices"]?["lost"] == .array([.string("example-hsm")]))
  }

  @Test func `what two operators approved before is in effect when it is imported`() async throws {
    let house = try await DeviceHouse()
    let cancelled = ConfigurationFolder.devices(status: "cancelled")
    for name in ["anna", "berta"] { _ = try await house.approve(name, "devices", Self.digest(cancelled)) }
    try await house.certify()
    let reply = try await house.propose(cancelled)
    #expect(reply.json["approval"]?["inEffect"] == .bool(true))
    try await house.certify(422)
  }

  @Test func `a register that says the same is not recorded, and neither is one that waits already`() async throws {
    let house = try await DeviceHouse()
    let before = await house.kinds()
    let same = try await house.propose("# reviewed again\n" + ConfigurationFolder.devices())
    #expect(same.status == 200 && same.json["result"]?.text == "identical")
    #expect(await house.kinds() == before)
    let suspended = ConfigurationFolder.devices(status: "suspended")
    #expect(try await house.propose(suspended).status == 201)
    let again = try await house.propose(suspended, as: "berta")
    #expect(again.status == 200 && again.json["result"]?.text == "proposed")
    #expect(await house.kinds() == before + ["devices-proposed"])
  }

  @Test func `the import that was made last is the one that two operators can put in effect`() async throws {
    let house = try await DeviceHouse()
    let (first, second) = (
      ConfigurationFolder.devices(status: "suspended"), ConfigurationFolder.devices(status: "cancelled")
    )
    #expect(try await house.propose(first).status == 201)
    #expect(try await house.propose(second).status == 201)
    for name in ["anna", "berta"] { _ = try await house.approve(name, "devices", Self.digest(first)) }
    try await house.certify()
    for name in ["anna", "berta"] { _ = try await house.approve(name, "devices", Self.digest(second)) }
    try await house.certify(422)
  }

  @Test func `a restart knows the import in effect, and the one that waits`() async throws {
    let house = try await DeviceHouse()
    try await house.putInEffect(ConfigurationFolder.devices(status: "suspended"))
    let next = ConfigurationFolder.devices(expires: "2031-01-01")
    #expect(try await house.propose(next).status == 201)
    #expect(try await house.approve("anna", "devices", Self.digest(next)).status == 201)
    try await house.restart()
    try await house.certify(422)
    #expect(try await house.approve("berta", "devices", Self.digest(next)).status == 201)
    try await house.certify()
    #expect(
      try await house.get("devices/example-hsm").json["device"]?["certificate"]?["expires"]?.text?.hasPrefix("2031")
        == true)
  }

  private static let wrong: [(String, String)] = [
    ("schema: 2\ndevices: 7", "$.devices"),
    (ConfigurationFolder.devices(status: "excellent"), "$.devices[0].certificate.status"),
    (ConfigurationFolder.devices().replacing("id: example-hsm", with: "id: work"), "$.devices[0].id"),
    (ConfigurationFolder.devices().replacing("id: example-hsm", with: "id: a/b"), "$.devices[0].id"),
    (ConfigurationFolder.devices(expires: "2025-01-01"), "$.devices[0].certificate.expires"),
    (ConfigurationFolder.devices() + "\n    colour: red\n", "colour"),
  ]

  @Test(arguments: wrong)
  func `what cannot be a register is refused with the field's name, and not recorded`(
    document: String, field: String
  ) async throws {
    let house = try await DeviceHouse()
    let before = await house.kinds()
    let reply = try await house.propose(document)
    #expect(reply.status == 400)
    #expect(reply.json["detail"]?.text?.contains(field) == true, "\(reply.text)")
    #expect(await house.kinds() == before)
  }

  @Test func `a demo device is not imported where nothing is a demo`() throws {
    let document = try DeviceDocument(yaml: Array(ConfigurationFolder.devices(demo: true).utf8))
    #expect(DeviceRegister.problem(in: document, demo: true) == nil)
    #expect(DeviceRegister.problem(in: document, demo: false)?.field == "$.devices[0].demo")
  }

  @Test func `who is no operator sees and proposes nothing`() async throws {
    let house = try await DeviceHouse()
    for path in ["devices", "devices/example-hsm", "devices/work", "devices/reappraise"] {
      #expect(try await house.get(path, as: "dora").status == 403, "\(path)")
    }
    #expect(try await house.propose(ConfigurationFolder.devices(status: "cancelled"), as: "dora").status == 403)
    #expect(await !house.kinds().contains("devices-proposed"))
    #expect(await house.kinds().count { $0 == "operator-refused" } == 5)
  }

  @Test func `a device is shown with its record and what rests on it`() async throws {
    let house = try await DeviceHouse()
    let serials = [try await house.certify(), try await house.certify()].sorted()
    let shown = try await house.get("devices/example-hsm").json
    #expect(shown["device"]?["vendor"]?.text == "Example" && shown["lost"] == .null)
    #expect(shown["daysLeft"] == .integer(1137))
    #expect(shown["certificates"] == .integer(2))
    #expect(shown["entries"]?.elements?.compactMap { $0["serial"]?.text } == serials)
    let rest = try await house.get("devices/example-hsm?after=\(serials[0])").json
    #expect(rest["entries"]?.elements?.compactMap { $0["serial"]?.text } == [serials[1]])
    #expect(try await house.get("devices/example-hsm?after=x").status == 400)
    #expect(try await house.get("devices/another").status == 404)
  }
}
