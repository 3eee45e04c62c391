internal import DER
public import Evidence

extension AttestedKey {
  /// All that the evidence claims, with provenance, for records and tools. `rawDigest` names the evidence itself.
  public var json: JSONValue {
    var members: [String: JSONValue] = [
      "format": .string(format), "evidenceClass": .string(evidenceClass.rawValue),
      "spki": .string(Base64.encode(spki)), "spkiSHA256": .string(spkiSHA256.hex),
      "claims": .object(Dictionary(uniqueKeysWithValues: ClaimName.allCases.map { ($0.rawValue, json(of: $0)) })),
      "control": control.json, "rawDigest": .string(rawDigest.hex),
      "weaknesses": .array(weaknesses.map(\.json)), "problems": .array(problems.map(\.json)),
    ]
    members["device"] = device?.json
    members["localName"] = localName.map { .string($0) }
    members["signer"] = signer?.json
    members["nonce"] = nonce.map { .string(Hex.encode($0)) }
    members["observedAt"] = observedAt.map { .string($0.description) }
    return .object(members)
  }

  private func json(of name: ClaimName) -> JSONValue {
    let claim = self[name]
    return .object([
      "value": .string(claim.value.rawValue), "source": .string(claim.source),
      "evidenceClass": .string(claim.evidenceClass.rawValue),
    ])
  }
}

extension KeyControl {
  fileprivate var json: JSONValue {
    var members: [String: JSONValue] = [:]
    members["userAuthentication"] = userAuthentication.map { stated(.string($0.value.rawValue), $0.field) }
    members["presence"] = presence.map { stated(.string($0.value.rawValue), $0.field) }
    members["protection"] = protection.map { stated(.string($0.value), $0.field) }
    members["quorum"] = quorum.map { stated(.integer(Int64($0.value)), $0.field) }
    return .object(members)
  }

  private func stated(_ value: JSONValue, _ field: String) -> JSONValue {
    .object(["value": value, "source": .string(field)])
  }
}

extension StatedDevice {
  fileprivate var json: JSONValue {
    var members: [String: JSONValue] = [:]
    members["vendor"] = vendor.map { .string($0) }
    members["model"] = model.map { .string($0) }
    members["hardwareVersion"] = hardwareVersion.map { .string($0) }
    members["firmware"] = firmware.map { .string($0) }
    members["serial"] = serial.map { .string($0) }
    return .object(members)
  }
}

extension EvidenceSigner {
  fileprivate var json: JSONValue {
    .object([
      "keySHA256": .string(key.hex), "anchor": anchor.map { .string($0) } ?? .null,
      "chain": .array(chain.map { .string($0) }),
    ])
  }
}

extension EvidenceWeakness {
  fileprivate var json: JSONValue {
    .object([
      "kind": .string(kind.rawValue), "detail": .string(detail), "source": source.map { .string($0) } ?? .null,
    ])
  }
}

extension AppraisalProblem {
  fileprivate var json: JSONValue { .object(["kind": .string(kind.rawValue), "detail": .string(detail)]) }
}
