/// Why some bytes are not the DER that was asked for, and where.
public struct DERError: Error, Sendable, Hashable {
  /// The kind of defect: the rule of X.690 that is broken, or the constraint of the structure.
  public enum Problem: String, Sendable, Hashable, CaseIterable {
    case truncated, trailingBytes, unexpectedTag, nonMinimalTag, indefiniteLength, nonMinimalLength
    case nonMinimalInteger, integerOutOfRange, badBoolean, badNull, badBitString, badObjectIdentifier
    case badString, badTime, unsortedSet, defaultValueEncoded, tooDeep, tooLarge, badText
    /// The encoding is fine; the value is not one that the structure allows.
    case constraint
  }

  public let problem: Problem
  public let found: String
  public let required: String
  /// Index into the bytes that the reader was given.
  public let offset: Int
  /// Names of the fields from the outermost to the one at fault.
  public private(set) var path: [String]

  public init(_ problem: Problem, found: String, required: String, offset: Int, path: [String] = []) {
    self.problem = problem
    self.found = found
    self.required = required
    self.offset = offset
    self.path = path
  }

  /// The same error seen from the structure that holds `field`.
  public func inside(_ field: String) -> DERError {
    var outer = self
    outer.path.insert(field, at: 0)
    return outer
  }
}

extension DERError: CustomStringConvertible {
  public var description: String {
    let place = path.isEmpty ? "" : path.joined(separator: ".") + ", "
    return "\(place)offset \(offset): found \(found), required \(required)"
  }
}
