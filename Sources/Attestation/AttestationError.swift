internal import DER

/// Why a statement of key origin could not be read. What a statement *says* is never an error: that is a claim.
public enum AttestationError: Error, Sendable, Hashable {
  /// The statement names no format, or one that this build does not know.
  case unknownFormat(String)
  /// No format recognises the statement, or more than one does.
  case unrecognised(String)
  /// A member, part or field is missing, unknown or of the wrong shape; `path` is like `token.serial` or `leaf.spki`.
  case malformed(path: String, found: String, required: String)
}

extension AttestationError {
  /// DER that cannot be read, in a named part.
  static func malformed(_ path: String, _ error: DERError) -> AttestationError {
    let place = error.path.isEmpty ? path : "\(path).\(error.path.joined(separator: "."))"
    return .malformed(path: place, found: "\(error.found) at offset \(error.offset)", required: error.required)
  }
}

extension AttestationError {
  /// The part or member that is wrong, where it is one.
  public var path: String? {
    if case .malformed(let path, _, _) = self { path } else { nil }
  }
}

extension AttestationError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownFormat(let name):
      "attestation format is \(name), must be one of \(Formats.names.joined(separator: ", "))"
    case .unrecognised(let found):
      "attestation is \(found), must be a statement of one of the formats \(Formats.names.joined(separator: ", "))"
    case .malformed(let path, let found, let required):
      "attestation \(path) is \(found), must be \(required)"
    }
  }
}
