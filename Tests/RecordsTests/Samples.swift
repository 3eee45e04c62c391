import Cryptography
import Evidence

@testable import Records

/// Values that the tests share. The time is pinned.
enum Sample {
  static let now = Instant(seconds: 1_795_176_000)

  static func hash(_ text: String) -> Digest { Hash.digest(Array(text.utf8), .sha256) }

  static func decision(_ number: UInt8) -> DecisionID {
    guard let id = DecisionID(Hex.encode(Array(repeating: number, count: 16))) else { preconditionFailure() }
    return id
  }

  static func serial(_ number: UInt8) -> SerialNumber {
    guard let serial = SerialNumber(magnitude: [1, number]) else { preconditionFailure() }
    return serial
  }

  static func judgement(
    _ number: UInt8, serial: SerialNumber? = nil, request: String? = nil, issuer: String = "issuing",
    requester: String = "ra-1", subjectKey: Digest? = nil, evidence: [EvidenceItem] = []
  ) -> Judgement {
    Judgement(
      decision: decision(number), request: hash(request ?? "request \(number)"), requester: requester, issuer: issuer,
      policy: "qcp-n-qscd", event: "initial", serial: serial, subjectKey: subjectKey, decidedAt: now,
      gates: ["profile"],
      findings: [
        RecordedFinding(
          rule: "a.b", clause: "C 1", severity: "warning", field: "subject", found: "x \"y\"", required: "z")
      ],
      configuration: hash("configuration"), demo: true, evidence: evidence)
  }

  static func intent(
    _ number: UInt8, serial: SerialNumber? = nil, request: String? = nil, consumes: [Consumption] = []
  ) -> Intent {
    Intent(
      judgement: judgement(
        number, serial: serial, request: request, evidence: [EvidenceItem("csr", [0x30, number])]),
      key: KeyIdentity(ckaID: [0xAB], spkiSHA256: hash("key")), scheme: .ecdsa(.sha256), messages: [[1, 2, number]],
      consumes: consumes)
  }

  static func reservation(_ serials: [SerialNumber], subjectKey: Digest? = nil, expires: Instant? = nil) -> Entry {
    Journal.reservation(
      serials, issuer: "issuing", requester: "ra-1", subjectKey: subjectKey, at: now, expires: expires)
  }

  /// A chain of these entries, one second apart.
  static func chain(_ entries: [Entry]) -> [SealedRecord] {
    var state = ChainState.empty
    return entries.enumerated().map { state.seal($1, at: now.adding(seconds: Int64($0))) }
  }
}

extension SealedRecord {
  /// The record with some members changed and, unless asked otherwise, the old hash.
  func altered(
    sequence: Int64? = nil, previous: Digest? = nil, time: Instant? = nil, kind: RecordKind? = nil,
    body: [UInt8]? = nil, hash: Digest? = nil
  ) -> SealedRecord {
    SealedRecord(
      sequence: sequence ?? self.sequence, previous: previous ?? self.previous, time: time ?? self.time,
      kind: kind ?? self.kind, body: body ?? self.body, hash: hash ?? self.hash)
  }
}
