internal import DER
public import Evidence
public import X509

/// A key as `credentials/info` shows it and `signAlgo` is held against.
public struct KeyDescription: Sendable, Hashable {
  public let enabled: Bool
  public let algorithms: [SignAlgorithm]
  /// Bits of the modulus, or of the curve's field.
  public let bits: Int
  /// The dotted identifier of the curve; nil for RSA.
  public let curve: String?

  var isEC: Bool { curve != nil }

  /// `algorithms`: those of the operator's choice, in that order; nil offers all that fit the key. What does not fit it
  /// is left out.
  public init(_ key: KeyFacts, enabled: Bool, algorithms: [SignAlgorithm]? = nil) {
    self.enabled = enabled
    let offered = SignAlgorithm.offered(for: key)
    self.algorithms = algorithms.map { chosen in chosen.filter(offered.contains) } ?? offered
    bits = key.bits
    if case .ec(let curve) = key.kind { self.curve = curve.dottedOID } else { curve = nil }
  }
}

/// How a credential's signatures are authorised.
public enum AuthorizationMode: Sendable, Hashable {
  /// `credentials/authorize` with these objects.
  case explicit([AuthObject])
  /// The authorization endpoint with the scope `credential`.
  case oauth2code
}

/// A factor of the mode `explicit`.
public struct AuthObject: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable {
    case password = "Password"
    case passwordOutOfBand = "PasswordOOB"
    case challengeResponse = "ChallengeResponse"
    case challengeResponseOutOfBand = "ChallengeResponseOOB"
  }

  public let kind: Kind
  public let id: String
  public let label: String?
  public let description: String?
  /// True where it is made of digits alone.
  public let numeric: Bool?
  /// Such as `totp`.
  public let generator: String?

  public init(
    _ kind: Kind, id: String, label: String? = nil, description: String? = nil, numeric: Bool? = nil,
    generator: String? = nil
  ) {
    self.kind = kind
    self.id = id
    self.label = label
    self.description = description
    self.numeric = numeric
    self.generator = generator
  }
}

/// All that an answer may tell of a credential; plain values.
public struct CredentialDescription: Sendable, Hashable {
  public enum CertificateStatus: String, Sendable, Hashable { case valid, expired, revoked, suspended }

  public let id: String
  public let description: String?
  /// Such as `eu_eidas_qes`.
  public let qualifier: String?
  public let language: String?
  public let key: KeyDescription
  public let status: CertificateStatus?
  /// The signer's certificate, then those of its issuers; empty while there is none.
  public let chain: [Certificate]
  public let mode: AuthorizationMode
  /// 1 or 2.
  public let scal: Int
  /// At least 1.
  public let multisign: Int

  public init(
    id: String, description: String? = nil, qualifier: String? = nil, language: String? = nil, key: KeyDescription,
    status: CertificateStatus?, chain: [Certificate], mode: AuthorizationMode, scal: Int, multisign: Int
  ) {
    self.id = id
    self.description = description
    self.qualifier = qualifier
    self.language = language
    self.key = key
    self.status = status
    self.chain = chain
    self.mode = mode
    self.scal = scal
    self.multisign = max(1, multisign)
  }
}

extension CredentialDescription {
  /// The answer of `credentials/info`.
  public func info(_ parts: CredentialParts, dialect: Dialect) -> JSONValue {
    .object(members(parts, dialect: dialect))
  }

  func members(_ parts: CredentialParts, dialect: Dialect) -> [String: JSONValue] {
    var members: [String: JSONValue] = [
      "key": .object(keyMembers), "SCAL": .string(scal == 2 ? "2" : "1"), "multisign": .integer(Int64(multisign)),
      "description": description.map(JSONValue.string) ?? .null, "lang": language.map(JSONValue.string) ?? .null,
    ]
    if dialect == .v2 { members["signatureQualifier"] = qualifier.map(JSONValue.string) ?? .null }
    if !chain.isEmpty || status != nil { members["cert"] = .object(certificateMembers(parts, dialect: dialect)) }
    switch dialect {
    case .v1: members.merge(v1Authorization(parts)) { _, new in new }
    case .v2: members["auth"] = .object(v2Authorization(parts))
    }
    return members.filter { $0.value != .null }
  }

