internal import Cryptography
internal import Evidence
internal import Records

// A bundle: what follows from script and transcript is as it follows, and the report is signed.
extension Audit {
  mutating func examineBundle(_ report: CeremonyReport) {
    guard let bundle = files.bundle else { return }
    var expected = CeremonyBundle.derived(report)
    let reportFiles = [CeremonyBundle.reportFile, CeremonyBundle.pageFile]
    let isOfThisTool =
      bundle[CeremonyBundle.reportFile].flatMap { JSONValue(canonical: $0) }?["tool"] == report.json["tool"]
    for name in reportFiles where !isOfThisTool { expected[name] = nil }
    let signers = examineReportSignatures(bundle, &expected)
    if !isOfThisTool {
      let what = "the report was made by another version of this tool: only its signatures were verified"
      if signers.isEmpty {
        error(what + ", and there are none", nil, "make it anew: 'key-ceremony bundle'")
      } else {
        notice(what, nil)
      }
    }
    for (name, content) in expected.sorted(by: { $0.key < $1.key }) where bundle[name] != content {
      error(bundle[name] == nil ? "\(name) is missing" : "\(name) is not what follows from the transcript", nil)
    }
    let stamps = [TranscriptTimestamp.tokenFile, TranscriptTimestamp.anchorFile]
    let known = Set(expected.keys).union(reportFiles + stamps + [CeremonyBundle.readme])
    for name in bundle.keys.sorted() where !known.contains(name) && !name.hasPrefix("\(CeremonyBundle.outputs)/") {
      error("\(name) does not belong to the bundle", nil, "it was added, or altered")
    }
    for missing in people.all.isEmpty ? [] : script.missingSigners(signers) {
      let what = "the report is not signed by \(missing)"
      let advice = "EN 319 411-1 GEN-6.5.1-14: 'key-ceremony report sign'"
      if rehearsal || script.demo { notice(what, nil, advice) } else { error(what, nil, advice) }
    }
  }

  /// Returns who signed the report of the bundle. What else a signature brings with it is added to what is expected.
  private mutating func examineReportSignatures(
    _ bundle: [String: [UInt8]], _ expected: inout [String: [UInt8]]
  ) -> [Person] {
    var signers: [Person] = []
    let json = Hash.digest(bundle[CeremonyBundle.reportFile] ?? [])
    let page = Hash.digest(bundle[CeremonyBundle.pageFile] ?? [])
    let prefix = "\(CeremonyBundle.signatures)/"
    for name in bundle.keys.sorted() where name.hasPrefix(prefix) && name.hasSuffix(".json") {
      let content = bundle[name] ?? []
      guard let body = JSONValue(canonical: content), let given = RecordedSignature(body, people: people),
        name == "\(prefix)\(given.person.id).json", given.statement.script == script.sha256,
        given.statement.ceremony == script.name, given.statement.rehearsal == rehearsal,
        given.statement.act == .report(json: json, page: page), given.statement.transcript == lines.last?.record.hash
      else {
        error(
          "\(name) is no good signature over this report", nil, "by another key, or over another report or transcript")
        expected[name] = content
        continue
      }
      signers.append(given.person)
      expected[name] = content
      for (suffix, derived) in CeremonyBundle.signatureFiles(body, given.person) {
        expected["\(prefix)\(given.person.id)\(suffix)"] = derived
      }
    }
    return signers
  }
}
