/// The languages that the signatory's pages speak.
public enum PageLanguage: String, Sendable, Hashable, CaseIterable {
  case english = "en"
  case german = "de"

  /// What the language calls itself.
  public var ownName: String {
    switch self {
    case .english: "English"
    case .german: "Deutsch"
    }
  }

  /// The language that the address asks for, else the first of `Accept-Language` (RFC 9110, 12.5.4), else English.
  ///
  /// - Parameters:
  ///   - query: the value of `lang`.
  ///   - acceptLanguage: the values of the header, such as `de-AT,de;q=0.9,en;q=0.5`.
  public static func chosen(query: String?, acceptLanguage: [String]) -> PageLanguage {
    if let query, let language = PageLanguage(tag: query) { return language }
    var best: (language: PageLanguage, weight: Int)?
    for item in acceptLanguage.flatMap({ $0.split(separator: ",") }).prefix(32) {
      let parts = item.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
      guard let tag = parts.first, let language = PageLanguage(tag: String(tag)),
        let weight = weight(parts.dropFirst()), weight > best?.weight ?? 0
      else { continue }
      best = (language, weight)
    }
    return best?.language ?? .english
  }

  /// The primary subtag decides: `de-CH` is German.
  private init?(tag: String) {
    guard let primary = tag.split(separator: "-", omittingEmptySubsequences: false).first else { return nil }
    self.init(rawValue: primary.lowercased())
  }

  /// Thousandths of `q`; nil where it is no weight.
  private static func weight(_ parameters: ArraySlice<String>) -> Int? {
    guard let text = parameters.first(where: { $0.lowercased().hasPrefix("q=") })?.dropFirst(2) else { return 1000 }
    let digits = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard digits.count <= 2, let whole = digits.first.flatMap({ Int(String(decoding: $0, as: UTF8.self)) }) else {
      return nil
    }
    let fraction = digits.count == 2 ? String(decoding: digits[1], as: UTF8.self) : ""
    guard fraction.utf8.count <= 3, let part = Int(fraction + String(repeating: "0", count: 3 - fraction.utf8.count)),
      (0...1).contains(whole), (0...1000).contains(part)
    else { return nil }
    return min(1000, whole * 1000 + part)
  }
}
