internal import Evidence

/// Lets uses of one release that names no documents begin at different occurrences, so that many at a time do not all want
/// the same. Hints alone: that each occurrence is spent once is the store's to see to.
struct OccurrenceTickets: Sendable {
  static let most = 10_000

  private var next: [String: Int] = [:]

  /// The first of so many occurrences; nil where there are not so many behind those that were given out.
  ///
  /// - Parameter used: how many the registers have as spent.
  mutating func take(_ count: Int, of content: ActivationContent, used: Int) -> Int? {
    let first = max(next[content.session] ?? 0, used)
    guard count > 0, count <= content.signatures, first <= content.signatures - count else { return nil }
    if next.count >= OccurrenceTickets.most { next = [:] }
    next[content.session] = first + count
    return first
  }
}
