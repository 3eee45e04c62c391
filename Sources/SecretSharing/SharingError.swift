/// Why a secret is not split, or not recovered. Nothing of a share or of the secret is said.
public enum SharingError: Error, Sendable, Hashable {
  /// What was asked for is outside of what SLIP-0039 knows.
  case parameters(String)
  /// One share cannot be used. `number` counts from 1 in the order given; nil where it was read alone.
  case share(number: Int?, ShareProblem)
  /// The shares are good, and not enough.
  case tooFew(given: Int, needed: Int, what: String)
  /// The shares agree with each other, but what they give is not what was split: one was made or altered by hand.
  case wrongDigest
  /// The source of randomness or libcrypto failed.
  case library(String)
}

/// What is wrong with one share.
public enum ShareProblem: Sendable, Hashable {
  case wordCount(Int)
  /// A word that is not in the list, by its place, which counts from 1.
  case unknownWord(Int)
  case checksum
  case malformed(String)
  /// Has the member number of another share.
  case duplicate(of: Int)
  /// Belongs to another splitting than the first share, or contradicts it.
  case otherSet(String)
  /// One of more shares than are needed, and not on the same polynomial as the others.
  case contradicts
}

extension SharingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .parameters(let why): "cannot split: \(why)"
    case .share(let number, let problem): "\(number.map { "share \($0)" } ?? "the share"): \(problem)"
    case .tooFew(let given, let needed, let what): "\(given) \(what) given, \(needed) needed"
    case .wrongDigest: "the shares do not give the secret that was split: its digest differs"
    case .library(let why): why
    }
  }
}

extension ShareProblem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .wordCount(let count): "has \(count) words, which no share has"
    case .unknownWord(let place): "word \(place) is not in the list of SLIP-0039"
    case .checksum: "its checksum is wrong: a word is mistaken, or two are exchanged"
    case .malformed(let why): "is malformed: \(why)"
    case .duplicate(let other): "is the same member's as share \(other)"
    case .otherSet(let what): "is of another set: its \(what) differs from that of share 1"
    case .contradicts: "contradicts the other shares"
    }
  }
}

extension SharingError {
  /// The same, for a share with a number.
  func numbered(_ number: Int) -> SharingError {
    if case .share(nil, let problem) = self { .share(number: number, problem) } else { self }
  }
}
