public import Evidence

/// An imported inventory: whose, and the SHA-256 over its file.
public struct Inventory: Sendable, Hashable {
  public let issuer: String
  public let file: Digest

  public init(issuer: String, file: Digest) {
    self.issuer = issuer
    self.file = file
  }
}

/// An acceptance that comes after issuance.
public struct AwaitedAcceptance: Sendable, Hashable {
  public let due: Instant
  /// Sequence of the record that tells of it; nil while it is still to come.
  public var record: Int64?

  public init(due: Instant, record: Int64?) {
    self.due = due
    self.record = record
  }
}

/// The registers by name.
public enum RegisterName: Sendable, Hashable {
  case serials, decisions, consumed, certificates, names, keys, compromised, revocations, inventories, acceptances
  case documents, counters, vault
}

extension CertificateEntry {
  /// What stands against taking the certificate over into the registers, as its number goes.
  public func conflict(with status: SerialStatus) -> Conflict? {
    switch status {
    case .unknown: nil
    // The other one of a pair; that the two are not alike is for the register of certificates to say.
    case .imported(let other): other == issuer ? nil : .serialTaken(serial)
    case .reserved, .precertified: .serialTaken(serial)
    case .spent(let decision): .serialSpent(serial, by: decision)
    }
  }

  /// What stands against it as its name goes. Whom an inventory does not name may have borne the name before.
  public func conflict(nameHolders: Holders) -> Conflict? {
    guard takesName, let subjectID else { return nil }
    return nameHolders.areNobodyBut(subjectID, shown: true) ? nil : .nameOfAnother(serial)
  }
}
