internal import Evidence
internal import PolicyGates
internal import Records
internal import Synchronization

/// Destroys keys that are made for one session when that ends: signed up to its count, expired, refused, or never asked for.
struct OneTimeKeys: Sendable {
  let credentials: CredentialService
  let signatures: SignatureService
  let book: RemoteSigningBook
  let log: OperatorLog?

  /// Signs, and ends the key where that was the last signature, or the last try.
  func sign(_ order: SignatureService.Order) async throws(GatewayError) -> [[UInt8]] {
    let credential = order.credential.value
    guard credential.isOneTime else { return try await signatures.sign(order) }
    book.signing.withLock { $0[credential.id, default: 0] += 1 }
    let result: Result<[[UInt8]], GatewayError>
    do throws(GatewayError) { result = .success(try await signatures.sign(order)) } catch { result = .failure(error) }
    book.signing.withLock { signing in
      let left = signing[credential.id, default: 1] - 1
      signing[credential.id] = left > 0 ? left : nil
    }
    await settle(credential.id)
    return try result.get()
  }

  /// Ends the key where its session is over. What cannot be done now is done at a later look; the gate refuses meanwhile.
  func settle(_ credential: String) async {
    do throws(GatewayError) {
      guard let found = try await credentials.journal.store.find(OneTimeRecord.self, credential) else { return }
      try await settle(found)
    } catch { log?.say("one-time-key-not-ended", ["credential": credential, "reason": error.description]) }
  }

  /// Looks after all of them: those of a run that was killed, and those whose time is over.
  func look() async {
    var last: String?
    do throws(GatewayError) {
      while true {
        let page = try await credentials.journal.store.list(
          OneTimeRecord.self, of: OneTimeRecord.open, after: last, limit: 1000)
        guard let next = page.last?.value.key else { return }
        for found in page { await settle(found.value.credential) }
        last = next
      }
    } catch { log?.say("one-time-key-not-ended", ["reason": error.description]) }
  }

  private func settle(_ found: Registered<OneTimeRecord>) async throws(GatewayError) {
    guard found.value.endedBecause == nil, let reason = try await reason(found.value) else { return }
    let id = found.value.credential
    // The key first, and only then that nothing is left to do.
    _ = try await credentials.change(id, to: .destroyed, reason: "its one session: \(reason)", requester: "one-time")
    var next = found.value
    next.endedBecause = reason
    try await credentials.journal.record(
      .credentialChanged, [found.changed(to: next)],
      ["act": .string("one-time-key-ended"), "credential": .string(id), "reason": .string(reason)],
      at: credentials.clock())
  }

  /// Why the session is over; nil where it is not.
  private func reason(_ record: OneTimeRecord) async throws(GatewayError) -> String? {
    // While the token signs, an occurrence is spent already: whoever signs settles after it.
    guard book.signing.withLock({ $0[record.credential] == nil }) else { return nil }
    let now = credentials.clock()
    guard let content = record.session else { return now >= record.unusedUntil ? "never asked for" : nil }
    if now >= content.expires { return "expired" }
    if record.isReleased { return try await signatures.session(content).left == 0 ? "signed" : nil }
    return book.pending.withLock { $0.waits(content.session) } ? nil : "not released"
  }
}

extension ActivationService {
  /// Notes that the session is the one of the credential's key; nothing where that stays. A second session is refused, on
  /// record.
  func bind(_ content: ActivationContent) async throws(GatewayError) {
    guard let found = try await journal.store.find(OneTimeRecord.self, content.credential) else { return }
    guard found.value.session == nil else {
      try await journal.record(
        .sessionChanged, [],
        ["act": .string("refused-second-session"), "content": content.json, "credential": .string(content.credential)],
        at: clock())
      throw .conflict(Refusal(), "The credential is for one session, which was asked for before")
    }
    var next = found.value
    next.session = content
    try await journal.record(
      .sessionChanged, [found.changed(to: next)],
      ["act": .string("one-time-key-asked-for"), "credential": .string(content.credential)], at: clock())
  }

  /// The record of a one-time key in the state that the release leaves; nil where the key stays.
  func released(_ content: ActivationContent) async throws(GatewayError) -> RegisterDocument? {
    guard let found = try await journal.store.find(OneTimeRecord.self, content.credential) else { return nil }
    var next = found.value
    next.session = next.session ?? content
    next.isReleased = true
    return found.changed(to: next)
  }
}
