internal import Evidence
internal import Records
internal import TokenPool

// Keys that were destroyed, and every copy of them on record.
extension CustodyAudit {
  mutating func destroying(_ body: JSONValue, _ trace: StepTrace, on token: String) {
    guard let entries = body["destroy"]?.elements else { return }
    if (trace.step as? DestroyKey)?.keys.map(\.label) != entries.compactMap({ $0["label"]?.text }) {
      error("the keys to be destroyed are not those that the script names")
    }
    if trace.all(.inventoryTaken).first?.body["occasion"]?.text != DestroyKey.before {
      error("a key is destroyed, and no inventory was taken before")
    }
    for entry in entries {
      guard let spki = entry["spkiSHA256"]?.text, let id = entry["ckaID"]?.text, !id.isEmpty else {
        error("a key to be destroyed is not named")
        continue
      }
      var state = tokens[token] ?? TokenKeys()
      state.live[spki] = nil
      state.destroyed[spki] = place
      state.objects?.removeAll { $0.ckaID == id }
      state.made.removeAll { $0.spki == spki }
      tokens[token] = state
      if isJudged { gone.insert(spki) }
    }
  }

  mutating func destroyed(_ body: JSONValue, _ trace: StepTrace, on token: String) {
    guard let step = trace.step as? DestroyKey else { return error("a destruction in a step of another verb") }
    let keys = (body["keys"]?.elements ?? []).compactMap { $0["key"] }
    let intended = trace.all(.custodyIntent).last?.body["destroy"]?.elements
    if keys != intended { error("the keys that were destroyed are not those of the intent before") }
    if trace.all(.inventoryTaken).last?.body["occasion"]?.text != DestroyKey.after {
      error("a key is destroyed, and no inventory was taken after")
    }
    let copies = body["copies"]?.elements ?? []
    let planned = step.copies.map { $0.json(.destroyed).setting("accounted", nil) }
    if copies.map({ $0.setting("accounted", nil) }) != planned {
      error("the copies that were accounted for are not those that the script names")
    }
    let unproven = (body["notProven"]?.elements ?? []).compactMap(\.text)
    for copy in copies where copy["accounted"]?.text != DestroyKey.Copy.Fate.destroyed.rawValue {
      let what = "\(copy["what"]?.text ?? "?"), \(copy["where"]?.text ?? "?")"
      if !unproven.contains(where: { $0.hasPrefix(what) }) {
        error("\(what): not destroyed, and not named as what is not proven")
      }
    }
    for spki in keys.compactMap({ $0["spkiSHA256"]?.text }) { account(for: spki, copies) }
  }

  /// Every wrapped file and every share on record is one of the copies that people said something of.
  private mutating func account(for spki: String, _ copies: [JSONValue]) {
    let label = keys[spki]?.label ?? spki
    if keys[spki]?.generated == nil {
      unproven(
        "Which copies of the key \(label) there were: the ceremonies that made and backed it up are not in this transcript.",
        CustodyAudit.bringEarlier)
    }
    for backup in backups where backup.spki == spki {
      guard backup.wrappedSHA256 != nil else {
        unproven(
          "What became of the device's own backup of the key \(label) (\(backup.place)), but by what people said.")
        continue
      }
      if !copies.contains(where: { $0["wrapped"]?.text == backup.file }) {
        error("the wrapped file \(backup.file) (\(backup.place)) is not accounted for", CustodyAudit.nameCopies)
      }
      for share in backup.shares {
        let isNamed = copies.contains { copy in
          copy["shareOf"]?.text == share.custodian && (copy["set"] == nil || copy["set"]?.wholeNumber == share.set)
        }
        guard !isNamed else { continue }
        error(
          "share \(share.number ?? 0) of set \(share.set ?? 0), of \(share.custodian) (\(backup.place)), is not accounted for",
          CustodyAudit.nameCopies)
      }
    }
    for copy in copies {
      guard let token = copy["token"]?.text else { continue }
      for name in tokens.keys where name == token || name.hasPrefix("\(token) (") { tokens[name]?.live[spki] = nil }
    }
  }

  /// After the last record: a key that was destroyed is not left on another token without a word.
  mutating func examineCopiesOnTokens() {
    for (name, token) in tokens.sorted(by: { $0.key < $1.key }) {
      for (spki, half) in token.live.sorted(by: { $0.key < $1.key }) where gone.contains(spki) {
        error(
          "the key \(half.label) was destroyed on another token, and is on the token \(name) by the records",
          CustodyAudit.nameCopies)
      }
    }
  }

  private static let nameCopies =
    "EN 319 411-1 GEN-6.5.3-06: all copies; name it among the step's copies (wrapped, share-of, token)"
}

// What was listed on a token is what the records leave there.
extension CustodyAudit {
  mutating func listed(_ body: JSONValue, on token: String) {
    let objects = (body["objects"]?.elements ?? []).map { ListedObject(json: $0) }
    var state = tokens[token] ?? TokenKeys()
    var expected = state.made.flatMap(\.halves)
    if let before = state.objects {
      var rest = objects
      for object in before {
        if let index = rest.firstIndex(of: object) {
          rest.remove(at: index)
        } else {
          error("\(object.name) was on the token \(token), was not destroyed, and is listed no more, or otherwise")
        }
      }
      for object in rest {
        if let index = expected.firstIndex(of: object.half) {
          expected.remove(at: index)
        } else {
          error("\(object.name) is on the token \(token), and no record tells where it comes from")
        }
      }
    } else {
      expected.removeAll { half in objects.contains { $0.half == half } }
    }
    for half in expected { error("\(half.kind) \(half.label) was made on the token \(token), and is not listed") }
    for object in objects { examine(object, state, token) }
    state.objects = objects
    state.made = []
    tokens[token] = state
  }

  /// A key on record is listed as the script's choice has it, and a destroyed one not at all.
  private mutating func examine(_ object: ListedObject, _ state: TokenKeys, _ token: String) {
    if let spki = object.spki, let place = state.destroyed[spki] {
      error("\(object.name) is listed on the token \(token) after its destruction (\(place))", "it is still there")
    }
    let known = state.live.first { $0.value.label == object.half.label && $0.value.ckaID == object.ckaID }
    guard let (spki, half) = known.map({ ($0.key, $0.value) }) else { return }
    if let listed = object.spki, listed != spki {
      error("\(object.name) is listed with another public key than was made")
    }
    guard object.half.kind == "private-key" else { return }
    let extractable: Truth = half.protection == .neverExtractable ? .no : .yes
    for (name, wanted) in [("extractable", extractable), ("sensitive", .yes)]
    where object.json[name]?.text != wanted.rawValue {
      error("\(object.name) is listed with \(name) \(object.json[name]?.text ?? "?"), must be \(wanted.rawValue)")
    }
  }
}

/// One object of an inventory on record.
struct ListedObject: Hashable {
  let json: JSONValue

  var half: ListedHalf {
    ListedHalf(kind: json["class"]?.text ?? "?", label: json["label"]?.text ?? "?", ckaID: ckaID)
  }

  var ckaID: String { json["ckaID"]?.text ?? "" }
  var spki: String? { json["spkiSHA256"]?.text }
  var name: String { "\(half.kind) \(half.label)" }
}

/// What tells one half of a key from other objects.
struct ListedHalf: Hashable {
  let kind: String
  let label: String
  let ckaID: String
}
