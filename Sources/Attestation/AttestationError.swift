/// Why a statement of key origin could not be read. What a statement *says* is never an error: that is a claim.
public enum AttestationError: Error, Sendable, Hashable {
  /// The statement names no format, or one that this build does not know.
  case unknownFormat(String)
  /// A member is missing, unknown or of the wrong shape; `path` is like `token.serial`.
  case malformed(path: String, found: String, required: String)
}

extension AttestationError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownFormat(let name):
      "attestation format is \(name), must be one of \(Formats.names.joined(separator: ", "))"
    case .malformed(let path, let found, let required):
      "attestation \(path) is \(found), must be \(required)"
    }
  }
}
