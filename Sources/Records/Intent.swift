internal import Cryptography
public import Evidence

/// What is going to be signed, written before the token is asked.
public struct Intent: Sendable, Hashable {
  public let judgement: Judgement
  public let key: KeyIdentity
  public let scheme: SignatureScheme
  /// The exact byte strings to be signed; they are kept as blobs too.
  public let messages: [[UInt8]]
  /// In what form `messages` are given.
  public let form: MessageForm
  /// Authorisations used up by this intent, besides its serial.
  public let consumes: [Consumption]
  /// Counters that this intent raises, each by one for every time it stands here.
  public let counts: [Consumption]
  /// Documents that change with this intent.
  public let documents: [RegisterDocument]

  public init(
    judgement: Judgement, key: KeyIdentity, scheme: SignatureScheme, messages: [[UInt8]],
    form: MessageForm = .whole, consumes: [Consumption] = [], counts: [Consumption] = [],
    documents: [RegisterDocument] = []
  ) {
    self.judgement = judgement
    self.key = key
    self.scheme = scheme
    self.messages = messages
    self.form = form
    self.consumes = consumes
    self.counts = counts
    self.documents = documents
  }

  var entry: Entry {
    let blobs = messages.map(Blob.init)
    var members = judgement.members
    members["key"] = .object([
      "id": .string(Hex.encode(key.ckaID)), "spkiSHA256": .string(key.spkiSHA256.hex),
    ])
    members["scheme"] = .string(scheme.recordName)
    members["form"] = .string(form.recordName)
    members["messages"] = .array(blobs.map(describe))
    members["consumes"] = .array(consumes.map(\.json))
    // Absent where there is none: so stand the intents of older logs.
    if !counts.isEmpty { members["counts"] = .array(counts.map(\.json)) }
    if !documents.isEmpty { members["documents"] = .array(documents.map(\.json)) }
    return Entry(.intent, .object(members), blobs: judgement.evidence.map(\.blob) + blobs)
  }

  /// The message's content address, and the digest that the device's own log would show.
  private func describe(_ message: Blob) -> JSONValue {
    let represented = scheme.hash.flatMap { hash in
      switch form {
      case .whole: Hash.digest(message.content, hash)
      case .digest: Digest(algorithm: hash, bytes: message.content)
      }
    }
    return .object(["sha256": .string(message.address.hex), "digest": .optional(represented?.description)])
  }
}

/// What came of an intent: the whole signed object.
public struct Outcome: Sendable, Hashable {
  public let decision: DecisionID
  /// Such as a certificate, DER.
  public let signedObject: [UInt8]

  public init(decision: DecisionID, signedObject: [UInt8]) {
    self.decision = decision
    self.signedObject = signedObject
  }

  var entry: Entry {
    let blob = Blob(signedObject)
    let body = JSONValue.object([
      "decision": .string(decision.text), "object": .object(["sha256": .string(blob.address.hex)]),
    ])
    return Entry(.outcome, body, blobs: [blob])
  }
}

extension MessageForm {
  /// The name that records use; published, so never changed.
  public var recordName: String {
    switch self {
    case .whole: "whole"
    case .digest(nil): "digest"
    case .digest(let salt?): "digest-salt-\(salt)"
    }
  }

  /// The form that an intent's body names; nil where it names none that is known. Bodies written before there was a
  /// choice have no such member: their messages are whole.
  public init?(intent body: JSONValue) {
    guard let member = body["form"] else {
      self = .whole
      return
    }
    guard let name = member.text else { return nil }
    let salt = name.hasPrefix("digest-salt-") ? Int(name.dropFirst("digest-salt-".count)) : nil
    let form: MessageForm = name == "whole" ? .whole : .digest(pssSaltLength: salt)
    guard form.recordName == name else { return nil }
    self = form
  }
}

extension SignatureScheme {
  /// The name that records use; published, so never changed.
  public var recordName: String {
    switch self {
    case .ecdsa(let hash): "ecdsa-\(hash.rawValue)"
    case .rsaPKCS1(let hash): "rsa-pkcs1-\(hash.rawValue)"
    case .rsaPSS(let hash): "rsa-pss-\(hash.rawValue)"
    case .ed25519: "ed25519"
    case .ed448: "ed448"
    }
  }
}
