internal import CommandLineTools
internal import Cryptography
internal import Evidence
internal import Records
internal import X509

/// The report of EN 319 411-1 GEN-6.5.1-13A, filled in from the transcript. It says nothing that is not on record, so
/// whoever has the transcript can make it again, byte for byte.
struct CeremonyReport {
  static let format = "sealgate-ceremony-report-v1"
  static let editions = ["ETSI EN 319 411-1 V1.5.1 (2025-04)", "CA/Browser Forum TLS Baseline Requirements 2.2.6"]
  static let disclaimer =
    "Nothing here makes anybody qualified: qualified status is granted by a supervisory body, and this report is one "
    + "piece of evidence."

  let audit: Audit
  let traces: [StepTrace]
  let verdict: AuditVerdict

  var json: JSONValue {
    .object([
      "format": .string(CeremonyReport.format), "tool": .string("key-ceremony \(Product.version)"),
      "nature": .string(verdict.nature.rawValue), "verdict": .string(verdict.title),
      "editions": .array(CeremonyReport.editions.map(JSONValue.string)),
      "disclaimer": .string(CeremonyReport.disclaimer), "ceremony": ceremony, "roles": .array(roles),
      "devices": .array(devices), "keys": .array(keys), "certificates": .array(certificates),
      "outputs": .array(outputs), "steps": .array(steps), "remarks": .array(verdict.findings.map(\.json)),
      "notProven": .array(notProven.map(JSONValue.string)),
      "signatures": .array(script.reportSigners.map(JSONValue.string)),
    ])
  }

  var script: Script { audit.script }

  private var header: JSONValue { audit.bodies.first ?? .null }

  private var ceremony: JSONValue {
    let last = audit.lines.last?.record
    return .object([
      "name": .string(script.name), "purpose": .string(script.purpose), "kind": .string(script.kind.rawValue),
      "web": .bool(script.web), "demo": .bool(script.demo), "rehearsal": .bool(audit.rehearsal),
      "began": .string(audit.started.description), "ended": .optional(last?.time.description),
      "heldWith": header["tool"] ?? .null,
      "heldWithSHA256": audit.bodies.last { $0["toolSHA256"]?.text != nil }?["toolSHA256"] ?? .null,
      "script": digest(script.sha256), "records": .integer(Int64(audit.lines.count)),
      "lastRecord": last.map { digest($0.hash) } ?? .null,
      "baselineRequirements": script.web
        ? .string(
          "CA/B BR 6.1.1.1: the key generation script is the script named here. Who witnessed or recorded the whole, "
            + "and the auditor's opinion, are for the auditor's own report.") : .null,
    ])
  }

  /// In hexadecimal and as the words that were read aloud.
  private func digest(_ digest: Digest) -> JSONValue {
    .object(["hex": .string(digest.hex), "words": .string(DigestWords.words(digest).joined(separator: " "))])
  }

  private var roles: [JSONValue] {
    audit.people.all.map { person in
      let signed = zip(audit.lines, audit.bodies).filter { line, body in
        let kinds: Set<RecordKind> = [.stepApproved, .deviation, .transcriptSigned]
        return kinds.contains(line.record.kind) && body["person"]?.text == person.id
      }
      return .object([
        "id": .string(person.id), "name": .string(person.name), "organization": .optional(person.organization),
        "roles": .array(
          person.roles.map { role in
            .object([
              "role": .string(role.title), "isExternal": .bool(role == .externalWitness),
              "function": .string(role.function), "during": .string(role.duty.during),
              "after": .string(role.duty.after),
            ])
          }),
        "signsWith": .string(person.device.inReport), "publicKey": digest(person.key.facts.spkiSHA256),
        "evidence": .array(signed.map { .integer($0.0.record.sequence) }),
      ])
    }
  }

