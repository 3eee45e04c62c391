public import Evidence

/// Why the journal, or a store under it, did not take or give something.
public enum JournalError: Error, Sendable, Hashable {
  /// This entry alone was refused; nothing of it is stored.
  case conflict(Conflict)
  /// The store can no longer promise durability, so it takes nothing more until the service is restarted.
  case stopped(String)
  /// The store could not be asked. Writing is not touched by this.
  case unreadable(String)
  /// Something stored is not what was written.
  case corrupt(ChainFault)
}

extension JournalError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .conflict(let conflict): conflict.description
    case .stopped(let reason):
      "the record store has stopped: \(reason); nothing is signed until the cause is removed and the service restarted"
    case .unreadable(let reason): "the record store cannot be read: \(reason)"
    case .corrupt(let fault): "the record store is corrupt: \(fault)"
    }
  }
}

/// What already stands in a register and excludes an entry.
public enum Conflict: Sendable, Hashable {
  /// The serial was reserved before.
  case serialTaken(SerialNumber)
  case serialNotReserved(SerialNumber)
  case serialSpent(SerialNumber, by: DecisionID)
  /// The reservation's issuer, requester or subject key is another; `field` says which.
  case serialReservedForAnother(SerialNumber, field: String)
  case reservationExpired(SerialNumber, at: Instant)
  /// A request with this digest led to an intent before; the client is answered with what became of that.
  case duplicateRequest(DecisionID)
  case duplicateDecision(DecisionID)
  /// The certificate of a pair names a precertificate that is not on record with this serial.
  case precertificateUnknown(SerialNumber)
  /// The subject's name was given to another subject.
  case nameOfAnother(SerialNumber)
  /// The subject's key was certified for another subject.
  case keyOfAnother(SerialNumber)
  /// The subject's key is known to be compromised.
  case keyCompromised(SerialNumber)
  case alreadyRevoked(SerialNumber)
  /// There is no acceptance to wait for.
  case noAcceptanceDue(DecisionID)
  case alreadyConsumed(Consumption)
  case noIntent(DecisionID)
  /// Another record says already what became of the intent.
  case alreadyConcluded(DecisionID)
  /// The document is not the one before this revision, or one record changes it twice.
  case staleRevision(register: String, key: String)
  /// The vault keeps something under this name.
  case nameTaken(String)
  /// The vault keeps nothing under this name.
  case nothingKept(String)
  /// The store has no vault; the name is what it was to keep.
  case noVault(String)
}

extension Conflict: CustomStringConvertible {
  public var description: String {
    switch self {
    case .serialTaken(let serial): "serial \(serial) was reserved before"
    case .serialNotReserved(let serial): "serial \(serial) was not reserved here; reserve one first"
    case .serialSpent(let serial, let decision): "serial \(serial) is spent by decision \(decision)"
    case .serialReservedForAnother(let serial, let field): "serial \(serial) is reserved for another \(field)"
    case .reservationExpired(let serial, let time): "the reservation of serial \(serial) ended at \(time)"
    case .duplicateRequest(let decision): "the same request was taken before, as decision \(decision)"
    case .duplicateDecision(let decision): "decision \(decision) exists already"
    case .precertificateUnknown(let serial): "the precertificate with serial \(serial) is not the one on record"
    case .nameOfAnother(let serial): "the subject's name in certificate \(serial) was given to another subject"
    case .keyOfAnother(let serial): "the key in certificate \(serial) was certified for another subject"
    case .keyCompromised(let serial): "the key in certificate \(serial) is known to be compromised"
    case .alreadyRevoked(let serial): "certificate \(serial) is revoked already"
    case .noAcceptanceDue(let decision): "decision \(decision) waits for no acceptance"
    case .alreadyConsumed(let consumption): "\(consumption.register) \(consumption.value) was used before"
    case .noIntent(let decision): "decision \(decision) has no intent on record"
    case .alreadyConcluded(let decision): "what became of decision \(decision) is on record already"
    case .staleRevision(let register, let key):
      "document \(key) of \(register) was changed by somebody else in between; read it again"
    case .nameTaken(let name): "the vault keeps something as \(name) already; erase it first"
    case .nothingKept(let name): "the vault keeps nothing as \(name)"
    case .noVault(let name): "this store keeps nothing that can be erased, such as \(name)"
    }
  }
}
