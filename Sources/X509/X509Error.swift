public import DER

/// Why some bytes are not the structure that was asked for.
public struct X509Error: Error, Sendable, Hashable {
  /// Such as `Certificate` or `BasicConstraints`.
  public let structure: String
  /// What is wrong, at which offset of the structure's own bytes, and in which field.
  public let cause: DERError

  public init(structure: String, cause: DERError) {
    self.structure = structure
    self.cause = cause
  }
}

extension X509Error: CustomStringConvertible {
  public var description: String { "\(structure): \(cause)" }
}

extension DERCodable {
  /// Decodes exactly one value; errors name the structure.
  static func decoded(_ bytes: [UInt8]) throws(X509Error) -> Self {
    do { return try DERReader.decode(Self.self, bytes[...]) } catch {
      throw X509Error(structure: "\(Self.self)", cause: error)
    }
  }
}
