import Attestation
import Evidence
import Records
import TestSupport
import Testing

@testable import SigningGateway

/// Certified keys judged again by what is known now.
@Suite struct ReappraisalTests {
  private static let rule = "etsi.en_319_411_2.sdp-6-5-1-02.device_differs"

  @Test func `a key whose device is another than the certified one now is refused, listed, and admitted again`()
    async throws
  {
    let house = try await DeviceHouse()
    let serials = [try await house.certify(), try await house.certify()].sorted()
    // The correction of the register says that firmware 7.2 was certified, and not the one that made the keys.
    try await house.putInEffect(ConfigurationFolder.devices(firmware: "7.2"))
    let result = try await house.get("devices/reappraise").json
    #expect(result["state"]?.text == "done" && result["reason"]?.text == "another register of devices is in effect")
    #expect(result["done"] == .integer(2) && result["total"] == .integer(2))
    #expect(result["refused"] == .integer(2) && result["changed"] == .integer(2))
    let key = try #require(result["keys"]?.elements?.first)
    #expect(key["serial"]?.text == serials[0] && key["verdict"]?.text == "refuse")
    #expect(key["findings"]?.elements?.compactMap { $0["rule"]?.text } == [Self.rule])
    let record = try #require(await house.store.records.last { $0.kind == .keysReappraised })
    #expect(result["record"] == .integer(record.sequence))
    #expect(record.value?["refused"]?.elements?.first?["rules"] == .array([.string(Self.rule)]))
    let address = try #require(record.blobAddresses.first)
    let report = try #require(try await house.store.blob(address))
    #expect(JSONValue(canonical: report)?["changed"]?.elements?.count == 2)

    // The device itself is in force: nothing is lost, and the keys are due nevertheless.
    #expect(await !house.kinds().contains("device-lost"))
    let work = try await house.get("devices/work").json
    #expect(work["due"] == .integer(2))
    let entry = try #require(work["entries"]?.elements?.first)
    #expect(entry["cause"]?.text == "the origin gate refuses the key now")
    #expect(entry["rules"] == .array([.string(Self.rule)]))
    #expect(entry["due"]?.text == Sample.now.adding(seconds: 86_400).description)
    #expect(house.screen.errors.contains("keys-reappraised changed=\"2\" keys=\"2\" refused=\"2\""))

    // Asked again, nothing changes, and the time to revoke runs on from the first refusal.
    house.time.advance(hours: 1)
    let again = try await house.reappraise()
    #expect(again["changed"] == .integer(0) && again["refused"] == .integer(2))
    #expect(again["reason"]?.text == "operator anna asked")
    try await house.revoke(serials[0])
    let rest = try await house.get("devices/work").json["entries"]?.elements
    #expect(rest?.compactMap { $0["serial"]?.text } == [serials[1]])
    #expect(rest?.first?["since"]?.text == Sample.now.description)

    try await house.putInEffect(ConfigurationFolder.devices(expires: "2031-01-01"))
    let back = try await house.get("devices/reappraise").json
    #expect(back["changed"] == .integer(1) && back["refused"] == .integer(0))
    #expect(back["keys"]?.elements?.first?["verdict"]?.text == "admit")
    #expect(try await house.get("devices/work").json["due"] == .integer(0))
  }

  @Test func `a restart under the register that the keys were appraised by appraises nothing`() async throws {
    let house = try await DeviceHouse()
    try await house.certify()
    try await house.putInEffect(ConfigurationFolder.devices(expires: "2031-01-01"))
    #expect(await house.kinds().count { $0 == "keys-reappraised" } == 1)
    try await house.restart()
    await house.scene.gateway.devices.reappraised()
    #expect(await house.kinds().count { $0 == "keys-reappraised" } == 1)
  }

  @Test func `a restart with the configuration of the last run appraises nothing, and with other devices it does`()
    async throws
  {
    let house = try await DeviceHouse()
    try await house.certify()
    // A minute goes by.
    await house.scene.gateway.devices.look()
    try await house.restart()
    await house.scene.gateway.devices.reappraised()
    #expect(await !house.kinds().contains("keys-reappraised"))
    try house.folder.write("devices.yaml", ConfigurationFolder.devices(firmware: "7.2"))
    // Twice: what nobody approved yet was in effect for nothing.
    for _ in 0..<2 { try await house.restart() }
    for name in ["anna", "berta"] {
      _ = try await house.approve(name, "configuration", house.scene.gateway.facts.configuration.hex)
    }
    await house.scene.gateway.devices.reappraised()
    #expect(try await house.get("devices/reappraise").json["refused"] == .integer(1))
  }

  @Test func `a start with other anchors or advisories appraises the keys, once`() async throws {
    let house = try await DeviceHouse()
    try await house.certify()
    try house.folder.write(
      "advisories.yaml",
      """
      schema: 1
      advisories:
        - {id: X-1, kind: advisory, title: Something, vendor: Other, source: https://example.test/x, date: 2026-11-01T00:00:00Z}
      """)
    try house.folder.write(
      "gateway.yaml",
      ConfigurationFolder.text(
        operators: ["anna", "berta", "carla"], more: "attestation: {advisories: advisories.yaml}"))
    for _ in 0..<2 { try await house.restart() }
    #expect(await !house.kinds().contains("keys-reappraised"), "nobody approved it yet")
    for name in ["anna", "berta"] {
      _ = try await house.approve(name, "configuration", house.scene.gateway.facts.configuration.hex)
    }
    await house.scene.gateway.devices.reappraised()
    let result = try await house.get("devices/reappraise").json
    #expect(result["reason"]?.text == "other anchors or advisories are in effect")
    #expect(result["done"] == .integer(1) && result["refused"] == .integer(0))
    try await house.restart()
    await house.scene.gateway.devices.reappraised()
    #expect(await house.kinds().count { $0 == "keys-reappraised" } == 1)
  }

  @Test func `refusals survive a restart`() async throws {
    let house = try await DeviceHouse()
    try await house.certify()
    try await house.putInEffect(ConfigurationFolder.devices(firmware: "7.2"))
    try await house.restart()
    #expect(try await house.get("devices/work").json["due"] == .integer(1))
  }

  @Test func `evidence that is not on record proves nothing`() async throws {
    let house = try await DeviceHouse()
    let serial = try await house.certify()
    let number = try #require(SerialNumber(hex: serial))
    let entry = try #require(try await house.store.certificate(number, isPrecertificate: false)?.entry)
    let lost = CertificateEntry(issuer: entry.issuer, serial: entry.serial, device: entry.device, decision: .random())
    let reappraiser = Reappraiser(store: house.store, demo: true, appraisal: AppraisalSettings(), terms: [:])
    let devices = try await house.scene.gateway.devices.register.inEffect().document
    #expect(try await reappraiser.judge(entry, devices: devices, at: Sample.now).findings.isEmpty)
    let findings = try await reappraiser.judge(lost, devices: devices, at: Sample.now).findings
    #expect(findings.map(\.rule) == ["sealgate.origin.any.evidence_unreadable"])
    #expect(findings.first?.found == "its decision is not on record")
  }
}
