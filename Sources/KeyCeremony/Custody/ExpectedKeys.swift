internal import Evidence
internal import Records
internal import TokenPool

/// A key that must be on a token after a ceremony, by its script or its transcript.
struct ExpectedKey: Sendable, Hashable {
  /// The script's name of the token.
  let token: String
  let label: String
  let ckaID: [UInt8]
  let protection: KeyProtection
  /// Nil where only the script is known: then any public key under the names is taken.
  let spkiSHA256: String?
  /// A wrapping key, which has one half alone.
  var isSecret = false

  /// Classes of its objects on a token, each with what it is called.
  private var halves: [(name: String, objectClass: String)] {
    isSecret ? [("secret", "secret-key")] : [("private", "private-key"), ("public", "public-key")]
  }
}

extension ExpectedKey {
  /// What a script leaves on its tokens: keys that are made or restored, and not destroyed later.
  static func of(_ script: Script) -> [ExpectedKey] {
    var keys: [ExpectedKey] = []
    for step in script.steps {
      let token = script.token(of: step).id
      switch step {
      case let step as GenerateKey:
        keys.append(
          ExpectedKey(
            token: token, label: step.label, ckaID: step.ckaID, protection: step.protection, spkiSHA256: nil))
      case let step as GenerateWrappingKey:
        keys.append(
          ExpectedKey(
            token: token, label: step.label, ckaID: step.ckaID, protection: .neverExtractable, spkiSHA256: nil,
            isSecret: true))
      case let step as RestoreKey:
        let key = step.restoration
        keys.append(
          ExpectedKey(token: token, label: key.label, ckaID: key.ckaID, protection: key.protection, spkiSHA256: nil))
      case let step as DestroyKey:
        let gone = Set(step.keys.map(\.label))
        keys.removeAll { $0.token == token && gone.contains($0.label) }
      default: break
      }
    }
    return keys
  }

  /// The same with the public keys on record.
  static func of(_ script: Script, _ lines: [Transcript.Line]) -> [ExpectedKey] {
    var digests: [String: String] = [:]
    for line in lines where [.keyGenerated, .keyRestored].contains(line.record.kind) {
      guard let body = line.record.value, let label = body["label"]?.text, let id = body["ckaID"]?.text
      else { continue }
      digests["\(label) \(id)"] = body["spkiSHA256"]?.text
    }
    return of(script).map { key in
      ExpectedKey(
        token: key.token, label: key.label, ckaID: key.ckaID, protection: key.protection,
        spkiSHA256: digests["\(key.label) \(Hex.encode(key.ckaID))"], isSecret: key.isSecret)
    }
  }

  /// What is otherwise on a token than these keys. A token tells nothing of where a key came from that could not be forged:
  /// names, public keys and whether it can leave are compared.
  static func differences(_ keys: [ExpectedKey], _ objects: [TokenObject]) -> [String] {
    var found: [String] = []
    for key in keys {
      let name = "key \(key.label)"
      let named = objects.filter { $0.label == key.label }
      let halves = key.halves.map { half in named.filter { $0.objectClass == half.objectClass } }
      for (half, objects) in zip(key.halves, halves) where objects.count != 1 {
        found.append("\(name): \(objects.count) \(half.name) objects, must be one")
      }
      for object in halves.joined() where object.ckaID != key.ckaID {
        found.append("\(name): CKA_ID \(Hex.encode(object.ckaID)), must be \(Hex.encode(key.ckaID))")
      }
      if let wanted = key.spkiSHA256, let object = halves.last?.first, object.spkiSHA256?.hex != wanted {
        found.append("\(name): public key \(object.spkiSHA256?.hex ?? "not told"), must be \(wanted)")
      }
      for object in halves.first ?? [] {
        let leaves: Truth = key.protection == .neverExtractable ? .no : .yes
        if object.extractable != leaves {
          found.append("\(name): extractable \(object.extractable.rawValue), must be \(leaves.rawValue)")
        }
        if object.sensitive != .yes { found.append("\(name): sensitive \(object.sensitive.rawValue), must be true") }
      }
    }
    let others = objects.filter { object in
      !keys.contains { key in key.label == object.label && key.halves.contains { $0.objectClass == object.objectClass }
      }
    }
    return found + others.map { "not expected: \($0.line)" }
  }
}
