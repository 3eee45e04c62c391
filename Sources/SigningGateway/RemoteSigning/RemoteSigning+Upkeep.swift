internal import Evidence
internal import Records
internal import Synchronization

/// What is looked after at the start and once a minute.
extension RemoteSigning {
  /// Compares the record store with the token where that is not done, ends the keys of certificates that were revoked
  /// meanwhile, and looks for the wrapping key.
  func look() async {
    await storeGuard.tick()
    guard storeGuard.problem == nil else { return }
    await endRevoked()
    await oneTime.look()
    do throws(GatewayError) {
      let problem = try await credentials.wrappingKeyProblem()
      let isNews = book.wrappingProblem.withLock { known in
        defer { known = problem }
        return known != problem
      }
      if isNews { log?.say(problem == nil ? "wrapping-key-found" : "wrapping-key-missing", ["reason": problem ?? ""]) }
    } catch { log?.say("wrapping-key-missing", ["reason": error.description]) }
  }

  /// A revocation went on record. What cannot be done now is done at the next look: the gate refuses meanwhile.
  func revoked(_ revocation: KnownRevocation) async -> CredentialRecord? {
    do throws(GatewayError) {
      try storeGuard.check()
      return try await credentials.revoked(revocation)
    } catch {
      book.unfinished.withLock { _ = $0.insert(revocation) }
      log?.say("credential-not-ended", ["serial": revocation.serial.hex, "reason": error.description])
      return nil
    }
  }

  private func endRevoked() async {
    var open = book.unfinished.withLock { unfinished in
      defer { unfinished = [] }
      return unfinished
    }
    // Once after a start: those that came while no service looked, or that a crash left half done.
    if book.isSwept.withLock({ !$0 }) {
      do {
        let records = try await journal.store.records(of: [.certificateRevoked])
        open.formUnion(records.compactMap { KnownRevocation($0) })
        book.isSwept.withLock { $0 = true }
      } catch { log?.say("credential-not-ended", ["reason": error.description]) }
    }
    for revocation in open { _ = await revoked(revocation) }
  }
}
