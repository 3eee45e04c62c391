import Evidence
import Records
import TestSupport
import Testing

@testable import SigningGateway

/// What happens when a device loses its status: the list of what to revoke, its deadlines, its progress.
@Suite struct DeviceLossTests {
  private static func serials(_ work: JSONValue) -> [String] {
    (work["entries"]?.elements ?? []).compactMap { $0["serial"]?.text }
  }

  @Test(arguments: ["cancelled", "suspended", "expired"])
  func `every certificate of a lost device is due until its revocation is on record`(status: String) async throws {
    let house = try await DeviceHouse()
    let serials = [try await house.certify(), try await house.certify()].sorted()
    #expect(try await house.get("devices/work").json["due"] == .integer(0))
    try await house.putInEffect(ConfigurationFolder.devices(status: status))
    let work = try await house.get("devices/work").json
    #expect(Self.serials(work) == serials)
    let first = try #require(work["entries"]?.elements?.first)
    #expect(first["due"]?.text == Sample.now.adding(seconds: 86_400).description)
    #expect(first["device"]?.text == "example-hsm" && first["overdue"] == .bool(false))
    #expect(first["cause"]?.text == "the device's certification is \(status)")
    #expect(try await house.metric("sealgate_device_revocations_due") == "2")
    #expect(house.screen.errors.contains("device-lost device=\"example-hsm\" loss=\"\(status)\" revoke=\"2\""))

    try await house.revoke(serials[0])
    #expect(Self.serials(try await house.get("devices/work").json) == [serials[1]])
    house.time.advance(hours: 23)
    #expect(try await house.metric("sealgate_device_revocations_overdue") == "0")
    house.time.advance(hours: 1)
    let overdue = try await house.get("devices/work").json
    #expect(overdue["overdue"] == .integer(1) && overdue["entries"]?.elements?.first?["overdue"] == .bool(true))
    #expect(try await house.metric("sealgate_device_revocations_overdue") == "1")
    #expect(house.screen.errors.contains("device-revocations-overdue overdue=\"1\""))
    try await house.revoke(serials[1])
    #expect(try await house.get("devices/work").json["due"] == .integer(0))
    #expect(try await house.metric("sealgate_device_revocations_due") == "0")
    #expect(await house.kinds().count { $0 == "device-lost" } == 1)
  }

  @Test func `the time to revoke is the configuration's, and a restart does not begin it anew`() async throws {
    let house = try await DeviceHouse(more: "lost-device-hours: 6")
    try await house.certify()
    try await house.putInEffect(ConfigurationFolder.devices(status: "cancelled"))
    house.time.advance(hours: 5)
    try await house.restart()
    let work = try await house.get("devices/work").json
    #expect(work["entries"]?.elements?.first?["due"]?.text == Sample.now.adding(seconds: 6 * 3600).description)
    #expect(work["overdue"] == .integer(0))
    house.time.advance(hours: 1)
    #expect(try await house.get("devices/work").json["overdue"] == .integer(1))
    #expect(await house.kinds().count { $0 == "device-lost" } == 1)
  }

  @Test func `a device that is gone from the register is lost, and is shown with what rests on it`() async throws {
    let house = try await DeviceHouse()
    let serial = try await house.certify()
    try await house.putInEffect(ConfigurationFolder.devices().replacing("id: example-hsm", with: "id: new-hsm"))
    let work = try await house.get("devices/work").json
    #expect(Self.serials(work) == [serial])
    #expect(work["entries"]?.elements?.first?["cause"]?.text?.contains("no longer in the register") == true)
    let shown = try await house.get("devices/example-hsm").json
    #expect(shown["device"] == .null && shown["lost"]?.text == "removed")
    #expect(shown["lostSince"]?.text == Sample.now.description)
    let removed = try await house.get("devices").json["removed"]?.elements?.first
    #expect(removed?["id"]?.text == "example-hsm" && removed?["certificates"] == .integer(1))
  }

  @Test func `the end of a certification is a loss when it passes, and use stops`() async throws {
    let house = try await DeviceHouse()
    try await house.putInEffect(ConfigurationFolder.devices(expires: "2026-11-21"))
    let serial = try await house.certify()
    house.time.advance(hours: 24)
    try await house.certify(422)
    await house.scene.gateway.devices.look()
    let work = try await house.get("devices/work").json
    #expect(Self.serials(work) == [serial])
    #expect(work["entries"]?.elements?.first?["since"]?.text == house.time.now.description)
    #expect(try await house.metric("sealgate_device_certification_seconds_left") == "0")
  }

  @Test func `a device that has its status again needs no revocations, and loses it anew later`() async throws {
    let house = try await DeviceHouse()
    try await house.certify()
    try await house.putInEffect(ConfigurationFolder.devices(status: "suspended"))
    house.time.advance(hours: 10)
    try await house.putInEffect(ConfigurationFolder.devices(expires: "2031-01-01"))
    #expect(try await house.get("devices/work").json["due"] == .integer(0))
    #expect(house.screen.errors.contains("device-regained device=\"example-hsm\""))
    house.time.advance(hours: 10)
    try await house.putInEffect(ConfigurationFolder.devices(status: "cancelled"))
    let entry = try await house.get("devices/work").json["entries"]?.elements?.first
    #expect(entry?["since"]?.text == house.time.now.description)
    #expect(
      await house.kinds().filter { ["device-lost", "device-regained"].contains($0) }
        == ["device-lost", "device-regained", "device-lost"])
  }

  @Test func `the configuration's own register is watched too, once it is approved`() async throws {
    let house = try await DeviceHouse()
    try await house.certify()
    try house.folder.write("devices.yaml", ConfigurationFolder.devices(status: "cancelled"))
    try await house.restart()
    #expect(try await house.get("devices/work").json["due"] == .integer(0))
    #expect(await !house.kinds().contains("device-lost"))
    for name in ["anna", "berta"] {
      _ = try await house.approve(name, "configuration", house.scene.gateway.facts.configuration.hex)
    }
    #expect(try await house.get("devices/work").json["due"] == .integer(1))
    await house.scene.gateway.devices.reappraised()
  }

  @Test func `an end that comes near is told once for each threshold`() async throws {
    let house = try await DeviceHouse()
    try await house.putInEffect(ConfigurationFolder.devices(expires: "2026-12-25"))
    func warnings() -> [String] {
      house.screen.errors.split(separator: "\n").filter { $0.contains("device-certification-ends") }.map(String.init)
    }
    #expect(warnings().count == 1 && warnings()[0].contains("within-days=\"90\""))
    #expect(try await house.readiness()["devices"]?["ending"] == .array([]))
    house.time.advance(hours: 24 * 10)
    for _ in 0..<3 { await house.scene.gateway.devices.look() }
    #expect(warnings().count == 2 && warnings()[1].contains("within-days=\"30\""))
    let ending = try #require(try await house.readiness()["devices"]?["ending"]?.elements?.first)
    #expect(ending["id"]?.text == "example-hsm" && ending["daysLeft"] == .integer(24))
    #expect(try await house.metric("sealgate_device_certification_seconds_left") == "2116800")
  }

  @Test func `a store that stopped counts nothing, and says so`() async throws {
    let house = try await DeviceHouse()
    try await house.certify()
    try await house.putInEffect(ConfigurationFolder.devices(expires: "2026-11-20T13:00:00Z"))
    house.time.advance(hours: 2)
    house.store.stop()
    await house.scene.gateway.devices.look()
    #expect(house.screen.errors.contains("devices-not-watched"))
  }
}
