import Evidence
import Foundation
import TestSupport
import Testing

/// Every file of the shared statements through the tool.
@Suite(.needsVectors) struct AttestVectorTests {
  @Test(arguments: AttestCase.all) func `a statement gets its verdict for its reason`(one: AttestCase) throws {
    let folder = try Folder()
    // When the newest of the statements was made.
    let now = try #require(Instant("2026-11-21T12:00:00Z"))
    let run = Run(["attest", "--json"] + (try one.words(folder)), at: now)
    let lines = run.objects
    #expect(lines.map { $0["verdict"] } == one.verdicts.map { .string($0) }, "\(run.output) \(run.errors)")
    #expect(run.code == (one.verdicts.allSatisfy { $0 == "accept" } ? 0 : 1))
    guard case .array(let reasons)? = lines.last?["reasons"] else {
      Issue.record("no reasons: \(run.output)")
      return
    }
    if let reason = one.reason {
      #expect(reasons.contains(.string(reason)), "\(reasons)")
    } else {
      #expect(reasons == [])
    }
  }

  @Test func `every file of the index is read by some case, or there is a reason why not`() {
    let listed = Set(Vectors.index("attestation").map(\.file))
    let used = Set(AttestCase.all.flatMap(\.files))
    #expect(listed.subtracting(used).subtracting(AttestCase.unused).sorted() == [])
    #expect(used.union(AttestCase.unused).subtracting(listed).sorted() == [])
  }
}
