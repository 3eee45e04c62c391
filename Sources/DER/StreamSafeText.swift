/// Text that can be compared without harm (UAX #15, 13, Stream-Safe Text Format).
///
/// Swift compares and hashes strings by canonical equivalence. For that it sorts each run of combining characters, in time
/// that grows with the square of the run: a name of nothing but accents would hold a processor for minutes. No language
/// needs more than a few in a row.
public enum StreamSafeText {
  public static let longestRun = 30

  /// Whether no run of combining characters is longer than that.
  public static func holds(_ text: String) -> Bool {
    // U+0300 is the first combining character, and 0xCC its first byte.
    guard text.utf8.contains(where: { $0 >= 0xCC }) else { return true }
    var run = 0
    for scalar in text.unicodeScalars {
      run = scalar.properties.canonicalCombiningClass == .notReordered ? 0 : run + 1
      guard run <= longestRun else { return false }
    }
    return true
  }
}
