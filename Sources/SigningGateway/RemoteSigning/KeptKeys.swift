internal import Attestation
internal import Cryptography
internal import Evidence
internal import Records

/// What the gateway's own records say of keys that it made and keeps under wrap: the evidence of their origin, which no token
/// can give any more.
struct KeptKeys: Sendable {
  let store: any RecordStore
  /// The token of remote signing; nil where nobody signs remotely.
  let token: String?

  struct Found: Sendable {
    let keeping: WrappedKeeping
    /// The attributes that were read when the key was made, as they were kept; nil where `keeping` says why there are none.
    let attributes: KeptAttributes?
  }

  struct KeptAttributes: Sendable {
    let statement: JSONValue
    let device: StatedDevice
  }

  /// Nil where no record says that this key is kept under wrap. What is wrong with a record is said in `keeping`: such a key has
  /// no evidence, and a gate tells why. Throws where the store cannot be asked.
  func find(_ key: Digest, at now: Instant) async throws(GatewayError) -> Found? {
    guard let entry = try await store.find(CredentialKeyRecord.self, key.hex)?.value,
      let credential = try await store.find(CredentialRecord.self, entry.credential)?.value,
      case .wrapped(let mechanism, let name) = credential.place
    else { return nil }
    func found(_ attributes: KeptAttributes?, problem: String?) -> Found {
      Found(
        keeping: WrappedKeeping(
          credential: credential.id, provenAt: credential.origin?.provenAt, mechanism: mechanism,
          wrappingKey: credential.origin?.wrappingKey.flatMap { $0.name == name ? $0 : nil },
          problem: problem.map { "credential \(credential.id): \($0)" }),
        attributes: attributes)
    }
    if let problem = problem(with: credential, key: key, at: now) { return found(nil, problem: problem) }
    guard let address = credential.origin?.statement else { return found(nil, problem: "its origin is unproven") }
    switch try await read(address, of: credential) {
    case .success(let attributes): return found(attributes, problem: nil)
    case .failure(let problem): return found(nil, problem: problem.description)
    }
  }

  private func problem(with credential: CredentialRecord, key: Digest, at now: Instant) -> String? {
    guard credential.spkiSHA256 == key else { return "its record is about another key" }
    guard credential.status != .destroyed else { return "it is destroyed" }
    guard credential.token == token else { return "its token \(credential.token) is not that of remote signing" }
    guard let origin = credential.origin else { return "its origin is unproven" }
    guard origin.provenAt <= now else { return "its origin is proven at \(origin.provenAt), later than now" }
    return nil
  }

  private struct Problem: Error, CustomStringConvertible {
    let description: String
  }

  private func read(
    _ address: Digest, of credential: CredentialRecord
  ) async throws(GatewayError) -> Result<KeptAttributes, Problem> {
    func problem(_ text: String) -> Result<KeptAttributes, Problem> {
      .failure(Problem(description: "the statement of its origin \(text)"))
    }
    let content: [UInt8]?
    do { content = try await store.blob(address) } catch {
      // What is there and not what was written is no evidence; a store that cannot be asked at all is another matter.
      switch error {
      case .unreadable, .corrupt: return problem("cannot be read: \(error)")
      case .conflict, .stopped: throw GatewayError(error)
      }
    }
    guard let content else { return problem("is not on record") }
    guard Blob(content).address == address else { return problem("was altered") }
    guard let statement = JSONValue(canonical: content),
      let reading = try? PKCS11Attributes(recorded: statement, overCertifiedChannel: false)
    else { return problem("is no statement of attributes") }
    guard reading.attributes.spki == credential.spki else { return problem("is about another key") }
    return .success(KeptAttributes(statement: statement, device: StatedDevice(reading.attributes.device)))
  }
}
