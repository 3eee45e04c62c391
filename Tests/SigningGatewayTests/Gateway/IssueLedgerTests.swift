import Evidence
import TestSupport
import Testing

@testable import SigningGateway

@Suite struct IssueLedgerTests {
  private typealias Ledger = IssueLedger<Nonce>

  private func nonce(_ value: [UInt8]) -> Nonce { Nonce(value: value) }

  private let now = Sample.now

  @Test func `a nonce is for the requester that asked for it`() {
    var ledger = Ledger()
    let issue = Issued(id: [7], content: nonce([7]), requester: "a", expires: now.adding(seconds: Ledger.lifetime))
    let issued = ledger.issue(nonce([7]), as: [7], to: "a", at: now)
    #expect(issued == .issued(issue))
    #expect(ledger.find([7], of: "a", at: now) == issue)
    #expect(ledger.find([7], of: "b", at: now) == nil)
    #expect(ledger.find([8], of: "a", at: now) == nil)
  }

  @Test func `a nonce is good until it runs out, and not at that instant`() {
    var ledger = Ledger()
    _ = ledger.issue(nonce([7]), as: [7], to: "a", at: now)
    #expect(ledger.find([7], of: "a", at: now.adding(seconds: Ledger.lifetime - 1)) != nil)
    #expect(ledger.find([7], of: "a", at: now.adding(seconds: Ledger.lifetime)) == nil)
  }

  @Test func `a nonce is spent once`() {
    var ledger = Ledger()
    _ = ledger.issue(nonce([7]), as: [7], to: "a", at: now)
    let spent = [ledger.spend([7]), ledger.spend([7])]
    #expect(spent == [true, false])
    #expect(ledger.find([7], of: "a", at: now) == nil)
  }

  @Test func `of several, all are spent, and one that is gone is told`() {
    var ledger = Ledger()
    for id in [[7], [8], [9]] as [[UInt8]] { _ = ledger.issue(nonce(id), as: id, to: "a", at: now) }
    let first = ledger.spend(all: [[7], [8]])
    let second = ledger.spend(all: [[8], [9]])
    #expect(first)
    #expect(!second)
    #expect(ledger.find([9], of: "a", at: now) == nil)
    let none = ledger.spend(all: [])
    #expect(none)
  }

  @Test func `no requester can fill the ledger, and what ran out makes room`() {
    var ledger = Ledger()
    for number in 0..<Ledger.most {
      _ = ledger.issue(nonce([]), as: [UInt8(number >> 8), UInt8(number & 0xFF)], to: "a", at: now)
    }
    let refused = ledger.issue(nonce([9]), as: [9, 9, 9], to: "a", at: now)
    let another = ledger.issue(nonce([8]), as: [8, 8, 8], to: "b", at: now)
    let later = ledger.issue(nonce([9]), as: [9, 9, 9], to: "a", at: now.adding(seconds: Ledger.lifetime))
    #expect(refused == .tooMany)
    #expect(another != .tooMany)
    #expect(later != .tooMany)
  }

  @Test func `the endpoint gives a requester a nonce, and a stranger none`() async throws {
    let scene = try Scene()
    let reply = try await scene.send("POST", "/ca/v1/issuers/issuing/nonces")
    #expect(reply.status == 201)
    let nonce = try #require(reply.json["nonce"]?.text.flatMap { Hex.decode($0) })
    #expect(nonce.count == Nonce.octets)
    #expect(scene.gateway.nonces.find(nonce, of: "pipeline", at: Sample.now) != nil)
    #expect(try await scene.send("POST", "/ca/v1/issuers/issuing/nonces", as: [1]).status == 401)
    #expect(try await scene.send("POST", "/ca/v1/issuers/issuing/nonces", as: ConfigurationFolder.other).status == 403)
  }
}
