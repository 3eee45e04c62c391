internal import Cryptography
internal import Evidence
internal import PolicyGates
internal import Signing
internal import X509

/// A CA as it was found at the start: its certificate, and its key on the token.
struct Issuer: Sendable {
  let name: String
  let certificate: Certificate
  let facts: IssuerFacts
  let key: KeyIdentity
  let tokenName: String
  let token: any GatewayToken
  let terms: JudgingTerms
  /// It had a history before this gateway, which must be on record before it signs.
  let requiresInventory: Bool

  /// Throws where the certificate's key is none that signatures can be verified with, or is not the token's.
  init(
    name: String, certificate: Certificate, key: KeyIdentity, tokenName: String, token: any GatewayToken,
    terms: JudgingTerms, requiresInventory: Bool = false
  ) throws(StartError) {
    let publicKey: PublicKey
    do { publicKey = try PublicKey(certificate.tbsCertificate.subjectPublicKeyInfo) } catch {
      throw .issuer(name, "its certificate's key is not usable: \(error)")
    }
    guard publicKey.facts.spkiSHA256 == key.spkiSHA256 else {
      throw .issuer(name, "the key on token \(tokenName) is not the one in its certificate")
    }
    self.name = name
    self.certificate = certificate
    facts = IssuerFacts(certificate: certificate.tbsCertificate, publicKey: publicKey.facts)
    self.key = key
    self.tokenName = tokenName
    self.token = token
    self.terms = terms
    self.requiresInventory = requiresInventory
  }
}

/// Why the service does not start.
enum StartError: Error, Sendable, CustomStringConvertible {
  case configuration(ConfigurationError)
  case issuer(String, String)
  case token(String, String)
  case store(String)
  case listener(String)

  var description: String {
    switch self {
    case .configuration(let error): error.description
    case .issuer(let name, let problem): "issuer \(name): \(problem)"
    case .token(let name, let problem): "token \(name): \(problem)"
    case .store(let problem): problem
    case .listener(let problem): problem
    }
  }
}
