import Cryptography
import Evidence
import Foundation
import Records
import Testing

/// Values that the tests share. The time is pinned.
enum Sample {
  static let now = Instant(seconds: 1_795_176_000)
  static let clock: @Sendable () -> Instant = { now }

  static func hash(_ text: String) -> Digest { Hash.digest(Array(text.utf8), .sha256) }

  static func decision(_ number: UInt8) throws -> DecisionID {
    try #require(DecisionID(Hex.encode(Array(repeating: number, count: 16))))
  }

  static func serial(_ number: UInt8) throws -> SerialNumber { try #require(SerialNumber(magnitude: [1, number])) }

  static func judgement(
    _ number: UInt8, serial: SerialNumber? = nil, request: String? = nil, issuer: String = "issuing",
    requester: String = "ra-1", subjectKey: Digest? = nil, policy: String = "qcp-n-qscd",
    certification: Certification? = nil
  ) throws -> Judgement {
    Judgement(
      decision: try decision(number), request: hash(request ?? "request \(number)"), requester: requester,
      issuer: issuer, policy: policy, event: "initial", serial: serial, subjectKey: subjectKey,
      certification: certification, decidedAt: now,
      gates: ["profile"], findings: [], configuration: hash("configuration"), demo: true,
      evidence: [EvidenceItem("csr", [0x30, number]), EvidenceItem("application", [])])
  }

  static func intent(
    _ number: UInt8, serial: SerialNumber? = nil, request: String? = nil, issuer: String = "issuing",
    requester: String = "ra-1", subjectKey: Digest? = nil, policy: String = "qcp-n-qscd",
    certification: Certification? = nil, consumes: [Consumption] = [], counts: [Consumption] = [],
    documents: [RegisterDocument] = []
  ) throws -> Intent {
    Intent(
      judgement: try judgement(
        number, serial: serial, request: request, issuer: issuer, requester: requester, subjectKey: subjectKey,
        policy: policy, certification: certification),
      key: KeyIdentity(ckaID: [0xAB], spkiSHA256: hash("key")), scheme: .ecdsa(.sha256), messages: [[1, 2, number]],
      consumes: consumes, counts: counts, documents: documents)
  }

  static func certification(
    subject: String? = "S-1", name: String = "name", isPrecertificate: Bool = false, precertificate: Digest? = nil,
    previous: SerialNumber? = nil, terms: Digest? = nil, acceptanceDue: Instant? = nil, device: String? = nil
  ) -> Certification {
    Certification(
      subjectName: hash("der of \(name)"), nameForm: hash(name), subjectID: subject, notBefore: now,
      notAfter: now.adding(seconds: 60), isPrecertificate: isPrecertificate, precertificate: precertificate,
      previous: previous, terms: terms, acceptanceDue: acceptanceDue, device: device)
  }

  /// A certificate of an inventory.
  static func entry(
    _ number: UInt8, name: String, subject: String?, issuer: String = "issuing", isPrecertificate: Bool = false
  ) throws -> CertificateEntry {
    CertificateEntry(
      issuer: issuer, serial: try serial(number), isPrecertificate: isPrecertificate,
      certificate: hash("certificate \(number)"), nameForm: hash(name), subjectID: subject)
  }

  static func reserve(
    _ serials: [SerialNumber], in journal: Journal, subjectKey: Digest? = nil, expires: Instant? = nil
  ) async throws {
    try await journal.reserve(
      serials, issuer: "issuing", requester: "ra-1", subjectKey: subjectKey, at: now, expires: expires)
  }

  static func succeeds(_ body: () async throws -> Void) async -> Bool {
    do {
      try await body()
      return true
    } catch {
      return false
    }
  }
}

func expectConflict(
  _ conflict: Conflict, sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async {
  await #expect(throws: JournalError.conflict(conflict), sourceLocation: sourceLocation) { try await body() }
}

/// A folder of its own for each test, gone with it.
final class TemporaryFolder: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "sealgate-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appending(path: name).path }
}
