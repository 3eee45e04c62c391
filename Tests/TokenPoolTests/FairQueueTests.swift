import Evidence
import TestSupport
import Testing

@testable import TokenPool

/// The queue by reference: `#expect` cannot hold calls that mutate.
private final class Queue {
  private var queue: FairQueue<String>

  init(_ issuance: Int = 100, _ signatories: Int = 100) {
    queue = FairQueue { $0 == .issuance ? issuance : signatories }
  }

  var isEmpty: Bool { queue.isEmpty }
  func count(of work: WorkClass) -> Int { queue.count(of: work) }
  func push(_ job: String, for work: WorkClass) -> Bool { queue.push(job, for: work) }
  func pop() -> String? { queue.pop() }

  var drained: [String] {
    var jobs: [String] = []
    while let job = queue.pop() { jobs.append(job) }
    return jobs
  }
}

@Suite struct FairQueueTests {

  @Test(arguments: [(WorkClass.issuance, WorkClass.signatories), (.signatories, .issuance)])
  func `a flood of one class delays the other by one job at most`(flood: WorkClass, other: WorkClass) {
    // Wherever in the flood it comes.
    for served in 0...5 {
      let queue = Queue()
      for number in 1...50 { #expect(queue.push("flood \(number)", for: flood)) }
      for _ in 0..<served { _ = queue.pop() }
      #expect(queue.push("other", for: other))
      let next = [queue.pop(), queue.pop()]
      #expect(next.contains("other"), "after \(served)")
    }
  }

  @Test func `two floods are served in turn, each in its own order`() {
    let queue = Queue()
    for number in 1...3 {
      #expect(queue.push("a\(number)", for: .issuance))
      #expect(queue.push("b\(number)", for: .signatories))
    }
    #expect(queue.drained == ["a1", "b1", "a2", "b2", "a3", "b3"])
    #expect(queue.isEmpty)
  }

  @Test func `one class alone is served without a pause`() {
    let queue = Queue()
    for number in 1...3 { #expect(queue.push("b\(number)", for: .signatories)) }
    #expect(queue.drained == ["b1", "b2", "b3"])
  }

  @Test func `a full line refuses its own class alone`() {
    let queue = Queue(2, 1)
    #expect(queue.push("a1", for: .issuance) && queue.push("b1", for: .signatories))
    #expect(!queue.push("b2", for: .signatories))
    #expect(queue.push("a2", for: .issuance))
    #expect(!queue.push("a3", for: .issuance))
    #expect(queue.count(of: .issuance) == 2 && queue.count(of: .signatories) == 1)
    #expect(queue.pop() == "a1")
    #expect(queue.push("a3", for: .issuance))
    #expect(queue.drained == ["b1", "a2", "a3"])
  }

  @Test func `a line that is never empty keeps its order and its bound over thousands of jobs`() {
    let queue = Queue(3)
    for number in 1...2 { #expect(queue.push("\(number)", for: .issuance)) }
    for number in 3...5000 {
      #expect(queue.push("\(number)", for: .issuance))
      #expect(queue.pop() == "\(number - 2)")
      #expect(queue.count(of: .issuance) == 2)
    }
  }
}

@Suite struct FairPoolTests {
  @Test func `signatories that fill their line keep nobody else from the token`() async throws {
    let with = try await StubPool(lanes: 1, queue: 3)
    with.stub.set("sign held")
    let lane = with.pool.lane(for: .signatories)
    let key = with.key
    @Sendable func sign() async throws(TokenPoolError) -> [UInt8] {
      try await lane.sign(key: key, scheme: .ecdsa(.sha256), message: [1], form: .whole)
    }
    async let running = sign()
    #expect(await eventually { with.stub.calls("C_Sign") == 1 })
    async let first = sign()
    async let second = sign()
    async let third = sign()
    #expect(await eventually { with.pool.status.waitingSignatories == 3 })
    await #expect(throws: TokenPoolError.busy) { _ = try await sign() }
    #expect(with.pool.status.waiting == 0)
    async let issuance = with.sign()
    #expect(await eventually { with.pool.status.waiting == 1 })
    with.stub.set("sign held", 0)
    #expect(try await !issuance.isEmpty)
    _ = try await (running, first, second, third)
    with.pool.stop()
  }
}