  private var devices: [JSONValue] {
    zip(audit.lines, audit.bodies).filter { $0.0.record.kind == .tokenOpened }.map { line, body in
      .object([
        "token": body["id"] ?? .null, "uri": body["uri"] ?? .null, "identity": body["token"] ?? .null,
        "record": .integer(line.record.sequence),
        "isDualControl": .bool(body["pin"]?["dualControl"] == .bool(true)),
        "dualControl": .string(CeremonyReport.dualControl(body["pin"])),
      ])
    }
  }

  /// Whether it takes two people at the device itself, by what is on record of its PIN; said plainly.
  private static func dualControl(_ pin: JSONValue?) -> String {
    guard pin?["dualControl"] == .bool(true) else {
      return "not at the device: one PIN activated it, and that two people agreed is enforced by this tool alone"
    }
    let custodians = (pin?["custodians"]?.elements ?? []).compactMap(\.text).joined(separator: ", ")
    return "at the device: its PIN is in parts that \(custodians) hold"
  }

  private var keys: [JSONValue] {
    traces.flatMap { trace in
      (trace.all(.keyGenerated) + trace.all(.wrappingKeyGenerated)).map { record, body, _ in
        let step = trace.step as? GenerateKey
        let fingerprint = body["spkiSHA256"]?.sha256
        return .object([
          "id": .string("\(body["label"]?.text ?? "?") (CKA_ID \(body["ckaID"]?.text ?? "?"))"),
          "algorithm": body["key"] ?? .null,
          "size": .integer(Int64(step?.kind.bits ?? (body["checkValue"] == nil ? 0 : 256))),
          "fingerprint": fingerprint.map(digest) ?? .null, "checkValue": body["checkValue"] ?? .null,
          "madeAt": .string(record.time.description),
          "step": .string(trace.step.id), "record": .integer(record.sequence),
          "device": body["attributes"]?["token"] ?? .null,
          "attributes": body["attributes"]?["attributes"] ?? body["attributes"] ?? .null,
          "settings": .array(trace.step.plan.map(\.json)),
          "protection": body["protection"] ?? .string("never-extractable"),
          "purpose": body["purpose"] ?? .string("ca"), "preGenerated": .bool(isPreGenerated(body)),
          "deviceEvidence": .string(deviceEvidence(for: trace.step.id)),
        ])
      }
    }
  }

  /// What the device itself said of the key of a step, where the ceremony took it in.
  private func deviceEvidence(for step: String) -> String {
    let found = traces.first { ($0.step as? AppraiseKey)?.key == step && $0.isDone }?.all(.witnessed).last?.body
    guard let claims = found?["claims"], case .object? = claims["signer"] else {
      return "none: that the device made it is what its module told the host"
    }
    let device = ["vendor", "model", "serial", "firmware"].compactMap { claims["device"]?[$0]?.text }
    return "\(claims["format"]?.text ?? "?"), signed by the device (\(device.joined(separator: ", "))), believed by "
      + (claims["signer"]?["anchor"]?.text ?? "nobody")
  }

  /// A CA key that nothing of this ceremony certifies or asks a certificate for is made for later (GEN-6.5.1-13B).
  private func isPreGenerated(_ body: JSONValue) -> Bool {
    if case .bool(let said)? = body["preGenerated"] { return said }
    guard body["purpose"] == nil || body["purpose"] == .string("ca") else { return false }
    return !traces.flatMap { $0.all(.intent) }.contains { $0.body["subjectKey"]?.text == body["spkiSHA256"]?.text }
  }

  private var certificates: [JSONValue] {
    traces.flatMap { trace in
      trace.all(.outcome).compactMap { record, _, blobs in
        guard let object = blobs.first?.content, let tbs = try? Certificate(der: object).tbsCertificate else {
          return nil
        }
        return .object([
          "step": .string(trace.step.id), "record": .integer(record.sequence),
          "subject": .string(tbs.subject.description), "issuer": .string(tbs.issuer.description),
          "serial": .string(tbs.serialNumber.description), "notBefore": .string("\(tbs.validity.notBefore)"),
          "notAfter": .string("\(tbs.validity.notAfter)"), "fingerprint": digest(Hash.digest(object)),
        ])
      }
    }
  }

