public import Attestation
internal import Cryptography
internal import DER
public import Documents
public import Evidence

// How an operator's anchors and advisories are spelled: in a record, and advisories in a reviewed file too.

extension AppraisalSettings {
  /// Over everything that evidence is appraised against, the anchors and advisories of this build among it: under another
  /// digest the same evidence may be judged otherwise.
  public var digest: Digest {
    let all = terms(now: Instant(seconds: 0))
    var whole = self
    whole.anchors = all.anchors.anchors
    whole.advisories = all.advisories
    return Hash.digest(whole.json.canonicalBytes())
  }

  var json: JSONValue {
    var members: [String: JSONValue] = [
      "anchors": .array(anchors.map(\.json)), "advisories": .array(advisories.map(\.json)),
      "legacy": .array(legacy.map(\.rawValue).sorted().map(JSONValue.string)),
    ]
    members["evidenceArc"] = evidenceArc.map { .string("\($0)") }
    members["evidencePurpose"] = evidencePurpose.map { .string("\($0)") }
    return .object(members)
  }

  static var shape: FieldShape<AppraisalSettings> {
    .object { fields throws(DocumentError) in
      AppraisalSettings(
        anchors: try fields.required("anchors", as: .list(of: Anchor.shape)),
        advisories: try fields.required("advisories", as: .list(of: Advisory.shape)),
        evidenceArc: try fields.optional("evidenceArc", as: .objectIdentifier),
        evidencePurpose: try fields.optional("evidencePurpose", as: .objectIdentifier),
        legacy: Set(try fields.required("legacy", as: .list(of: .choice))))
    }
  }
}

extension Advisory {
  /// A reviewed file of advisories: `schema: 1` and `advisories`.
  public static var document: FieldShape<[Advisory]> {
    .object { fields throws(DocumentError) in
      _ = try fields.required("schema", as: .integer(in: 1...1))
      return try fields.required("advisories", as: .list(of: shape, count: 0...1000))
    }
  }

  static var shape: FieldShape<Advisory> {
    .object { fields throws(DocumentError) in
      Advisory(
        id: try fields.required("id", as: .string), kind: try fields.required("kind", as: .choice),
        title: try fields.required("title", as: .string), vendor: try fields.required("vendor", as: .string),
        models: try fields.optional("models", as: .list(of: .string)) ?? [],
        firmwareFrom: try fields.optional("firmwareFrom", as: .firmware),
        firmwareBelow: try fields.optional("firmwareBelow", as: .firmware),
        keyTypes: Set(try fields.optional("keyTypes", as: .list(of: .choice)) ?? []),
        source: try fields.required("source", as: .string), date: try fields.required("date", as: .instant))
    }
  }

  var json: JSONValue {
    var members: [String: JSONValue] = [
      "id": .string(id), "kind": .string(kind.rawValue), "title": .string(title), "vendor": .string(vendor),
      "models": .array(models.map(JSONValue.string)),
      "keyTypes": .array(keyTypes.map(\.rawValue).sorted().map(JSONValue.string)), "source": .string(source),
      "date": .string(date.description),
    ]
    members["firmwareFrom"] = firmwareFrom.map { .string($0.text) }
    members["firmwareBelow"] = firmwareBelow.map { .string($0.text) }
    return .object(members)
  }
}

extension Anchor {
  static var shape: FieldShape<Anchor> {
    .object { fields throws(DocumentError) in
      Anchor(
        id: try fields.required("id", as: .string),
        formats: Set(try fields.required("formats", as: .list(of: .string))),
        role: try fields.required("role", as: .choice), name: try fields.required("name", as: .string),
        spki: try fields.required("spki", as: .base64),
        lastCertificateEnds: try fields.optional("lastCertificateEnds", as: .instant),
        origin: try fields.required("origin", as: .string),
        certificateSHA256: try fields.optional("certificateSHA256", as: .sha256))
    }
  }

  var json: JSONValue {
    var members: [String: JSONValue] = [
      "id": .string(id), "formats": .array(formats.sorted().map(JSONValue.string)), "role": .string(role.rawValue),
      "name": .string(name), "spki": .string(Base64.encode(spki)), "origin": .string(origin),
    ]
    members["lastCertificateEnds"] = lastCertificateEnds.map { .string($0.description) }
    members["certificateSHA256"] = certificateSHA256.map { .string($0.hex) }
    return .object(members)
  }
}

extension Set<TPMActivation> {
  static var shape: FieldShape<Set<TPMActivation>> {
    let one = FieldShape<TPMActivation>.object { fields throws(DocumentError) in
      TPMActivation(
        endorsementKey: try fields.required("endorsementKey", as: .sha256),
        attestationKeyName: try fields.required("attestationKeyName", as: .hex),
        outstandingSecret: try fields.required("secretSHA256", as: .sha256))
    }
    return .converted(.list(of: one)) { list, _ throws(DocumentError) in Set(list) }
  }

  /// In the order of the secrets' digests. Those that wait for no secret are no evidence of a decision, and left out.
  var json: JSONValue {
    let sorted = compactMap { activation in activation.outstandingSecret.map { ($0.hex, activation) } }
      .sorted { $0.0 < $1.0 }
    return .array(
      sorted.map { secret, activation in
        .object([
          "endorsementKey": .string(activation.endorsementKey.hex),
          "attestationKeyName": .string(Hex.encode(activation.attestationKeyName)), "secretSHA256": .string(secret),
        ])
      })
  }
}

extension FirmwareVersion {
  fileprivate var text: String { numbers.isEmpty ? "0" : numbers.map(String.init).joined(separator: ".") }
}

extension FieldShape where Value == FirmwareVersion {
  fileprivate static var firmware: FieldShape {
    .text("numbers with dots between them") { FirmwareVersion($0) }
  }
}

extension FieldShape where Value == ObjectIdentifier {
  static var objectIdentifier: FieldShape {
    .text("an object identifier in dotted form") { ObjectIdentifier($0) }
  }
}
