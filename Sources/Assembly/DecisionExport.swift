internal import DER
public import Documents
public import Evidence
public import Records

/// One decision taken out of the log: its records as they were sealed, and every blob that they name.
///
/// It needs no store to be read, so that a decision can be judged again years later.
public struct DecisionExport: Sendable {
  public let decision: DecisionID
  /// By sequence: the start of the service that decided, and the decision's own.
  public let records: [SealedRecord]
  public let blobs: [Digest: [UInt8]]

  public static let format = "sealgate-decision"

  public init(decision: DecisionID, records: [SealedRecord], blobs: [Digest: [UInt8]]) {
    self.decision = decision
    self.records = records.sorted { $0.sequence < $1.sequence }
    self.blobs = blobs
  }

  public init(json bytes: [UInt8]) throws(DocumentError) {
    self = try Document(json: bytes).read(
      as: .object { fields throws(DocumentError) in
        let format = try fields.required("format", as: .string)
        guard format == DecisionExport.format else {
          throw fields.error("format", "expected \(DecisionExport.format)")
        }
        _ = try fields.required("schema", as: .integer(in: 1...1))
        let blobs = try fields.required("blobs", as: .map(of: .base64))
        var contents: [Digest: [UInt8]] = [:]
        for (address, content) in blobs {
          guard let digest = Digest(sha256: .string(address)) else {
            throw fields.error("blobs", "a name is no SHA-256 in hexadecimal digits")
          }
          contents[digest] = content
        }
        return DecisionExport(
          decision: try fields.required("decision", as: .text("a decision's id") { DecisionID($0) }),
          records: try fields.required("records", as: .list(of: SealedRecord.shape)), blobs: contents)
      })
  }

  public var json: JSONValue {
    .object([
      "format": .string(DecisionExport.format), "schema": .integer(1), "decision": .string(decision.text),
      "records": .array(
        records.map { record in
          .object([
            "record": JSONValue(canonical: record.canonicalBytes()) ?? .null, "hash": .string(record.hash.hex),
          ])
        }),
      "blobs": .object(
        Dictionary(
          blobs.map { ($0.key.hex, .string(Base64.encode($0.value))) }, uniquingKeysWith: { first, _ in first })),
    ])
  }

  /// What is not as it was sealed: each record against its hash and, where its neighbour is there too, the chain between
  /// them; each blob against its address. That the chain goes on from here to its end, only the whole log shows.
  public var faults: [String] {
    var faults: [String] = []
    var last: ChainState?
    for record in records {
      let follows = last.map { $0.sequence == record.sequence &- 1 } ?? false
      var state = follows ? last ?? ChainState(before: record) : ChainState(before: record)
      if let fault = state.check(record) { faults.append(fault.description) }
      last = ChainState(after: record)
      for address in record.blobAddresses where blobs[address] == nil {
        faults.append("record \(record.sequence): the blob \(address.hex) is absent, must be there")
      }
    }
    for (address, content) in blobs.sorted(by: { $0.key.hex < $1.key.hex }) where Blob(content).address != address {
      faults.append("blob \(address.hex): its content hashes to \(Blob(content).address.hex)")
    }
    return faults
  }
}

extension SealedRecord {
  fileprivate static var shape: FieldShape<SealedRecord> {
    .object { fields throws(DocumentError) in
      let draft = try fields.required("record", as: content)
      return SealedRecord(
        sequence: draft.sequence, previous: draft.previous, time: draft.time, kind: draft.kind, body: draft.body,
        hash: try fields.required("hash", as: .sha256))
    }
  }

  /// The record before its hash: the hash of the one before stands in for it.
  private static var content: FieldShape<SealedRecord> {
    .object { fields throws(DocumentError) in
      let schema = Int64(SealedRecord.schema)
      _ = try fields.required("schema", as: .integer(in: schema...schema))
      let previous = try fields.required("previous", as: .sha256)
      return SealedRecord(
        sequence: try fields.required("sequence", as: .integer(in: 1...Int64.max)), previous: previous,
        time: try fields.required("time", as: .instant),
        kind: RecordKind(rawValue: try fields.required("kind", as: .string)),
        body: try fields.required("body", as: .json).canonicalBytes(), hash: previous)
    }
  }
}