  private var keyMembers: [String: JSONValue] {
    var members: [String: JSONValue] = [
      "status": .string(key.enabled ? "enabled" : "disabled"),
      "algo": .array(key.algorithms.map { .string("\($0.oid)") }), "len": .integer(Int64(key.bits)),
    ]
    if let curve = key.curve { members["curve"] = .string(curve) }
    return members
  }

  private func certificateMembers(_ parts: CredentialParts, dialect: Dialect) -> [String: JSONValue] {
    var members: [String: JSONValue] = [:]
    if let status { members["status"] = .string(status.rawValue) }
    let shown: [Certificate] =
      switch parts.certificates {
      case .none: []
      case .single: Array(chain.prefix(1))
      case .chain: chain
      }
    if !shown.isEmpty { members["certificates"] = .array(shown.map { .string(Base64.encode($0.derBytes)) }) }
    guard parts.certInfo, let tbs = chain.first?.tbsCertificate else { return members }
    members["issuerDN"] = .string("\(tbs.issuer)")
    members["subjectDN"] = .string("\(tbs.subject)")
    members["serialNumber"] = .string("\(tbs.serialNumber)")
    members["validFrom"] = .string(CSCTime.text(tbs.validity.notBefore))
    members["validTo"] = .string(CSCTime.text(tbs.validity.notAfter))
    guard dialect == .v2 else { return members }
    if let policies = tbs.extensionValue(CertificatePolicies.self).value {
      members["policy"] = .array(policies.identifiers.map { .string("\($0)") })
    }
    if let statements = tbs.extensionValue(QCStatements.self).value {
      members["qcStatements"] = .array(statements.statements.map { .string("\($0.id)") })
    }
    return members
  }

  private func v2Authorization(_ parts: CredentialParts) -> [String: JSONValue] {
    guard case .explicit(let objects) = mode else { return ["mode": .string("oauth2code")] }
    var members: [String: JSONValue] = ["mode": .string("explicit")]
    guard parts.authInfo else { return members }
    members["objects"] = .array(objects.map { .object($0.members) })
    if objects.count > 1 { members["expression"] = .string(objects.map(\.id).joined(separator: " AND ")) }
    return members
  }

  /// v1 knows a PIN and an OTP: a secret that stays is the one, what a generator makes is the other.
  private func v1Authorization(_ parts: CredentialParts) -> [String: JSONValue] {
    guard case .explicit(let objects) = mode else { return ["authMode": .string("oauth2code")] }
    var members: [String: JSONValue] = ["authMode": .string("explicit")]
    guard parts.authInfo else { return members }
    for object in objects {
      members[object.generator == nil ? "PIN" : "OTP"] = .object(object.v1Members)
    }
    for absent in ["PIN", "OTP"] where members[absent] == nil {
      members[absent] = .object(["presence": .string("false")])
    }
    return members
  }
}

extension AuthObject {
  fileprivate var members: [String: JSONValue] {
    let all: [String: JSONValue] = [
      "type": .string(kind.rawValue), "id": .string(id), "label": label.map(JSONValue.string) ?? .null,
      "description": description.map(JSONValue.string) ?? .null, "format": format,
      "generator": generator.map(JSONValue.string) ?? .null,
    ]
    return all.filter { $0.value != .null }
  }

  fileprivate var v1Members: [String: JSONValue] {
    var all: [String: JSONValue] = [
      "presence": .string("true"), "label": label.map(JSONValue.string) ?? .null,
      "description": description.map(JSONValue.string) ?? .null, "format": format,
    ]
    if generator != nil {
      all["type"] = .string("offline")
      all["ID"] = .string(id)
    }
    return all.filter { $0.value != .null }
  }

  private var format: JSONValue { numeric.map { .string($0 ? "N" : "A") } ?? .null }
}

/// `YYYYMMDDHHmmssZ`, always in this form, whatever the certificate writes.
enum CSCTime {
  static func text(_ time: Time) -> String {
    let text = "\(Instant(seconds: time.secondsSinceEpoch))"
    return String(text.filter { $0 != "-" && $0 != ":" && $0 != "T" })
  }
}
