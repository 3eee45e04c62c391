import Evidence
import TestSupport
import Testing

@testable import Attestation

/// What tests look at in an appraised key.
struct AppraisalOutcome: CustomStringConvertible {
  let key: AttestedKey

  /// Appraises a statement of one key, at the time of all samples.
  init(_ statement: Statement, anchors: [Anchor] = [], now: Instant = Sample.now) throws {
    let terms = AppraisalTerms(anchors: .shipped.adding(anchors), now: now)
    let keys = try Formats.appraise(statement, under: terms)
    key = try #require(keys.first)
    try #require(keys.count == 1)
  }

  /// Parts as files of the vectors' `attestation`.
  static func vectors(
    format: String? = nil, _ files: [String: String], chain: [String] = [], anchors: [Anchor] = [],
    now: Instant = Sample.now
  ) throws -> AppraisalOutcome {
    let parts = try files.mapValues { try Vectors.bytes("attestation/\($0)") }
    let more = try chain.map { try Vectors.bytes("attestation/\($0)") }
    return try AppraisalOutcome(
      try Statement(format: format, parts: parts, chain: more), anchors: anchors, now: now)
  }

  /// The keys of certificates in a file of the vectors, as an operator adds them.
  static func operatorAnchors(_ file: String) throws -> [Anchor] {
    try Anchor.added(from: try Vectors.bytes("attestation/\(file)"), name: file, roles: [.manufacturer])
  }

  var problems: [AppraisalProblem.Kind] { key.problems.map(\.kind) }
  var weaknesses: Set<EvidenceWeakness.Kind> { Set(key.weaknesses.map(\.kind)) }

  /// The values of some claims, in order.
  func claims(_ names: ClaimName...) -> [Truth] { names.map { key[$0].value } }

  var description: String { "\(key.problems), \(key.weaknesses)" }
}
