import Cryptography
import Documents
import Evidence
import Foundation
import Glibc
import PolicyGates
import RecordStores
import Records
import X509

/// Processor time of the parts of a request, each alone.
struct Parts {
  let sample: Sample
  let milliseconds: Int64

  /// Nanoseconds of processor time by part.
  func measure() async throws -> [String: Int64] {
    var parts: [String: Int64] = [:]
    // What the endpoint does with a body: strict JSON, and the digest that names the request.
    parts["body"] = try time { Hash.digest(try Document(json: sample.body).jsonValue().canonicalBytes()).bytes.count }
    parts["tbs"] = try time { try TBSCertificate(der: sample.tbs).extensions.count }
    parts["proofOfPossession"] = try time {
      guard try CertificationRequest(der: sample.csr).provesPossession() else { throw Sample.wrong("the CSR") }
      return 1
    }
    let evidence = try sample.evidence()
    parts["gates"] = try time {
      let evaluation = CertificateGates.evaluate(evidence)
      guard evaluation.admits else { throw Sample.wrong("the evidence: \(evaluation.findings)") }
      return evaluation.gates.count
    }
    for (name, signed) in sample.signed {
      parts["verify-\(name)"] = try time {
        guard try signed.certificate.isSigned(by: signed.key) else { throw Sample.wrong("a signature") }
        return 1
      }
    }
    parts["commit"] = try await commit()
    return parts
  }

  private func time(_ body: () throws -> Int) throws -> Int64 { try Parts.time(milliseconds, body) }

  /// The median over batches of one call's processor time. `body` returns something, so that it cannot be left out.
  static func time(_ milliseconds: Int64, _ body: () throws -> Int) throws -> Int64 {
    var batches: [Int64] = []
    let end = Parts.now(CLOCK_MONOTONIC) + milliseconds * 1_000_000
    var sum = 0
    repeat {
      let start = Parts.now(CLOCK_PROCESS_CPUTIME_ID)
      for _ in 0..<20 { sum &+= try body() }
      batches.append((Parts.now(CLOCK_PROCESS_CPUTIME_ID) - start) / 20)
    } while Parts.now(CLOCK_MONOTONIC) < end
    guard sum > 0 else { throw Sample.wrong("a part that does nothing") }
    return batches.sorted()[batches.count / 2]
  }

  /// Intent and outcome with 32 decisions at a time, which share commits.
  private func commit() async throws -> Int64 {
    let tbs = sample.tbs
    return try await Parts.commit(milliseconds) { journal in try await Parts.decide(tbs, journal) }
  }

  /// Processor time of one decision's records on SQLite, where 32 come at a time.
  static func commit(
    _ milliseconds: Int64, _ decide: @escaping @Sendable (Journal) async throws -> Void
  ) async throws -> Int64 {
    let folder = FileManager.default.temporaryDirectory.appending(path: "sealgate-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try SQLiteStore(path: folder.appending(path: "bench.db").path, create: true) { Parts.wallClock() }
    defer { store.close() }
    let journal = Journal(store)
    let rounds = max(1, milliseconds / 10)
    let start = Parts.now(CLOCK_PROCESS_CPUTIME_ID)
    for _ in 0..<rounds {
      try await withThrowingTaskGroup { group in
        for _ in 0..<32 { group.addTask { try await decide(journal) } }
        try await group.waitForAll()
      }
    }
    return (Parts.now(CLOCK_PROCESS_CPUTIME_ID) - start) / (rounds * 32)
  }

  private static func decide(_ tbs: [UInt8], _ journal: Journal) async throws {
    let decision = DecisionID.random()
    // Every request has a TBS and an application of its own; the rest is stored once.
    let own = tbs + Array(decision.text.utf8)
    let judgement = Judgement(
      decision: decision, request: Hash.digest(own), requester: "pipeline", issuer: "p256", policy: "qcp-n-qscd",
      event: "initial", serial: nil, subjectKey: nil, decidedAt: wallClock(),
      gates: ["Boundary", "Profile", "Issuer", "QSCD"], findings: [], configuration: Hash.digest([]), demo: true,
      evidence: [
        EvidenceItem("tbsCertificate", own), EvidenceItem("csr", tbs),
        EvidenceItem("application", Array(decision.text.utf8)),
      ])
    let key = KeyIdentity(ckaID: [1], spkiSHA256: Hash.digest([]))
    _ = try await journal.intend(
      Intent(judgement: judgement, key: key, scheme: .ecdsa(.sha256), messages: [own]))
    try await journal.conclude(Outcome(decision: decision, signedObject: own + own))
  }

  private static func now(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  static func wallClock() -> Instant { Instant(seconds: now(CLOCK_REALTIME) / 1_000_000_000) }
}

extension Sample {
  static func wrong(_ what: String) -> Unusable { Unusable(description: "\(what) is not what the bench needs") }
}
