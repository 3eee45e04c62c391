import Evidence
import TestSupport
import Testing

@testable import SigningGateway

private let target = "/ca/v1/issuers/issuing/certificates"

@Suite struct MessageTests {
  @Test(.needsVectors) func `no hostile JSON is granted, and none breaks the service`() async throws {
    let scene = try Scene()
    let rows = Vectors.index("corpora/json")
    #expect(rows.count > 300)
    for row in rows {
      let body = try Vectors.bytes("corpora/json/\(row.file)")
      let reply = try await scene.send("POST", target, body)
      #expect(reply.status == 400 || (reply.status == 413 && body.count > 65536), "\(row.file): \(reply.status)")
    }
    #expect(await scene.kinds() == [])
  }

  @Test func `an unknown member, a doubled one and a trailing comma are refused by path`() async throws {
    let scene = try Scene()
    func body(_ more: [String: JSONValue] = [:]) throws -> String {
      String(decoding: try scene.body(serial: [0x41], more: more).canonicalBytes(), as: UTF8.self)
    }
    let good = try body()
    #expect(good.hasPrefix("{") && good.hasSuffix("}"))
    for (text, problem) in try [
      (good.dropLast() + #","extra":1}"#, "$.extra"), (good.dropLast() + #","schema":1}"#, ""),
      (good.dropLast() + ",}", ""), (good + " 1", ""),
      (good.replacing(#""schema":1"#, with: #""schema":2"#), "$.schema"),
      (good.replacing(#""event":"initial""#, with: #""event":"first""#), "$.event"),
      (good.replacing(#""id":"A-1""#, with: #""id":1.5"#), "$.application.id"),
      (body(["application": .array([])]), "$.application"),
      (good.replacing(#""recordId":"REG-1""#, with: #""recordId":1"#), "$.application.registration.recordId"),
      (good.replacing(#""recordId":"REG-1""#, with: #""record":"1""#), "$.application.registration.record"),
      (good.replacing(#""signs":"approvals/0""#, with: #""signs":"all""#), "$.application.signatures[1].signs"),
      (body(["application": .object(["id": .string("A-1")])]), "$.application.schema"),
    ] {
      let reply = try await scene.send("POST", target, Array(text.utf8))
      #expect(reply.status == 400)
      #expect(reply.json["detail"]?.text?.hasPrefix(problem) == true, "\(reply.text)")
    }
  }

  @Test func `base64 that has two spellings is refused`() async throws {
    let scene = try Scene()
    for text in ["QQ", "QR==", "QQ==\n", "Q Q=", "-_==", ""] {
      let body = try scene.body(serial: [0x41], more: ["tbsCertificate": .string(text)])
      #expect(try await scene.issue(body).status == 400, "\(text)")
    }
  }

  @Test func `an oversized body, another content type and another method are told apart`() async throws {
    let scene = try Scene()
    #expect(try await scene.send("POST", target, Array(repeating: 0x20, count: 65537)).status == 413)
    #expect(try await scene.send("POST", target, [], type: "text/plain").status == 415)
    #expect(try await scene.send("POST", target, [], type: nil).status == 415)
    #expect(try await scene.send("POST", target, [], type: "application/json; charset=utf-8").status == 400)
    let method = try await scene.send("PUT", target)
    #expect(method.status == 405)
    #expect(method.header("Allow") == "POST")
    #expect(try await scene.send("POST", "/ca/v1/issuers/unheard-of/certificates").status == 404)
    #expect(try await scene.send("GET", "/ca/v2").status == 404)
  }

  @Test func `an attestation of no known format is refused by path`() async throws {
    let scene = try Scene()
    let body = try scene.body(serial: [0x41], more: ["attestation": .object(["format": .string("rumour")])])
    let reply = try await scene.issue(body)
    #expect(reply.status == 400)
    #expect(reply.json["detail"]?.text?.hasPrefix("$.attestation") == true)
  }

  @Test func `a problem document has the members of RFC 9457 and no others but findings`() {
    let problem = Problem(.notFound("nothing")).json
    guard case .object(let members) = problem else { return }
    #expect(Set(members.keys) == ["type", "title", "status", "detail", "findings"])
    #expect(members["type"] == .string("urn:sealgate:problem:not-found"))
    #expect(members["status"] == .integer(404))
  }
}
