import Evidence
import TestSupport
import Testing

@testable import SigningGateway

@Suite struct NonceLedgerTests {
  private let now = Sample.now

  @Test func `a nonce is for the requester that asked for it`() {
    var ledger = NonceLedger()
    let nonce = IssuedNonce(value: [7], requester: "a", expires: now.adding(seconds: NonceLedger.lifetime))
    let issued = ledger.issue([7], to: "a", at: now)
    #expect(issued == .issued(nonce))
    #expect(ledger.find([7], of: "a", at: now) == nonce)
    #expect(ledger.find([7], of: "b", at: now) == nil)
    #expect(ledger.find([8], of: "a", at: now) == nil)
  }

  @Test func `a nonce is good until it runs out, and not at that instant`() {
    var ledger = NonceLedger()
    _ = ledger.issue([7], to: "a", at: now)
    #expect(ledger.find([7], of: "a", at: now.adding(seconds: NonceLedger.lifetime - 1)) != nil)
    #expect(ledger.find([7], of: "a", at: now.adding(seconds: NonceLedger.lifetime)) == nil)
  }

  @Test func `a nonce is spent once`() {
    var ledger = NonceLedger()
    _ = ledger.issue([7], to: "a", at: now)
    let spent = [ledger.spend([7]), ledger.spend([7])]
    #expect(spent == [true, false])
    #expect(ledger.find([7], of: "a", at: now) == nil)
  }

  @Test func `no requester can fill the ledger, and what ran out makes room`() {
    var ledger = NonceLedger()
    for number in 0..<NonceLedger.most {
      _ = ledger.issue([UInt8(number >> 8), UInt8(number & 0xFF)], to: "a", at: now)
    }
    let refused = ledger.issue([9, 9, 9], to: "a", at: now)
    let another = ledger.issue([8, 8, 8], to: "b", at: now)
    let later = ledger.issue([9, 9, 9], to: "a", at: now.adding(seconds: NonceLedger.lifetime))
    #expect(refused == .tooMany)
    #expect(another != .tooMany)
    #expect(later != .tooMany)
  }

  @Test func `the endpoint gives a requester a nonce, and a stranger none`() async throws {
    let scene = try Scene()
    let reply = try await scene.send("POST", "/ca/v1/issuers/issuing/nonces")
    #expect(reply.status == 201)
    let nonce = try #require(reply.json["nonce"]?.text.flatMap { Hex.decode($0) })
    #expect(nonce.count == NonceLedger.octets)
    #expect(scene.gateway.nonces.find(nonce, of: "pipeline", at: Sample.now) != nil)
    #expect(try await scene.send("POST", "/ca/v1/issuers/issuing/nonces", as: [1]).status == 401)
    #expect(try await scene.send("POST", "/ca/v1/issuers/issuing/nonces", as: ConfigurationFolder.other).status == 403)
  }
}
