import Cryptography
import DER
import Evidence
import Foundation
import RecordStores
import Records
import TestSupport
import Testing
import WebAuthn

@testable import SigningGateway

/// A store that was put back opens no signatory's key before two operators decide.
@Suite struct StoreGuardTests {
  private static let hash = Hash.digest([1]).bytes

  /// A store in a file, so that it can be copied and put back.
  private final class Shelf {
    let folder: URL
    private(set) var store: SQLiteStore?

    init() throws {
      folder = FileManager.default.temporaryDirectory.appending(path: "guard-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit {
      store?.close()
      try? FileManager.default.removeItem(at: folder)
    }

    var path: String { folder.appending(path: "gateway.db").path }

    func open(_ name: String = "gateway.db") throws -> SQLiteStore {
      close()
      let path = folder.appending(path: name).path
      let new = try SQLiteStore(path: path, create: !FileManager.default.fileExists(atPath: path)) { Sample.now }
      store = new
      return new
    }

    func close() {
      store?.close()
      store = nil
    }

    /// Copies the closed store under another name.
    func copy(to name: String) throws {
      close()
      try FileManager.default.copyItem(atPath: path, toPath: folder.appending(path: name).path)
    }
  }

  private static func destroy(_ credential: String, in scene: RemoteScene) async throws -> Scene.Reply {
    try await scene.send(
      "POST", "/remote/v1/credentials/\(credential)/status",
      .object(["schema": .integer(1), "status": .string("destroyed"), "reason": .string("asked")]),
      as: ConfigurationFolder.pipeline)
  }

  private static func approve(
    _ digest: Digest, _ subject: String, as name: String, in scene: RemoteScene
  ) async throws -> Int {
    try await scene.send(
      "POST", "/operator/v1/approvals", .object(["subject": .string(subject), "digest": .string(digest.hex)]),
      as: ConfigurationFolder.certificate(of: name)
    ).status
  }

  private static func ready(_ scene: RemoteScene) async throws -> Scene.Reply {
    try await scene.send("GET", "/readyz", as: nil, listener: "health")
  }

  /// A copy of the store in which a credential is enabled, and a release of it is not used; and the token, which knows that
  /// both are gone.
  private struct Yesterday {
    let token = FakeSubjectToken()
    let shelf: Shelf
    let credential: String
    let sad: String

    init() async throws {
      let shelf = try Shelf()
      self.shelf = shelf
      (credential, sad) = try await Yesterday.release(shelf, token)
      try shelf.copy(to: "yesterday.db")
      try await Yesterday.use(credential, sad, shelf, token)
      // As if the process were killed: nothing is written at a stop.
      shelf.close()
    }

    // A store is locked for as long as somebody holds it: each scene ends with its function.

    private static func release(_ shelf: Shelf, _ token: FakeSubjectToken) async throws -> (String, String) {
      let scene = try RemoteScene(store: try shelf.open(), token: token)
      let credential = try await scene.credential(more: ["place": .string("wrapped")])
      var passkey = try await scene.enrolPasskey()
      let sad = try await scene.release(credential, [StoreGuardTests.hash], with: &passkey)
      await scene.gateway.remote?.storeGuard.stop()
      return (credential, sad)
    }

    private static func use(
      _ credential: String, _ sad: String, _ shelf: Shelf, _ token: FakeSubjectToken
    ) async throws {
      let scene = try RemoteScene(store: try shelf.open(), token: token)
      let signed = try await scene.sign(credential, sad, [StoreGuardTests.hash])
      try #require(signed.status == 200, "\(signed.text)")
      let gone = try await StoreGuardTests.destroy(credential, in: scene)
      try #require(gone.status == 200, "\(gone.text)")
    }
  }

  @Test func `a destroyed credential and a spent release stay so when yesterday's copy is put back`() async throws {
    let yesterday = try await Yesterday()
    let before = yesterday.token.signatures
    let screen = CapturedScreen()
    let scene = try RemoteScene(
      store: try yesterday.shelf.open("yesterday.db"), token: yesterday.token,
      log: OperatorLog(screen.screen, json: true) { Sample.now })
    for _ in 0..<2 {
      let refused = try await scene.sign(yesterday.credential, yesterday.sad, [Self.hash])
      #expect(refused.status == 503, "\(refused.text)")
      #expect(refused.json["error"]?.text == "temporarily_unavailable")
    }
    let shown = try await scene.send(
      "GET", "/remote/v1/credentials/\(yesterday.credential)", as: ConfigurationFolder.pipeline)
    #expect(shown.status == 503)
    #expect(shown.json["detail"]?.text?.contains("it is an older copy") == true, "\(shown.text)")
    #expect(shown.json["detail"]?.text?.contains("no operators are configured; configure two") == true)
    #expect(yesterday.token.signatures == before)
    let ready = try await Self.ready(scene)
    #expect(ready.status == 503)
    #expect(ready.json["remoteSigning"]?["problem"]?.text?.contains("older copy") == true, "\(ready.text)")
    #expect(screen.errors.contains("store-disputed"))
    #expect(await scene.kinds().contains("store-disputed"))
    // A demonstration waives the approval of its configuration; not this one.
    await scene.gateway.remote?.storeGuard.tick()
    #expect(try await scene.sign(yesterday.credential, yesterday.sad, [Self.hash]).status == 503)
  }

