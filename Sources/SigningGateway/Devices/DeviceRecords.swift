internal import Evidence
internal import Records

extension RecordKind {
  /// An operator proposed a register of certified devices; the document is the record's blob.
  static let devicesProposed = RecordKind(rawValue: "devices-proposed")
  /// A device that certified keys rest on lost its status.
  static let deviceLost = RecordKind(rawValue: "device-lost")
  /// A device has the status again that it had lost.
  static let deviceRegained = RecordKind(rawValue: "device-regained")
  /// All keys that rest on devices were appraised again.
  static let keysReappraised = RecordKind(rawValue: "keys-reappraised")
}

/// A register that an operator proposed, as it stands on record.
struct DeviceProposal: Sendable, Hashable {
  /// SHA-256 over the document as it was sent: what two operators approve.
  let digest: Digest
  let proposer: String
  let at: Instant
  /// Against the register that was in effect then.
  let difference: JSONValue

  static func body(digest: Digest, proposer: Operator, difference: DeviceDiff) -> JSONValue {
    .object([
      "digest": .string(digest.hex), "document": .object(["sha256": .string(digest.hex)]),
      "operator": .string(proposer.id), "difference": difference.json,
    ])
  }

  /// Reads what `body` wrote; nil where it is something else.
  init?(_ record: SealedRecord) {
    guard let body = record.value, let digest = body["digest"]?.text.flatMap({ Digest(sha256: $0) }),
      let proposer = body["operator"]?.text, let difference = body["difference"]
    else { return nil }
    self.digest = digest
    self.proposer = proposer
    self.difference = difference
    at = record.time
  }
}

extension LostDevice {
  static func body(_ device: String, _ loss: DeviceLoss, certificates: Int, register: Digest) -> JSONValue {
    .object([
      "device": .string(device), "loss": .string(loss.rawValue), "certificates": .integer(Int64(certificates)),
      "register": .string(register.hex),
    ])
  }

  /// Reads what `body` wrote; nil where it is something else.
  init?(_ record: SealedRecord) {
    guard let body = record.value, let device = body["device"]?.text,
      let loss = body["loss"]?.text.flatMap({ DeviceLoss(rawValue: $0) })
    else { return nil }
    self.init(device: device, loss: loss, at: record.time)
  }
}

/// What `keys-reappraised` says for deadlines: which keys the origin gate refuses now. The findings are in its blob.
enum ReappraisalRecord {
  static func body(_ result: ReappraisalResult, appraisal: Digest, reason: String, report: Blob) -> JSONValue {
    .object([
      "register": .string(result.register.hex), "appraisal": .string(appraisal.hex), "reason": .string(reason),
      "at": .string(result.at.description),
      "keys": .integer(Int64(result.keys)), "changed": .integer(Int64(result.changed.count)),
      "refused": .array(
        result.refused.map { key in
          .object([
            "serial": .string(key.entry.serial.hex),
            "rules": .array(Set(key.findings.map(\.rule)).sorted().map(JSONValue.string)),
          ])
        }),
      "report": .object(["sha256": .string(report.address.hex)]),
    ])
  }

  /// Reads what `body` wrote; nil where it is something else.
  static func read(_ record: SealedRecord) -> (grounds: DeviceWatch.Grounds, refused: [(SerialNumber, [String])])? {
    guard let body = record.value, let register = body["register"]?.text.flatMap({ Digest(sha256: $0) }),
      let elements = body["refused"]?.elements
    else { return nil }
    let refused = elements.compactMap { key -> (SerialNumber, [String])? in
      guard let serial = key["serial"]?.text.flatMap({ SerialNumber(hex: $0) }),
        let rules = key["rules"]?.elements?.compactMap(\.text)
      else { return nil }
      return (serial, rules)
    }
    let appraisal = body["appraisal"]?.text.flatMap { Digest(sha256: $0) }
    return refused.count == elements.count ? (.init(register: register, appraisal: appraisal), refused) : nil
  }
}
