import Cryptography
import Evidence
import Records
import Synchronization
import TestSupport
import Testing

@testable import SigningGateway

/// A gateway with three operators whose configuration anna and berta approved, at a time that the test sets.
final class DeviceHouse {
  /// The time, for the gateway and its records.
  final class Time: Sendable {
    private let value = Mutex(Sample.now)

    var now: Instant { value.withLock { $0 } }

    func advance(hours: Int64) { value.withLock { $0 = $0.adding(seconds: hours * 3600) } }
  }

  let folder: ConfigurationFolder
  let store: StoppableStore
  let time = Time()
  let screen = CapturedScreen()
  private(set) var scene: Scene
  private let subjectKey: TestKey

  init(more: String = "") async throws {
    folder = try ConfigurationFolder()
    try folder.write("gateway.yaml", ConfigurationFolder.text(operators: ["anna", "berta", "carla"], more: more))
    let time = time
    store = StoppableStore { time.now }
    subjectKey = try TestKey(curve: .p256)
    scene = try DeviceHouse.scene(folder, store, subjectKey, time, screen)
    _ = try await scene.gateway.start(try folder.read().reviewedFiles)
    for name in ["anna", "berta"] {
      #expect(try await approve(name, "configuration", scene.gateway.facts.configuration.hex).status == 201)
    }
  }

  deinit { folder.remove() }

  private static func scene(
    _ folder: ConfigurationFolder, _ store: StoppableStore, _ key: TestKey, _ time: Time, _ screen: CapturedScreen
  ) throws -> Scene {
    try Scene(
      over: folder, store: store, subjectKey: key,
      log: OperatorLog(screen.screen, json: false, clock: { Sample.now }), clock: { time.now })
  }

  /// A new start over the same store, with the folder as it is now.
  func restart() async throws {
    scene = try DeviceHouse.scene(folder, store, subjectKey, time, screen)
    _ = try await scene.gateway.start(try folder.read().reviewedFiles)
  }

  // MARK: - What operators do

  func approve(_ name: String, _ subject: String, _ digest: String) async throws -> Scene.Reply {
    let body = JSONValue.object(["subject": .string(subject), "digest": .string(digest)])
    return try await scene.send(
      "POST", "/operator/v1/approvals", body.canonicalBytes(), as: ConfigurationFolder.certificate(of: name))
  }

  func propose(_ document: String, as name: String = "anna") async throws -> Scene.Reply {
    let body = JSONValue.object(["schema": .integer(1), "document": .string(document)])
    return try await scene.send(
      "POST", "/operator/v1/devices/imports", body.canonicalBytes(), as: ConfigurationFolder.certificate(of: name))
  }

  /// Proposes a register and has two operators approve it.
  func putInEffect(_ document: String) async throws {
    let digest = Hash.digest(Array(document.utf8)).hex
    #expect(try await propose(document).status == 201)
    for name in ["berta", "carla"] { #expect(try await approve(name, "devices", digest).status == 201) }
    await scene.gateway.devices.reappraised()
  }

  func get(_ path: String, as name: String = "anna") async throws -> Scene.Reply {
    try await scene.send("GET", "/operator/v1/\(path)", as: ConfigurationFolder.certificate(of: name))
  }

  func reappraise() async throws -> JSONValue {
    let reply = try await scene.send(
      "POST", "/operator/v1/devices/reappraise", Array("{}".utf8), as: ConfigurationFolder.certificate(of: "anna"))
    #expect(reply.status == 201, "\(reply.text)")
    await scene.gateway.devices.reappraised()
    return try await get("devices/reappraise").json
  }

  // MARK: - What a requester does

  /// Asks for a certificate over the subject's key, which the device holds; returns its serial number.
  @discardableResult
  func certify(_ status: Int = 201) async throws -> String {
    let serial = try await scene.reserve()
    let reply = try await scene.issue(try scene.body(serial: serial))
    #expect(reply.status == status, "\(reply.text)")
    return Hex.encode(serial)
  }

  func revoke(_ serial: String) async throws {
    let body = JSONValue.object([
      "schema": .integer(1), "serial": .string(serial), "reason": .string("cessationOfOperation"),
      "at": .string(time.now.description),
    ])
    let reply = try await scene.send("POST", "/ca/v1/issuers/issuing/revocations", body.canonicalBytes())
    #expect(reply.status == 201, "\(reply.text)")
  }

  // MARK: - What everybody sees

  func metric(_ name: String) async throws -> String? {
    let text = try await scene.send("GET", "/metrics", as: nil, listener: "health").text
    return text.split(separator: "\n").first { $0.hasPrefix("\(name) ") || $0.hasPrefix("\(name){") }
      .flatMap { $0.split(separator: " ").last.map(String.init) }
  }

  func readiness() async throws -> JSONValue {
    try await scene.send("GET", "/readyz", as: nil, listener: "health").json
  }

  func kinds() async -> [String] { await store.records.map(\.kind.rawValue) }
}
