internal import Cryptography
internal import DER
internal import Evidence
internal import Records

// The files: as they were when they were written, and what was signed is what they hold.
extension Audit {
  /// Whether what was signed is what was written, by the records alone.
  mutating func examineWritten(_ traces: [StepTrace]) {
    for trace in traces {
      let written = trace.all(.outputWritten)
      for (record, body, _) in written where body["path"]?.text == nil || body["contentSHA256"]?.text == nil {
        error("an output without a name or a digest", record.sequence)
      }
      guard let object = trace.all(.outcome).last?.blobs.first?.content, let last = written.last else { continue }
      let digests = Set(written.compactMap { $0.body["contentSHA256"]?.text })
      if digests.isDisjoint(with: Audit.forms(of: object)) {
        error(
          "what step \(trace.step.id) wrote is not what it signed", last.record.sequence,
          "the signed object stands in the transcript: write it out from there")
      }
    }
  }

  /// Whether the files are as they were written.
  mutating func examineFiles(_ traces: [StepTrace]) {
    guard let outputs = files.outputs else {
      let count = traces.map(\.outputs.count).reduce(0, +)
      if count > 0 { notice("\(count) file(s) of the ceremony were not handed over, and are not verified", nil) }
      return
    }
    var expected: Set<String> = []
    for (record, body, _) in traces.flatMap(\.outputs) {
      guard let path = body["path"]?.text, let digest = body["contentSHA256"]?.text else { continue }
      expected.insert(digest)
      examineFile(path, digest, record.sequence)
    }
    for name in outputs.keys.sorted() where files.outputsAreAll {
      guard !expected.contains(Hash.digest(outputs[name] ?? []).hex) else { continue }
      error("the file \(name) is of no step", nil, "it was altered, or does not belong here")
    }
  }

  private mutating func examineFile(_ path: String, _ digest: String, _ record: Int64) {
    guard let outputs = files.outputs else { return }
    guard !outputs.values.contains(where: { Hash.digest($0).hex == digest }) else { return }
    let name = path.split(separator: "/").last.map { String($0) } ?? path
    error(
      outputs[name] == nil ? "the output \(name) is missing" : "the output \(name) is not as it was written", record,
      "its SHA-256 was \(digest)")
  }

  /// Digests of the spellings in which a signed object is written to a file.
  private static func forms(of object: [UInt8]) -> Set<String> {
    let labels = ["CERTIFICATE", "X509 CRL", "CERTIFICATE REQUEST"]
    let texts = labels.map { Array(PEM(label: $0, bytes: object).text.utf8) }
    return Set(([object] + texts).map { Hash.digest($0).hex })
  }
}
