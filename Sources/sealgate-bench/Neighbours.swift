import CommandLineTools
import Cryptography
import DER
import Evidence
import Foundation
import Records
import RecordStores

/// Gives the wrapped credentials of a gateway's record store so many neighbours: signatories with ten credentials and one passkey
/// each. Every document is one that the gateway wrote, with another id and owner: what the gateway reads is of its own form.
///
/// A neighbour has the wrapped key and the certificate of a seed; its entry in the index of keys stands under a digest of no key,
/// for there a key stands once. `bench/credentials.py` knows the ids.
struct Neighbours {
  let path: String
  /// Whose credentials and passkey are copied.
  let signatory: String
  let credentials: Int

  static let perSignatory = 10
  /// Records that wait for a commit at a time.
  private static let atOnce = 200

  func fill() async throws -> JSONValue {
    let store = try SQLiteStore(path: path, create: false) { SystemClock.now() }
    defer { store.close() }
    let journal = Journal(store)
    let templates = try await Templates(store, signatory)
    let start = SystemClock.now().seconds
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<(credentials / Neighbours.perSignatory) {
        if number >= Neighbours.atOnce { try await group.next() }
        group.addTask { try await Neighbours.write(templates, signatory: number, journal) }
      }
      try await group.waitForAll()
    }
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return .object([
      "credentials": .integer(Int64(credentials)), "seeds": .integer(Int64(templates.seeds.count)),
      "signatories": .integer(Int64(credentials / Neighbours.perSignatory)),
      "fillSeconds": .integer(SystemClock.now().seconds - start),
      "mebibytes": .integer(Int64((attributes[.size] as? Int ?? 0) >> 20)),
    ])
  }

  /// As the gateway writes them: a signatory's passkey, and each credential with its key, in records of their own.
  private static func write(_ templates: Templates, signatory number: Int, _ journal: Journal) async throws {
    let owner = "S-\(number)"
    let person = copy(templates.signatory, key: owner, owner: owner, ["id": .string(owner)])
    try await journal.put(
      .authenticatorChanged, [person, passkey(templates.authenticator, number, owner)], note: note,
      at: SystemClock.now())
    for index in (number * perSignatory)..<((number + 1) * perSignatory) {
      let seed = templates.seeds[index % templates.seeds.count]
      let id = text("credential \(index)")
      let key = Hash.digest(Array("key \(index)".utf8)).hex
      try await journal.put(
        .credentialChanged,
        [
          copy(seed.credential, key: id, owner: owner, ["id": .string(id), "signatory": .string(owner)]),
          copy(seed.key, key: key, owner: nil, ["key": .string(key), "credential": .string(id)]),
        ], note: note, keeps: [VaultItem("credential/\(id)", seed.wrapped)], at: SystemClock.now())
    }
  }

  /// The same key under another id, so that one passkey answers for all of them.
  private static func passkey(_ template: RegisterDocument, _ number: Int, _ owner: String) -> RegisterDocument {
    let credential = Hash.digest(Array("passkey \(number)".utf8)).bytes
    let id = "pk-" + Hex.encode(Array(Hash.digest(credential).bytes.prefix(16)))
    var detail = template.body["detail"] ?? .null
    if case .object(var members) = detail {
      members["credentialID"] = .string(Base64URL.encode(credential))
      detail = .object(members)
    }
    return copy(
      template, key: id, owner: owner, ["id": .string(id), "signatory": .string(owner), "detail": detail])
  }

  private static func copy(
    _ document: RegisterDocument, key: String, owner: String?, _ changes: [String: JSONValue]
  ) -> RegisterDocument {
    var body = document.body
    if case .object(let members) = body { body = .object(members.merging(changes) { _, new in new }) }
    return RegisterDocument(register: document.register, key: key, owner: owner, body: body)
  }

  /// As long and as random as the gateway's ids.
  private static func text(_ name: String) -> String { Base64URL.encode(Hash.digest(Array(name.utf8)).bytes) }

  private static let note = JSONValue.object(["act": .string("bench")])
}

/// What is copied.
private struct Templates: Sendable {
  struct Seed: Sendable {
    let credential: RegisterDocument
    let key: RegisterDocument
    let wrapped: [UInt8]
  }

  let signatory: RegisterDocument
  let authenticator: RegisterDocument
  let seeds: [Seed]

  init(_ store: SQLiteStore, _ id: String) async throws {
    guard let person = try await store.document("signatories", id),
      let passkey = try await store.documents("authenticators", owner: id, after: nil, limit: 1).first
    else { throw Sample.Unusable(description: "\(id) is no signatory with a passkey") }
    signatory = person
    authenticator = passkey
    var found: [Seed] = []
    var last: String?
    while true {
      let page = try await store.documents("credentials", owner: id, after: last, limit: 500)
      guard let end = page.last else { break }
      last = end.key
      for credential in page where credential.body["place"]?["kind"]?.text == "wrapped" {
        guard let digest = credential.body["spkiSHA256"]?.text,
          let key = try await store.document("credential-keys", digest),
          let wrapped = try await store.kept("credential/\(credential.key)")
        else { throw Sample.Unusable(description: "credential \(credential.key) has no key") }
        found.append(Seed(credential: credential, key: key, wrapped: wrapped))
      }
    }
    guard !found.isEmpty else { throw Sample.Unusable(description: "\(id) has no wrapped credentials") }
    seeds = found
  }
}
