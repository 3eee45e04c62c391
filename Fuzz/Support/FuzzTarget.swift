/// A reader of outside data, with what must hold of every input.
public struct FuzzTarget: Sendable {
  public let name: String
  /// Reads the input and says whether it was taken. Throws where the reader broke a promise; a trap is a broken one too.
  public let read: @Sendable (_ input: [UInt8]) throws(BrokenPromise) -> Bool

  public init(_ name: String, _ read: @escaping @Sendable (_ input: [UInt8]) throws(BrokenPromise) -> Bool) {
    self.name = name
    self.read = read
  }
}

extension FuzzTarget: CustomStringConvertible {
  public var description: String { name }
}

/// What a reader promised and did not keep.
public struct BrokenPromise: Error, Sendable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}

/// Throws where the promise does not hold.
public func promise(_ holds: Bool, _ text: @autoclosure () -> String) throws(BrokenPromise) {
  guard holds else { throw BrokenPromise(text()) }
}
