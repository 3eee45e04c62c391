import Cryptography
import DER
import Evidence

/// Keys for people of tests.
enum SoftwareKeys {
  /// A public key in PEM, whose private half nobody keeps.
  static func new() throws -> String { PEM(label: "PUBLIC KEY", bytes: try key().facts.spki).text }

  static func key() throws -> PublicKey { try SoftwareKey(pem: try SoftwareKey.newPEM(on: .p256)).publicKey }
}
