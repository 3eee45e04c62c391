import Assembly
import Cryptography
import Evidence
import Records
import TestSupport
import Testing
import X509

@testable import SigningGateway

/// The rule as clients and operators meet it: through the router, over one store, from start to start.
@Suite struct TwoPersonRuleTests {
  /// A folder, a store, and one start of the gateway after the other over them.
  private final class House {
    let folder: ConfigurationFolder
    let store = StoppableStore { Sample.now }
    private(set) var scene: Scene
    private let subjectKey = try? TestKey(curve: .p256)

    init(_ operators: [String] = ["anna", "berta", "carla"], demo: Bool = true) async throws {
      folder = try ConfigurationFolder()
      try folder.write("gateway.yaml", ConfigurationFolder.text(demo: demo, operators: operators))
      scene = try Scene(over: folder, store: store, subjectKey: try #require(subjectKey))
      _ = try await scene.gateway.start([])
    }

    deinit { folder.remove() }

    /// A start with another file, or with the same one.
    func restart(_ operators: [String]? = nil, demo: Bool = true, more: String = "") async throws {
      if let operators {
        try folder.write("gateway.yaml", ConfigurationFolder.text(demo: demo, operators: operators, more: more))
      }
      scene = try Scene(over: folder, store: store, subjectKey: try #require(subjectKey))
      _ = try await scene.gateway.start([])
    }

    var digest: String { scene.gateway.facts.configuration.hex }

    func approve(_ name: String, _ digest: String? = nil, subject: String = "configuration") async throws -> Scene.Reply
    {
      let body = JSONValue.object(["subject": .string(subject), "digest": .string(digest ?? self.digest)])
      return try await scene.send(
        "POST", "/operator/v1/approvals", body.canonicalBytes(), as: ConfigurationFolder.certificate(of: name))
    }

    /// Whether a requester gets an answer; that of a decision that is not there.
    func serves() async throws -> Bool {
      let status = try await scene.send("GET", "/ca/v1/decisions?serial=41").status
      guard [404, 503].contains(status) else { throw Scene.Unusable(text: "status \(status)") }
      return status == 404
    }

    func readiness() async throws -> Scene.Reply { try await scene.send("GET", "/readyz", as: nil, listener: "health") }
  }

  /// A house whose first configuration anna and berta approved.
  private static func open() async throws -> House {
    let house = try await House()
    for name in ["anna", "berta"] { #expect(try await house.approve(name).status == 201) }
    #expect(try await house.serves())
    return house
  }

  private static func names(_ value: JSONValue?) -> [String] { (value?.elements ?? []).compactMap(\.text) }

  @Test func `the first start answers health and approvals alone, and says what it waits for`() async throws {
    let house = try await House()
    let calls = [
      ("POST", "/ca/v1/issuers/issuing/certificates"), ("POST", "/ca/v1/issuers/issuing/certificates:evaluate"),
      ("POST", "/ca/v1/issuers/issuing/serials"), ("POST", "/ca/v1/issuers/issuing/revocations"),
      ("POST", "/ca/v1/decisions/1/acceptance"), ("GET", "/ca/v1/decisions/1"), ("GET", "/ca/v1/decisions"),
    ]
    for (method, path) in calls {
      let reply = try await house.scene.send(method, path, Array(#"{"schema":1}"#.utf8))
      #expect(reply.status == 503, "\(path)")
      #expect(reply.json["type"]?.text == "urn:sealgate:problem:configuration-not-in-effect")
    }
    let reply = try await house.scene.send("GET", "/ca/v1/decisions")
    let finding = try #require(reply.json["findings"]?.elements?.first)
    #expect(finding["clause"]?.text == "EN 319 401 V3.2.1 (2026-01) REQ-7.7-03")
    #expect(finding["found"]?.text == "\(house.digest), approved by nobody")
    #expect(finding["required"]?.text == "approved by 2 different operators of: anna, berta, carla")
    #expect(reply.json["detail"]?.text?.hasSuffix("--subject configuration --digest \(house.digest)") == true)
    #expect(try await house.scene.send("GET", "/healthz", as: nil, listener: "health").status == 200)
    let ready = try await house.readiness()
    #expect(ready.status == 503)
    #expect(ready.json["status"]?.text == "not ready")
    #expect(ready.json["since"] == .null)
    #expect(ready.json["approval"]?.text == "waits for 2 more of: anna, berta, carla")
    #expect(await house.scene.kinds() == ["service-started", "configuration-loaded"])
    #expect(await house.store.records.first?.value?["approvedBy"] == nil)
  }

  @Test func `one operator is not enough, the same one twice neither, and two are`() async throws {
    let house = try await House()
    let first = try await house.approve("anna")
    #expect(first.status == 201)
    #expect(Self.names(first.json["approvedBy"]) == ["anna"] && first.json["inEffect"] == .bool(false))
    #expect(try await !house.serves())
    let again = try await house.approve("anna")
    #expect(again.status == 200)
    #expect(Self.names(again.json["approvedBy"]) == ["anna"] && again.json["inEffect"] == .bool(false))
    #expect(try await !house.serves())
    let second = try await house.approve("carla")
    #expect(second.status == 201)
    #expect(Self.names(second.json["approvedBy"]) == ["anna", "carla"] && second.json["inEffect"] == .bool(true))
    #expect(try await house.serves())
    #expect(
      await house.scene.kinds() == [
        "service-started", "configuration-loaded", "change-approved", "change-approved", "change-in-effect",
      ])
  }

  @Test func `an approval on record names subject, digest, operator and certificate`() async throws {
    let house = try await House()
    _ = try await house.approve("anna")
    let record = try #require(await house.store.records.last)
    let address = Hash.digest(ConfigurationFolder.certificate(of: "anna"))
    #expect(record.value?["subject"]?.text == "configuration" && record.value?["digest"]?.text == house.digest)
    #expect(record.value?["operator"]?.text == "anna")
    #expect(record.blobAddresses == [address])
    #expect(
      RecordLine.text(of: record).hasSuffix(
        "change-approved subject=configuration digest=\(house.digest) operator=anna"))
    _ = try await house.approve("berta")
    let effect = try #require(await house.store.records.last)
    #expect(RecordLine.text(of: effect).hasSuffix("digest=\(house.digest) approvers=anna,berta"))
    #expect(try await house.store.blob(address) == ConfigurationFolder.certificate(of: "anna"))
  }

  @Test(arguments: ["pipeline", "mallory"])
  func `whoever is no operator is turned away on record`(name: String) async throws {
    let house = try await House()
    for (method, body) in [("POST", #"{"subject":"configuration","digest":"\#(house.digest)"}"#), ("GET", "")] {
      let reply = try await house.scene.send(
        method, "/operator/v1/approvals", Array(body.utf8), as: ConfigurationFolder.certificate(of: name))
      #expect(reply.status == 403)
      #expect(reply.rules == ["etsi.en_319_401.req-7-7-03.operator_unknown"])
      #expect(await house.scene.kinds().last == "operator-refused")
      let record = try #require(await house.store.records.last?.value)
      #expect(record["configuration"]?.text == house.digest)
    }
    #expect(try await house.scene.send("GET", "/operator/v1/approvals", as: nil).status == 403)
  }

  @Test func `a second certificate over the same key makes no second operator`() async throws {
    let authority = try TestAuthority(root: "Clients", key: try TestKey(curve: .p256))
    let (key, other) = (try TestKey(curve: .p256), try TestKey(curve: .p256))
    let certificates = [
      try authority.issue("anna", key: key), try authority.issue("berta", key: key),
      try authority.issue("carla", key: other),
    ].map(\.derBytes)
    let house = try await House()
    var text = ConfigurationFolder.text(operators: ["anna", "berta", "carla"])
    for (name, certificate) in zip(["anna", "berta", "carla"], certificates) {
      let old = Hash.digest(ConfigurationFolder.certificate(of: name)).hex
      text = text.replacing(old, with: Hash.digest(certificate).hex)
    }
    try house.folder.write("gateway.yaml", text)
    try await house.restart()
    let body = Array(#"{"subject":"configuration","digest":"\#(house.digest)"}"#.utf8)
    var replies: [Scene.Reply] = []
    for certificate in certificates {
      replies.append(try await house.scene.send("POST", "/operator/v1/approvals", body, as: certificate))
    }
    #expect(replies.map(\.status) == [201, 403, 201])
    #expect(replies[1].rules == ["etsi.en_319_401.req-7-7-03.operator_key_shared"])
    #expect(Self.names(replies[2].json["approvedBy"]) == ["anna", "carla"])
    #expect(replies[2].json["inEffect"] == .bool(true))
    let approval = try #require(await house.store.records.first { $0.kind == .changeApproved }?.value)
    #expect(approval["key"]?.text == Hash.digest(try key.spki).hex)
  }

  @Test(arguments: [
    #"{"subject":"anchors","digest":"00"}"#, #"{"subject":"configuration"}"#,
    #"{"subject":"configuration","digest":"00"}"#,
    #"{"subject":"configuration","digest":"X","operator":"berta"}"#,
  ])
  func `an approval of nothing readable leaves no record`(body: String) async throws {
    let house = try await House()
    let body = body.replacing("X", with: house.digest)
    let reply = try await house.scene.send(
      "POST", "/operator/v1/approvals", Array(body.utf8), as: ConfigurationFolder.certificate(of: "anna"))
    #expect(reply.status == 400)
    #expect(await house.scene.kinds() == ["service-started", "configuration-loaded"])
  }

  @Test func `a changed configuration is refused until two operators of the old one approve it`() async throws {
    let house = try await Self.open()
    let old = house.digest
    try await house.restart(["mallory", "mate"])
    #expect(house.digest != old)
    #expect(try await !house.serves())
    for name in ["mallory", "mate"] { #expect(try await house.approve(name).status == 403) }
    #expect(try await !house.serves())
    _ = try await house.approve("carla")
    #expect(try await !house.serves())
    #expect(try await house.approve("anna").json["inEffect"] == .bool(true))
    #expect(try await house.serves())
    // From here on the new ones decide.
    #expect(try await house.approve("anna", old).status == 403)
    #expect(try await house.approve("mate", old).status == 201)
  }

  @Test func `a restart keeps what is in effect, with its approvers`() async throws {
    let house = try await Self.open()
    let before = try await house.readiness()
    try await house.restart()
    #expect(try await house.serves())
    let after = try await house.readiness()
    #expect(after.json["approvedBy"] == before.json["approvedBy"] && after.json["since"] == before.json["since"])
    let start = try #require(await house.store.records.last { $0.kind == .serviceStarted }?.value)
    #expect(Self.names(start["approvedBy"]) == ["anna", "berta"])
    #expect(start["since"]?.text == Sample.now.description)
  }

  @Test func `approvals may come before the restart`() async throws {
    let house = try await Self.open()
    try house.folder.write("gateway.yaml", ConfigurationFolder.text(operators: ["berta", "dora"]))
    let staged = try house.folder.read().digest.hex
    for name in ["berta", "carla"] {
      #expect(try await house.approve(name, staged).json["inEffect"] == .bool(false))
    }
    #expect(try await house.readiness().json["configuration"]?.text != staged)
    try await house.restart()
    #expect(house.digest == staged)
    #expect(try await house.serves())
    #expect(Self.names(try await house.readiness().json["approvedBy"]) == ["berta", "carla"])
  }

  @Test func `the way back to the configuration before needs new approvals`() async throws {
    let house = try await Self.open()
    try await house.restart(["anna", "berta"])
    for name in ["anna", "berta"] { _ = try await house.approve(name) }
    #expect(try await house.serves())
    try await house.restart(["anna", "berta", "carla"])
    #expect(try await !house.serves())
  }

  @Test func `a demo without operators cannot take the place of a configuration with some`() async throws {
    let house = try await Self.open()
    try await house.restart([])
    #expect(try await !house.serves())
    #expect(try await house.readiness().json["approval"]?.text == "waits for 2 more of: anna, berta, carla")
  }

  @Test func `a demo without operators serves at once, and says why`() async throws {
    let house = try await House([])
    #expect(try await house.serves())
    let ready = try await house.readiness()
    #expect(ready.status == 200)
    #expect(ready.json["approvedBy"] == .array([]))
    #expect(ready.json["approval"]?.text == "not needed: a demo without operators")
    #expect(await house.store.records.first?.value?["approvedBy"] == .array([]))
  }

  @Test func `readiness and every record name the approvers, and since when`() async throws {
    let house = try await Self.open()
    let scene = house.scene
    let granted = try await scene.issue(try scene.body(serial: try await scene.reserve()))
    #expect(granted.status == 201, "\(granted.text)")
    #expect(try await scene.issue(try scene.body(serial: [0x41])).status == 422)
    #expect(try await scene.issue(try scene.body(serial: [0x41]), as: Array("stranger".utf8)).status == 401)
    let evaluated = try await scene.send(
      "POST", "/ca/v1/issuers/issuing/certificates:evaluate", try scene.body(serial: [0x42]).canonicalBytes())
    let all = await house.store.records
    let start = try #require(all.firstIndex { $0.kind == .changeInEffect })
    let kinds = all.dropFirst(start + 1).map(\.kind.rawValue)
    #expect(
      kinds == ["serials-reserved", "intent", "outcome", "request-refused", "requester-refused"], "\(kinds)")
    // What was written before names the configuration that ran, and approvers that it did not have yet by no name.
    for record in all.prefix(start) where record.kind == .changeApproved {
      #expect(record.value?["configuration"]?.text == house.digest)
      #expect(record.value?["since"] == nil)
    }
    let records = all.dropFirst(start + 1).map { $0.value ?? .null }
    for place in [try await house.readiness().json, granted.json, evaluated.json] + records {
      #expect(place["configuration"]?.text == house.digest)
      #expect(Self.names(place["approvedBy"]) == ["anna", "berta"], "\(place)")
      #expect(place["since"]?.text == Sample.now.description)
    }
    let text = try await scene.send("GET", "/metrics", as: nil, listener: "health").text
    #expect(text.contains("sealgate_configuration_in_effect 1\n"))
  }

  @Test func `an exported decision brings the record that put its configuration in effect, and the certificates`()
    async throws
  {
    let house = try await Self.open()
    let reply = try await house.scene.issue(try house.scene.body(serial: try await house.scene.reserve()))
    let id = try #require(reply.json["decisionId"]?.text.flatMap { DecisionID($0) })
    let store = house.store
    let reader = DecisionReader(
      records: { sequence, limit throws(JournalError) in try await store.records(from: sequence, limit: limit) },
      blob: { address throws(JournalError) in try await store.blob(address) })
    let export = try #require(try await reader.export(id))
    #expect(
      export.records.map(\.kind.rawValue) == [
        "service-started", "configuration-loaded", "change-in-effect", "intent", "outcome",
      ])
    for name in ["anna", "berta"] {
      let certificate = ConfigurationFolder.certificate(of: name)
      #expect(export.blobs[Hash.digest(certificate)] == certificate)
    }
    #expect(export.faults == [])
  }

  @Test func `operators see what is in effect and what waits`() async throws {
    let house = try await Self.open()
    let (staged, devices) = (Hash.digest([1]).hex, Hash.digest([2]).hex)
    _ = try await house.approve("anna", staged)
    _ = try await house.approve("carla", devices, subject: "devices")
    let reply = try await house.scene.send(
      "GET", "/operator/v1/approvals", as: ConfigurationFolder.certificate(of: "berta"))
    #expect(reply.status == 200)
    #expect(Self.names(reply.json["operators"]) == ["anna", "berta", "carla"])
    let subjects = try #require(reply.json["subjects"]?.elements)
    #expect(subjects.compactMap { $0["subject"]?.text } == ["configuration", "devices", "store"])
    #expect(subjects[0]["inEffect"]?["digest"]?.text == house.digest)
    #expect(subjects[0]["open"]?.elements?.compactMap { $0["digest"]?.text } == [staged])
    #expect(subjects[1]["inEffect"] == .null)
    #expect(subjects[1]["open"]?.elements?.compactMap { $0["digest"]?.text } == [devices])
    try await house.restart(["anna", "dora"])
    let waiting = try await house.scene.send(
      "GET", "/operator/v1/approvals", as: ConfigurationFolder.certificate(of: "berta"))
    let open = try #require(waiting.json["subjects"]?.elements?.first?["open"]?.elements)
    #expect(open.compactMap { $0["digest"]?.text } == [staged, house.digest])
    #expect(open.map { $0["ready"] } == [.bool(false), .bool(true)])
  }

  @Test func `two approvals at the same time put it in effect once`() async throws {
    let house = try await House()
    let (scene, digest) = (house.scene, house.digest)
    let body = Array(#"{"subject":"configuration","digest":"\#(digest)"}"#.utf8)
    try await withThrowingTaskGroup(of: Int.self) { group in
      for name in ["anna", "berta", "carla", "anna", "berta", "carla"] {
        group.addTask {
          try await scene.send(
            "POST", "/operator/v1/approvals", body, as: ConfigurationFolder.certificate(of: name)
          ).status
        }
      }
      for try await status in group { #expect(status < 300) }
    }
    #expect(await scene.kinds().count { $0 == "change-in-effect" } == 1)
    #expect(try await house.serves())
    try await house.restart()
    #expect(try await house.serves())
  }

  @Test func `an approval that cannot be recorded counts for nothing`() async throws {
    let house = try await House()
    _ = try await house.approve("anna")
    house.store.stop()
    #expect(try await house.approve("berta").status == 503)
    #expect(try await house.readiness().json["approval"]?.text == "waits for 1 more of: anna, berta, carla")
  }
}
