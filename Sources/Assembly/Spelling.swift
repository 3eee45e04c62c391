internal import Attestation
internal import Documents
internal import Evidence
internal import PolicyGates

// How each answer is spelled in a record, and read back. Every member that is written is read: a member that nobody reads
// is an error.

extension Circumstances {
  var keyOrigin: [UInt8]? { liveReading?.statement.canonicalBytes() }
}

extension Requester {
  var json: JSONValue {
    .object([
      "id": .string(id), "certificateSHA256": .string(certificateSHA256.hex),
      "issuers": .array(issuers.sorted().map(JSONValue.string)),
      "policies": .array(policies.map(\.rawValue).sorted().map(JSONValue.string)),
    ])
  }

  static var shape: FieldShape<Requester> {
    .object { fields throws(DocumentError) in
      Requester(
        id: try fields.required("id", as: .string),
        certificateSHA256: try fields.required("certificateSHA256", as: .sha256),
        issuers: Set(try fields.required("issuers", as: .list(of: .string))),
        policies: Set(try fields.required("policies", as: .list(of: .choice))))
    }
  }
}

extension JudgingTerms {
  /// Where something gets signed, house rules weigh what they say: that needs no word.
  var json: JSONValue {
    .object([
      "baseline": .string(baseline.rawValue), "raiseSeverity": .array(raised.rules.sorted().map(JSONValue.string)),
    ])
  }

  static var shape: FieldShape<JudgingTerms> {
    .object { fields throws(DocumentError) in
      let baseline: Baseline = try fields.required("baseline", as: .choice)
      let rules = try fields.required("raiseSeverity", as: .list(of: .string))
      do { return JudgingTerms(baseline: baseline, raised: try RaisedSeverities(rules)) } catch {
        throw fields.error("raiseSeverity", "\(error)")
      }
    }
  }
}

extension KeyIdentity {
  var json: JSONValue {
    .object(["id": .string(Hex.encode(ckaID)), "spkiSHA256": .string(spkiSHA256.hex)])
  }

  static var shape: FieldShape<KeyIdentity> {
    .object { fields throws(DocumentError) in
      KeyIdentity(
        ckaID: try fields.required("id", as: .hex), spkiSHA256: try fields.required("spkiSHA256", as: .sha256))
    }
  }
}

extension KnownWeakKeys.Entry {
  var json: JSONValue {
    .object(["name": .string(name), "source": .string(source), "date": .string(date.description)])
  }

  static var shape: FieldShape<KnownWeakKeys.Entry> {
    .object { fields throws(DocumentError) in
      KnownWeakKeys.Entry(
        name: try fields.required("name", as: .string), source: try fields.required("source", as: .string),
        date: try fields.required("date", as: .instant))
    }
  }
}

extension WrappedKeeping {
  var json: JSONValue {
    var members: [String: JSONValue] = [
      "credential": .string(credential), "mechanism": .string(mechanism), "certifiedChannel": .bool(isChannelCertified),
    ]
    members["provenAt"] = provenAt.map { .string($0.description) }
    members["wrappingKey"] = wrappingKey?.json
    members["problem"] = problem.map(JSONValue.string)
    return .object(members)
  }

  static var shape: FieldShape<WrappedKeeping> {
    .object { fields throws(DocumentError) in
      WrappedKeeping(
        credential: try fields.required("credential", as: .string),
        provenAt: try fields.optional("provenAt", as: .instant),
        mechanism: try fields.required("mechanism", as: .string),
        wrappingKey: try fields.optional("wrappingKey", as: WrappingKeyFacts.shape),
        isChannelCertified: try fields.required("certifiedChannel", as: .bool),
        problem: try fields.optional("problem", as: .string))
    }
  }
}

extension WrappingKeyFacts {
  fileprivate var json: JSONValue {
    var members: [String: JSONValue] = [
      "label": .string(label), "id": .string(Hex.encode(ckaID)), "local": .string(local.rawValue),
      "alwaysSensitive": .string(alwaysSensitive.rawValue), "neverExtractable": .string(neverExtractable.rawValue),
      "trusted": .string(trusted.rawValue), "private": .string(isPrivate.rawValue),
    ]
    members["checkValue"] = checkValue.map { .string(Hex.encode($0)) }
    return .object(members)
  }

  fileprivate static var shape: FieldShape<WrappingKeyFacts> {
    let truth = FieldShape<Truth>.text("true, false or unknown") { Truth(rawValue: $0) }
    return .object { fields throws(DocumentError) in
      WrappingKeyFacts(
        label: try fields.required("label", as: .string), ckaID: try fields.required("id", as: .hex),
        checkValue: try fields.optional("checkValue", as: .hex), local: try fields.required("local", as: truth),
        alwaysSensitive: try fields.required("alwaysSensitive", as: truth),
        neverExtractable: try fields.required("neverExtractable", as: truth),
        trusted: try fields.required("trusted", as: truth), isPrivate: try fields.required("private", as: truth))
    }
  }
}
