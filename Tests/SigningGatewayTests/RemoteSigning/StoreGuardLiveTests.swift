import Cryptography
import Evidence
import Foundation
import TestSupport
import Testing

@testable import SigningGateway

extension ServiceTests {
  @Test func `on a real token and disk, yesterday's copy is refused until two operators approve it`() async throws {
    let files = try TestCertificates.shared.get()
    let entries = try ["anna", "berta"].map { name in
      "\n  - {id: \(name), certificate-sha256: \(Hash.digest(try files.certificate(name)).hex)}"
    }
    let live = try await RemoteLiveService(more: "operators:" + entries.joined())
    func approve(_ subject: String, _ digest: String?) async throws {
      for name in ["anna", "berta"] {
        let body = JSONValue.object(["subject": .string(subject), "digest": .string(digest ?? "")])
        #expect(try await live.send("POST", "/operator/v1/approvals", body, as: name).status == 201)
      }
    }
    do {
      try await approve("configuration", live.service?.waitsFor?.hex)
      let credential = try await live.credential(of: "erika", key: "P-256", more: ["place": .string("wrapped")])
      let store = live.folder.appending(path: "gateway.db")
      let copy = live.folder.appending(path: "yesterday.db")
      await live.stop()
      try FileManager.default.copyItem(at: store, to: copy)
      try await live.start()
      let path = "/remote/v1/credentials/\(credential)"
      let gone = try await live.send(
        "POST", path + "/status",
        .object(["schema": .integer(1), "status": .string("destroyed"), "reason": .string("asked")]))
      #expect(gone.status == 200, "\(gone.json)")
      await live.stop()

      for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: store.path + suffix) }
      try FileManager.default.copyItem(at: copy, to: store)
      try await live.start()
      let refused = try await live.send("GET", path)
      #expect(refused.status == 503)
      let detail = refused.json["detail"]?.text ?? ""
      #expect(detail.contains("it is an older copy"), "\(detail)")
      #expect(live.screen.errors.contains("store-disputed"))
      let digest = detail.split(separator: " ").last.map(String.init)
      try await approve("store", digest)
      let shown = try await live.send("GET", path)
      #expect(shown.status == 200)
      #expect(shown.json["status"]?.text == "enabled")
      await live.stop()
      try await live.start()
      #expect(try await live.send("GET", path).status == 200)
      await live.stop()
    } catch {
      await live.stop()
      throw error
    }
  }
}
