internal import Evidence

/// Documents, counters and the names of the vault as one value; a part of `Registers`.
struct DocumentRegisters: Sendable {
  private(set) var documents: [DocumentKey: StoredDocument] = [:]
  private(set) var counters: [Consumption: Int64] = [:]
  private(set) var vault: [ExactText: Digest] = [:]

  struct DocumentKey: Sendable, Hashable {
    let register: ExactText
    let key: ExactText

    init(_ register: String, _ key: String) {
      self.register = ExactText(register)
      self.key = ExactText(key)
    }
  }

  /// The body as bytes, which take a fraction of a value's room.
  struct StoredDocument: Sendable {
    let owner: String?
    let revision: Int64
    /// Sequence of the record that put it.
    let record: Int64
    let body: [UInt8]
  }

  func document(_ key: DocumentKey) -> RegisterDocument? {
    guard let stored = documents[key], let body = JSONValue(canonical: stored.body) else { return nil }
    return RegisterDocument(
      register: key.register.text, key: key.key.text, owner: stored.owner, revision: stored.revision, body: body)
  }

  func documents(_ register: String, owner: String?, after key: String?, limit: Int) -> [RegisterDocument] {
    let wanted = owner.map(ExactText.init)
    let found = documents.filter { place, stored in
      place.register.text.utf8.elementsEqual(register.utf8)
        && (wanted == nil || stored.owner.map(ExactText.init) == wanted)
        && key.map { ExactText($0) < place.key } ?? true
    }
    return found.keys.sorted { $0.key < $1.key }.prefix(max(limit, 0)).compactMap { document($0) }
  }

  func conflict(with document: RegisterDocument) -> Conflict? {
    let stored = documents[DocumentKey(document.register, document.key)]
    return document.revision &- 1 == stored?.revision ?? 0
      ? nil : .staleRevision(register: document.register, key: document.key)
  }

  mutating func put(_ document: RegisterDocument, _ sequence: Int64) {
    documents[DocumentKey(document.register, document.key)] = StoredDocument(
      owner: document.owner, revision: document.revision, record: sequence, body: document.body.canonicalBytes())
  }

  mutating func count(_ counter: Consumption) { counters[counter, default: 0] += 1 }

  mutating func keep(_ name: String, _ digest: Digest) { vault[ExactText(name)] = digest }

  mutating func erase(_ name: String) { vault[ExactText(name)] = nil }
}

/// A text that is equal to another of the same bytes only, and ordered by them, as in tables. Swift alone takes two
/// spellings of one letter for the same.
struct ExactText: Sendable, Hashable, Comparable {
  let text: String

  init(_ text: String) { self.text = text }

  static func == (one: ExactText, other: ExactText) -> Bool { one.text.utf8.elementsEqual(other.text.utf8) }

  static func < (one: ExactText, other: ExactText) -> Bool {
    one.text.utf8.lexicographicallyPrecedes(other.text.utf8)
  }

  func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
    // No UTF-8 has it, so that two texts in turn are not another two.
    hasher.combine(UInt8.max)
  }
}
