internal import Cryptography
internal import DER
internal import Evidence
internal import Records
internal import TokenPool

// Keys that were made, wrapped and brought back.
extension CustodyAudit {
  mutating func made(_ body: JSONValue, on token: String) {
    guard let spki = body["spkiSHA256"]?.text, let key = body["publicKey"]?.text.flatMap({ Base64.decode($0) }),
      let label = body["label"]?.text
    else { return }
    keys[spki] = KnownKey(label: label, generated: place, spki: key)
    keep(body, spki, on: token)
    guard tokens[token]?.live[spki]?.protection == .underTrustedWrapping else { return }
    if body["attributes"]?["attributes"]?["CKA_WRAP_WITH_TRUSTED"]?.text != "true" {
      unproven(
        "That the key \(label) leaves the token \(token) under a trusted wrapping key alone: the module does not say so.",
        "whoever has the user's PIN may wrap it under a key of their own")
    }
  }

  mutating func wrappingKeyMade(_ body: JSONValue, _ step: any CeremonyStep, on token: String) {
    guard let step = step as? GenerateWrappingKey else { return }
    let half = ListedHalf(kind: "secret-key", label: step.label, ckaID: Hex.encode(step.ckaID))
    tokens[token, default: TokenKeys()].made.append((nil, [half]))
    let attributes = body["attributes"]
    if step.officer != nil, attributes?["CKA_TRUSTED"]?.text != "true" {
      unproven(
        "That the module trusts the wrapping key \(step.label): the security officer's PIN was given, and it does not say so."
      )
    }
    if attributes?["CKA_PRIVATE"]?.text != "true" {
      unproven(
        "That nobody uses the wrapping key \(step.label) without the user's PIN: the module keeps it as an object that is not "
          + "private, as the security officer made it.")
    }
  }

  private mutating func keep(_ body: JSONValue, _ spki: String, on token: String) {
    let protection = body["protection"]?.text.flatMap(KeyProtection.init(rawValue:)) ?? .neverExtractable
    let half = TokenKeys.Half(
      label: body["label"]?.text ?? "?", ckaID: body["ckaID"]?.text ?? "?", protection: protection)
    tokens[token, default: TokenKeys()].live[spki] = half
    tokens[token]?.destroyed[spki] = nil
    let halves = ["private-key", "public-key"].map { ListedHalf(kind: $0, label: half.label, ckaID: half.ckaID) }
    tokens[token]?.made.append((spki, halves))
  }

  mutating func restored(_ body: JSONValue, _ trace: StepTrace, on token: String, stays: Bool) {
    guard let spki = body["spkiSHA256"]?.text, let label = body["label"]?.text else { return }
    if trace.all(.custodyIntent).last?.body["spkiSHA256"]?.text != spki {
      error("the key that came back is not the one that the step set out to restore", "it must not be used")
    }
    requireOrigin(of: spki, label)
    let custody = (trace.step as? RestoreKey)?.restoration ?? (trace.step as? RestoreRehearsal)?.restoration
    // A run that found the key on the token opened nothing: the digest of its file is the intent's.
    let digest = body["wrappedSHA256"]?.text ?? trace.all(.custodyIntent).last?.body["wrappedSHA256"]?.text
    opened(digest, spki, by: custody?.custody.custodians ?? [], "the key \(label)")
    if keys[spki] == nil, let key = body["publicKey"]?.text.flatMap({ Base64.decode($0) }) {
      keys[spki] = KnownKey(label: label, generated: nil, spki: key)
    }
    if stays { keep(body, spki, on: token) }
  }

  /// A restored key reads LOCAL false: where it was generated, only the record of that says.
  private mutating func requireOrigin(of spki: String, _ label: String) {
    guard keys[spki]?.generated == nil else { return }
    unproven(
      "Where the key \(label), SHA-256 \(spki), was generated: the record of that is not in this transcript.",
      CustodyAudit.bringEarlier)
  }

  /// A wrapped file that was opened: a backup on record of this very key, by shares of its set that their holders were given.
  private mutating func opened(_ digest: String?, _ spki: String, by custodians: [String], _ what: String) {
    let opening = shares.opening
    if opening.map(\.custodian) != custodians {
      error("\(what) was opened by other custodians' shares than the script names: \(CustodyAudit.names(opening))")
    }
    requireOneSet(opening, what)
    guard let digest else { return error("no record says which file \(what) came from") }
    let of = backups.lastIndex { $0.wrappedSHA256 == digest }
    guard let index = of else {
      guard backups.contains(where: { $0.spki == spki && $0.wrappedSHA256 != nil }) else {
        return unproven(
          "That the wrapped file with SHA-256 \(digest) is a backup of the key \(spki): no record tells of its making.",
          CustodyAudit.bringEarlier)
      }
      return error("\(what) came from a file that no backup of it on record has written")
    }
    let backup = backups[index]
    if backup.spki != spki { error("\(what) came from the backup of another key (\(backup.place))") }
    if let replaced = backup.replacedBy, replaced != shares.step {
      error(
        "\(what) came from a backup that was replaced (\(backup.place))", "its file and shares were to be destroyed")
    }
    for share in opening where !backup.shares.contains(where: { $0.isTheSame(as: share) }) {
      error(
        "\(what) was opened by share \(share.number ?? 0) of set \(share.set ?? 0), which \(share.custodian) was not given "
          + "(\(backup.place))")
    }
  }