  @Test func `two different operators decide, on record, and the token remembers the older store from then on`()
    async throws
  {
    let yesterday = try await Yesterday()
    let before = yesterday.token.data(StoreGuard.label).flatMap { StoreMark(bytes: $0) }
    let digest = try await Self.approveOnce(yesterday)

    // A restart finds the same dispute, with the approval it has.
    let scene = try RemoteScene(
      store: try yesterday.shelf.open("yesterday.db"), operators: ["anna", "berta"], token: yesterday.token)
    try await scene.gateway.changes.restore()
    // Another folder, so another configuration.
    for name in ["anna", "berta"] {
      #expect(try await Self.approve(scene.gateway.facts.configuration, "configuration", as: name, in: scene) == 201)
    }
    #expect(try await scene.sign(yesterday.credential, yesterday.sad, [Self.hash]).status == 503)
    #expect(scene.gateway.remote?.storeGuard.waitsFor == digest)
    #expect(try await Self.approve(digest, "store", as: "berta", in: scene) == 201)

    // What the operators took back is as it was that day.
    let signed = try await scene.sign(yesterday.credential, yesterday.sad, [Self.hash])
    #expect(signed.status == 200, "\(signed.text)")
    #expect(try await Self.ready(scene).json["remoteSigning"]?["problem"] == .null)
    #expect(await scene.kinds().contains("store-kept"))
    await scene.gateway.remote?.storeGuard.stop()
    let after = try #require(yesterday.token.data(StoreGuard.label).flatMap { StoreMark(bytes: $0) })
    #expect(after != before)
    #expect(try await scene.store.freshness(kept: after.bytes) == .fresh)
  }

  /// A run on the copy, in which one operator approves what waits, and both something else.
  private static func approveOnce(_ yesterday: Yesterday) async throws -> Digest {
    let scene = try RemoteScene(
      store: try yesterday.shelf.open("yesterday.db"), operators: ["anna", "berta"], token: yesterday.token)
    for name in ["anna", "berta"] {
      #expect(try await Self.approve(scene.gateway.facts.configuration, "configuration", as: name, in: scene) == 201)
    }
    #expect(try await scene.sign(yesterday.credential, yesterday.sad, [Self.hash]).status == 503)
    let digest = try #require(scene.gateway.remote?.storeGuard.waitsFor)
    let list = try await scene.send(
      "GET", "/operator/v1/approvals", as: ConfigurationFolder.certificate(of: "anna"))
    #expect(list.text.contains(digest.hex))
    #expect(try await Self.approve(Hash.digest([9]), "store", as: "anna", in: scene) == 201)
    #expect(try await Self.approve(Hash.digest([9]), "store", as: "berta", in: scene) == 201)
    #expect(try await scene.sign(yesterday.credential, yesterday.sad, [Self.hash]).status == 503)
    #expect(try await Self.approve(digest, "store", as: "anna", in: scene) == 201)
    #expect(try await Self.approve(digest, "store", as: "anna", in: scene) == 200)
    #expect(try await scene.sign(yesterday.credential, yesterday.sad, [Self.hash]).status == 503)
    await scene.gateway.remote?.storeGuard.stop()
    return digest
  }

  @Test func `a new store under a token that remembers another one signs nothing`() async throws {
    let token = FakeSubjectToken()
    let first = try RemoteScene(token: token)
    _ = try await first.credential()
    await first.gateway.remote?.storeGuard.stop()
    let scene = try RemoteScene(token: token)
    let made = try await scene.send(
      "POST", "/remote/v1/credentials", .object(["schema": .integer(1)]), as: ConfigurationFolder.pipeline)
    #expect(made.status == 503)
    #expect(scene.gateway.remote?.storeGuard.waitsFor != nil)
  }

  @Test func `a token that forgot its store, or remembers what is no mark, is noticed`() async throws {
    let token = FakeSubjectToken()
    let store = MemoryStore { Sample.now }
    let first = try RemoteScene(store: store, token: token)
    _ = try await first.credential()
    await first.gateway.remote?.storeGuard.stop()
    token.forget(StoreGuard.label)
    let forgotten = try RemoteScene(store: store, token: token)
    #expect(try await Self.destroy("x", in: forgotten).status == 503)
    #expect(forgotten.gateway.remote?.storeGuard.problem?.contains("keeps nothing of it any more") == true)
    try await token.writeData(label: StoreGuard.label, [1, 2, 3])
    let unreadable = try RemoteScene(store: store, token: token)
    #expect(try await Self.destroy("x", in: unreadable).status == 503)
    #expect(unreadable.gateway.remote?.storeGuard.problem?.contains("cannot be read") == true)
  }

  @Test func `the token follows the store in few writes, and a stop writes the last`() async throws {
    let scene = try RemoteScene()
    for _ in 0..<5 { _ = try await scene.credential() }
    #expect(scene.token.dataWrites <= 2)
    await scene.gateway.remote?.storeGuard.stop()
    let kept = scene.token.data(StoreGuard.label).flatMap { StoreMark(bytes: $0)?.sequence }
    #expect(try await kept == scene.store.lastSequence())
    #expect(scene.token.dataWrites <= 3)
  }

  @Test func `no answer waits for the token's memory, save that of a destruction`() async throws {
    let scene = try RemoteScene()
    let credential = try await scene.credential(more: ["place": .string("wrapped")])
    scene.token.refuseData()
    _ = try await scene.credential()
    let failed = try await Self.destroy(credential, in: scene)
    #expect(failed.status == 503)
    #expect(failed.json["detail"]?.text?.contains("the token could not be told") == true, "\(failed.text)")
    #expect(try await scene.store.kept("credential/\(credential)") == nil)
    scene.token.refuseData(false)
    #expect(try await Self.destroy(credential, in: scene).status == 200)
    let sequence = try await scene.store.lastSequence()
    #expect(scene.token.data(StoreGuard.label).flatMap { StoreMark(bytes: $0)?.sequence } == sequence)
  }
}
