internal import Cryptography
internal import DER
internal import Evidence
internal import Records
internal import X509

/// A folder with all that a ceremony left, laid out so that plain tools can verify it.
///
/// Everything in it but the outputs, the signatures under the report and the README follows from script and transcript.
enum CeremonyBundle {
  static let outputs = "outputs"
  static let signatures = "report-signatures"
  static let folders = [outputs, signatures, "people", "approvals", "issuers"]
  static let readme = "README.md"
  static let reportFile = "report.json"
  static let pageFile = "report.html"

  /// The files that follow from script and transcript, by path.
  static func derived(_ report: CeremonyReport) -> [String: [UInt8]] {
    let audit = report.audit
    let json = report.json
    var files = [
      "script.yaml": audit.files.script, "transcript.jsonl": audit.files.transcript,
      reportFile: json.canonicalBytes(), pageFile: Array(ReportPage(report: json).html.utf8),
      "SHA256SUMS": checksums(report),
    ]
    for person in audit.people.all { files["people/\(person.id).pub.pem"] = person.publicKeyPEM }
    for (line, body) in zip(audit.lines, audit.bodies) {
      guard [.stepApproved, .deviation, .transcriptSigned].contains(line.record.kind),
        let id = body["person"]?.text, let person = audit.people[id]
      else { continue }
      let name = "approvals/\(line.record.sequence.padded)-\(id)"
      for (suffix, content) in signatureFiles(body, person) { files[name + suffix] = content }
    }
    for (step, issuer) in issuers(report) { files["issuers/\(step).pem"] = Array(issuer.pem.utf8) }
    return files
  }

  /// One signature for plain tools: what is signed, the signature, the key, and how to verify.
  static func signatureFiles(_ body: JSONValue, _ person: Person) -> [String: [UInt8]] {
    guard let statement = body["statement"]?.text.flatMap({ Base64.decode($0) }),
      let signature = body["signature"].flatMap({ StatementSignature($0) })
    else { return [:] }
    var files = [".statement": statement, ".pub.pem": person.publicKeyPEM]
    switch signature {
    case .plain(let scheme, let bytes):
      files[".signed"] = statement
      files[".sig"] = bytes
      files[".how"] = Array("\(SignatureName(scheme)?.rawValue ?? "?")\n".utf8)
    case .fido2(let data, let client, let bytes):
      files[".authdata"] = data
      files[".client"] = client
      files[".signed"] = data + Hash.digest(client).bytes
      files[".sig"] = bytes
      files[".how"] = Array("\(person.scheme.flatMap { SignatureName($0) }?.rawValue ?? "?")\n".utf8)
    }
    return files
  }

  /// In the form of `sha256sum`: the outputs as they were written.
  private static func checksums(_ report: CeremonyReport) -> [UInt8] {
    let lines = report.traces.flatMap { trace in
      trace.outputs.compactMap { _, body, _ in
        body["contentSHA256"]?.text.map { "\($0)  \(outputs)/\(FilePath.name(of: body["path"]?.text ?? ""))\n" }
      }
    }
    return Array(lines.joined().utf8)
  }

  /// The certificates of the keys that signed, where they are not the signed certificate itself, by step.
  static func issuers(_ report: CeremonyReport) -> [(step: String, issuer: Certificate)] {
    report.traces.compactMap { trace in
      guard let intent = trace.all(.intent).last else { return nil }
      let items = intent.body["evidence"]?.elements ?? []
      // A list or an answer has a signer of its own where the CA lets somebody speak for it.
      let found = ["signerCertificate", "issuerCertificate"].compactMap { name in
        items.first { $0["name"]?.text == name }?["sha256"]?.sha256
      }
      guard let address = found.first, let blob = intent.blobs.first(where: { $0.address == address }),
        let certificate = try? Certificate(der: blob.content)
      else { return nil }
      return (trace.step.id, certificate)
    }
  }
}

extension Person {
  var publicKeyPEM: [UInt8] { Array(PEM(label: "PUBLIC KEY", bytes: key.facts.spki).text.utf8) }
}

extension Int64 {
  /// With zeros in front, so that names sort as numbers do.
  fileprivate var padded: String {
    let digits = String(self)
    return String(repeating: "0", count: Swift.max(0, 4 - digits.count)) + digits
  }
}

/// A signature under the report, as its file in `report-signatures` holds it.
struct ReportSignature {
  static func statement(
    _ audit: Audit, json: [UInt8], page: [UInt8], by person: Person, as role: Role, at now: Instant
  ) -> SignedStatement {
    SignedStatement(
      act: .report(json: Hash.digest(json), page: Hash.digest(page)), ceremony: audit.script.name,
      script: audit.script.sha256, rehearsal: audit.rehearsal, step: nil, inputs: nil,
      transcript: audit.lines.last?.record.hash ?? Hash.digest([]), person: person.id, role: role, at: now)
  }

  static func body(_ statement: SignedStatement, _ signature: StatementSignature) -> JSONValue {
    .object([
      "person": .string(statement.person), "role": .string(statement.role.rawValue),
      "statement": .string(Base64.encode(statement.bytes)), "signature": signature.json,
    ])
  }
}
