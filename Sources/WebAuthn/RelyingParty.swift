internal import Cryptography
internal import Evidence

/// Whom passkeys are made for: one id, and the origins whose pages may use them.
///
/// libfido2 takes any origin; that it is one of these is for this module to check.
public struct RelyingParty: Sendable, Hashable {
  /// A host name such as `sign.example`, without scheme and port.
  public let id: String
  /// As browsers write them, such as `https://sign.example` or `http://localhost:8080`; compared byte by byte.
  public let origins: Set<String>

  public init(id: String, origins: Set<String>) {
    self.id = id
    self.origins = origins
  }

  /// What authenticator data begins with.
  var idHash: [UInt8] { Hash.digest(Array(id.utf8)).bytes }

  func allows(_ origin: String) -> Bool { origins.contains { $0.utf8.elementsEqual(origin.utf8) } }
}