  mutating func backedUp(_ body: JSONValue, _ trace: StepTrace, on token: String) {
    guard let spki = body["spkiSHA256"]?.text, let digest = body["wrappedSHA256"]?.text else {
      return error("a backup without a key or a file")
    }
    let custody: ShareCustody
    var replaces: String?
    switch trace.step {
    case let step as Backup:
      guard case .shares(let shares, _, _) = step.method else {
        return error("a backup otherwise than the script says")
      }
      custody = shares
      wrapped(spki, step.label, body, on: token)
    case let step as ReplaceCustodians:
      custody = step.new
      replaces = replaced(body, spki, by: step.old.custodians)
    default: return error("a backup in a step of another verb")
    }
    if custody.json.contains(where: { body[$0.key] != $0.value }) {
      error("the backup is for other custodians, or needs another number of them, than the script says")
    }
    let file = body["path"]?.text ?? "?"
    let written = trace.outputs.last { $0.body["path"]?.text == file }
    if written?.body["contentSHA256"]?.text != digest {
      error("the wrapped key on record is not the file that was written", "its SHA-256 was \(digest)")
    }
    let given = requireGiven(body["set"]?.wholeNumber, custody)
    used(spki, "is backed up", on: token)
    if let replaces {
      for index in backups.indices where backups[index].wrappedSHA256 == replaces {
        backups[index].replacedBy = shares.step
      }
    }
    backups.append(
      KnownBackup(
        spki: spki, wrappedSHA256: digest, file: FilePath.name(of: file), set: body["set"]?.wholeNumber, shares: given,
        place: place, step: shares.step))
  }

  /// What left the token was a key that may leave, by what is on record of it.
  private mutating func wrapped(_ spki: String, _ label: String, _ body: JSONValue, on token: String) {
    if body["label"]?.text != label { error("the backup is of another key than \(label), which the script names") }
    let half = tokens[token]?.live.values.first { $0.label == label }
    if let half, tokens[token]?.live[spki] == nil {
      error("the backup is not of the key \(half.label) that was made on the token \(token)")
    }
    if tokens[token]?.live[spki]?.protection == .neverExtractable {
      error("a key that is on record as never extractable was wrapped", "its attributes were not what they seemed")
    }
    if keys[spki] == nil { requireOrigin(of: spki, label) }
    guard body["wrappingKeyTrusted"]?.text != "true" else { return }
    unproven(
      "That the wrapping key of the backup of \(label) was one that the security officer trusts: the module does not say so."
    )
  }

  /// The shares of the replaced set open what they always opened; the record says which file that was.
  private mutating func replaced(_ body: JSONValue, _ spki: String, by custodians: [String]) -> String? {
    let digest = body["replacedSHA256"]?.text
    let old = shares.opening.first?.set
    opened(digest, spki, by: custodians, "the backup that was replaced")
    if let old, old == body["set"]?.wholeNumber {
      error("the new shares are of the set that was replaced: whoever has old ones can open the new file")
    }
    if digest == body["wrappedSHA256"]?.text { error("the new file is the old one") }
    let shown = body["publicKey"]?.text.flatMap { Base64.decode($0) } ?? keys[spki]?.spki ?? []
    let key = try? PublicKey(spki: shown)
    if key.map({ $0.facts.spkiSHA256.hex == spki && body["proof"]?.isProof(by: $0) == true }) != true {
      error("nothing shows that what was wrapped anew is the key: its test signature does not verify")
    }
    return digest
  }

  /// The device's own backup is what people said of it.
  mutating func backedUpByDevice(_ body: JSONValue, _ step: any CeremonyStep, on token: String) {
    guard let step = step as? Backup, case .device(let statements, _) = step.method else { return }
    let stated = body["statements"]?.elements ?? []
    guard let spki = body["spkiSHA256"]?.text, body["label"]?.text == step.label,
      stated.compactMap({ $0["statement"]?.text }) == statements, stated.allSatisfy({ $0["answer"]?.text == "yes" })
    else { return error("the device's backup on record is not the one that the script asks for") }
    if keys[spki] == nil { requireOrigin(of: spki, step.label) }
    used(spki, "is backed up", on: token)
    backups.append(
      KnownBackup(spki: spki, wrappedSHA256: nil, file: "", set: nil, shares: [], place: place, step: shares.step))
  }
}

extension JSONValue {
  /// A test signature, by what is on record of it.
  func isProof(by key: PublicKey) -> Bool {
    func bytes(_ name: String) -> [UInt8]? { self[name]?.text.flatMap { Base64.decode($0) } }
    guard let scheme = SignatureName.allCases.map(\.scheme).first(where: { "\($0)" == self["scheme"]?.text }),
      let message = bytes("message"), let signature = bytes("signature")
    else { return false }
    return (try? key.verify(signature: signature, over: message, scheme: scheme)) == true
  }
}