  private var outputs: [JSONValue] {
    traces.flatMap { trace in
      trace.outputs.map { record, body, _ in
        .object([
          "name": .string(FilePath.name(of: body["path"]?.text ?? "")), "step": .string(trace.step.id),
          "sha256": body["contentSHA256"] ?? .null, "record": .integer(record.sequence),
        ])
      }
    }
  }

  private var steps: [JSONValue] {
    traces.enumerated().map { index, trace in
      .object([
        "number": .integer(Int64(index + 1)), "id": .string(trace.step.id),
        "verb": .string(type(of: trace.step).verb), "isDone": .bool(trace.isDone),
        "began": .optional(trace.lines.first?.record.time.description),
        "ended": .optional(trace.lines.last?.record.time.description),
        "approvedBy": .array(
          trace.all(.stepApproved).map { record, body, _ in
            .object([
              "person": body["person"] ?? .null, "role": body["role"] ?? .null,
              "record": .integer(record.sequence),
            ])
          }),
        "evidence": .array(trace.lines.filter { CeremonyReport.isShown($0.record.kind) }.map(CeremonyReport.evidence)),
      ])
    }
  }

  /// Records that no other part of the report shows.
  private static func isShown(_ kind: RecordKind) -> Bool {
    !RecordKind.beforeActing.union([
      .stepDone, .intent, .outcome, .outputWritten, .keyGenerated, .wrappingKeyGenerated, .serialsReserved,
    ])
    .contains(kind)
  }

  private static func evidence(_ record: SealedRecord, _ body: JSONValue, _ blobs: [Blob]) -> JSONValue {
    .object([
      "record": .integer(record.sequence), "kind": .string(record.kind.rawValue),
      "content": body.setting("monotonic", nil),
    ])
  }

  /// What a reader could take for shown and is not.
  private var notProven: [String] {
    var list = [
      "That the device behaves as its certificate of conformity says, and that it is the device of that certificate.",
      "That nobody else was in the room, and that the people are who the script says they are.",
      "The times, beyond that both clocks of the machine agreed; a time-stamp over the last record proves them.",
    ]
    let single = devices.filter { $0["isDualControl"] != .bool(true) }.compactMap { $0["token"]?.text }
    if !single.isEmpty {
      list.append(
        "Dual control at the device \(Set(single).sorted().joined(separator: ", ")): approvals are checked by this tool, "
          + "and not by the token.")
    }
    if audit.lines.contains(where: { ["backup-made", "share-entered"].contains($0.record.kind.rawValue) }) {
      list.append(
        "That no copy of a wrapping key remains: for backups by shares it was in the memory of the ceremony's machine.")
    }
    // What steps themselves say of it, such as copies that nobody could account for.
    list += audit.bodies.flatMap { $0["notProven"]?.elements ?? [] }.compactMap(\.text)
    list += audit.custody?.notProven ?? []
    let files = audit.people.all.filter { if case .keyFile = $0.device { true } else { false } }
    if !files.isEmpty {
      list.append(
        "That \(files.map(\.name).joined(separator: ", ")) signed in person: their keys are files, which can be copied."
      )
    }
    if audit.people.all.isEmpty { list.append("That anybody agreed: nobody signed anything.") }
    if verdict.nature != .ceremony { list.append("That there was a ceremony: this was a \(verdict.nature.rawValue).") }
    return list
  }
}

extension Script {
  /// Who signs the report, in words (GEN-6.5.1-14).
  var reportSigners: [String] { missingSigners([]) }
}

extension JSONValue {
  /// The same object with a member set, or taken out.
  func setting(_ name: String, _ value: JSONValue?) -> JSONValue {
    guard case .object(var members) = self else { return self }
    members[name] = value
    return .object(members)
  }
}
