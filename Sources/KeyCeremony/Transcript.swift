internal import DER
internal import Evidence
public import Records

/// The layout of a transcript: one line of canonical JSON for each record, with the content that it refers to.
///
///     {"blobs":["<base64>"],"hash":"<hex>","record":{"body":{…},"kind":"…","previous":"<hex>",…}}
///
/// `record` holds exactly the bytes that the chain hashes, so a line can be checked with a hash tool alone.
public enum Transcript {
  /// A record with the content beside it.
  public struct Line: Sendable, Hashable {
    public let record: SealedRecord
    public let blobs: [Blob]
  }

  /// Bytes; a ceremony of hundreds of steps stays far below.
  static let longest = 1 << 26

  static func write(_ record: SealedRecord, _ blobs: [Blob]) -> [UInt8] {
    let contents = JSONValue.array(blobs.map { .string(Base64.encode($0.content)) })
    var line: [UInt8] = []
    line += "{\"blobs\":".utf8
    line += contents.canonicalBytes()
    line += ",\"hash\":\"\(record.hash.hex)\",\"record\":".utf8
    line += record.canonicalBytes()
    line += "}\n".utf8
    return line
  }

  /// Reads a whole transcript and checks its chain, and that every content it names by digest is what was kept.
  ///
  /// - Throws: the first fault.
  public static func verified(_ bytes: [UInt8]) throws(ChainFault) -> [Line] {
    guard bytes.last == UInt8(ascii: "\n") else {
      throw ChainFault(record: 0, found: "no line end at the end of the file", required: "whole lines")
    }
    var verifier = ChainVerifier()
    var lines: [Line] = []
    for text in bytes.dropLast().split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      let number = verifier.state.sequence + 1
      guard let line = Line(Array(text)) else {
        throw ChainFault(record: number, found: "a line that is not of a transcript", required: "canonical JSON")
      }
      if let fault = verifier.check(line.record) { throw fault }
      let kept = Set(line.blobs.map(\.address))
      let named = Set(line.record.blobAddresses)
      guard kept == named else {
        throw ChainFault(
          record: number, found: "content with digests \(kept.map(\.hex).sorted())",
          required: "those that the record names, \(named.map(\.hex).sorted())")
      }
      lines.append(line)
    }
    return lines
  }
}

extension Transcript.Line {
  fileprivate init?(_ text: [UInt8]) {
    guard let value = JSONValue(canonical: text), let parts = value["record"], let contents = value["blobs"]?.elements,
      parts["schema"] == .integer(Int64(SealedRecord.schema)), case .integer(let sequence) = parts["sequence"],
      let previous = parts["previous"]?.text.flatMap(Transcript.sha256), let body = parts["body"],
      let time = parts["time"]?.text.flatMap({ Instant($0) }), let kind = parts["kind"]?.text,
      let hash = value["hash"]?.text.flatMap(Transcript.sha256)
    else { return nil }
    record = SealedRecord(
      sequence: sequence, previous: previous, time: time, kind: RecordKind(rawValue: kind),
      body: body.canonicalBytes(), hash: hash)
    blobs = contents.compactMap { $0.text.flatMap { Base64.decode($0) }.map { Blob($0) } }
    // Writing it again refuses members that nobody hashes.
    guard Transcript.write(record, blobs).dropLast().elementsEqual(text) else { return nil }
  }
}

extension Transcript {
  fileprivate static func sha256(_ hex: String) -> Digest? {
    Hex.decode(hex).flatMap { Digest(algorithm: .sha256, bytes: $0) }
  }
}
