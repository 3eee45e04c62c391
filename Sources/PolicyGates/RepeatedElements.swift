extension Sequence where Element: Hashable {
  /// The elements that stand more than once, each named once. One pass: the list may be as long as a requester likes,
  /// and comparing all pairs would take minutes.
  var repeatedElements: [Element] {
    var counts: [Element: Int] = [:]
    return filter { element in
      counts[element, default: 0] += 1
      return counts[element] == 2
    }
  }
}
