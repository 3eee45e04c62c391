internal import Evidence

// Who was given which share, and who brought which.
extension CustodyAudit {
  /// Every custodian of the script has one share of the backup's set, and no two the same one. Returns them.
  mutating func requireGiven(_ set: Int64?, _ custody: ShareCustody) -> [KnownShare] {
    let given = shares.given.filter { $0.set == set }
    // An interrupted run may have given shares of this number, too: void they are all the same.
    let mine = Array(given.suffix(custody.custodians.count))
    if mine.map(\.custodian) != custody.custodians {
      error(
        "the shares of set \(set ?? 0) were given to \(CustodyAudit.names(mine)), and not one each to "
          + custody.custodians.joined(separator: ", "))
    }
    if Set(mine.map(\.number)) != Set((1...custody.custodians.count).map { Int64($0) }) {
      error("the shares of set \(set ?? 0) are not those from 1 to \(custody.custodians.count)")
    }
    if mine.contains(where: { $0.needed != Int64(custody.threshold) }) {
      error("a share of set \(set ?? 0) says that another number than \(custody.threshold) is needed")
    }
    requireOneSet(mine, "the backup")
    for other in Swift.Set(shares.given.compactMap(\.set)).sorted() where other != set && !shares.voided.contains(other)
    {
      error("shares of set \(other) were given too, and no record says that they are void")
    }
    return mine
  }

  /// What stands in clear on shares of one set is the same on all of them, and no share counts twice.
  mutating func requireOneSet(_ shares: [KnownShare], _ what: String) {
    guard let first = shares.first else { return }
    if shares.contains(where: { !$0.isOfTheSet(of: first) }) {
      error("the shares of \(what) are not of one set")
    }
    if Set(shares.map(\.number)).count != shares.count || Set(shares.map(\.custodian)).count != shares.count {
      error("a share of \(what), or a custodian, counts twice")
    }
    if let needed = first.needed, shares.count < needed {
      error("\(shares.count) shares of \(what) are on record, and \(needed) are needed")
    }
  }

  static func names(_ shares: [KnownShare]) -> String {
    shares.isEmpty ? "nobody" : shares.map(\.custodian).joined(separator: ", ")
  }
}

extension KnownShare {
  func isOfTheSet(of other: KnownShare) -> Bool {
    set == other.set && needed == other.needed && isExtendable == other.isExtendable
      && iterationExponent == other.iterationExponent
  }

  func isTheSame(as other: KnownShare) -> Bool {
    isOfTheSet(of: other) && number == other.number && custodian == other.custodian
  }
}
