public import Cryptography
internal import DER
public import Documents
public import Evidence
public import X509

/// An entry of the operator's register of people who sign statements, with the key that they sign with.
public struct RegisteredOfficer: Sendable {
  public let officer: Officer
  public let key: PublicKey
  /// Where the operator registered a certificate: CMS names signers by theirs. The key alone is what is trusted.
  public let certificate: Certificate?

  /// Reads a PEM file with a public key, or with a certificate.
  public init(
    id: String, roles: Set<Officer.Role>, pem: String, validFrom: Instant, validUntil: Instant
  ) throws(OfficerError) {
    let block: PEM
    do {
      guard let only = try PEM.blocks(pem).first, try PEM.blocks(pem).count == 1 else { throw OfficerError.noKey }
      block = only
    } catch { throw .noKey }
    switch block.label {
    case "PUBLIC KEY":
      try self.init(
        id: id, roles: roles, spki: block.bytes, certificate: nil, validFrom: validFrom, validUntil: validUntil)
    case "CERTIFICATE":
      let certificate: Certificate
      do { certificate = try Certificate(der: block.bytes) } catch { throw .unreadable("\(error)") }
      try self.init(
        id: id, roles: roles, spki: certificate.tbsCertificate.subjectPublicKeyInfo.derBytes, certificate: certificate,
        validFrom: validFrom, validUntil: validUntil)
    default: throw .noKey
    }
  }

  private init(
    id: String, roles: Set<Officer.Role>, spki: [UInt8], certificate: Certificate?, validFrom: Instant,
    validUntil: Instant
  ) throws(OfficerError) {
    do { key = try PublicKey(spki: spki) } catch { throw .unreadable("\(error)") }
    officer = Officer(
      id: id, roles: roles, keySHA256: key.facts.spkiSHA256, validFrom: validFrom, validUntil: validUntil)
    self.certificate = certificate
  }
}

/// Why a file gives no officer's key.
public enum OfficerError: Error, Sendable, Hashable, CustomStringConvertible {
  case noKey
  case unreadable(String)

  public var description: String {
    switch self {
    case .noKey: "expected one PEM block, PUBLIC KEY or CERTIFICATE"
    case .unreadable(let problem): problem
    }
  }
}

/// The people who may sign statements about applications.
public struct OfficerRegister: Sendable {
  public let officers: [RegisteredOfficer]

  public init(_ officers: [RegisteredOfficer]) { self.officers = officers }

  /// The entries that a document's signatures name: what of the register a decision rests on.
  public func signers(of document: ApplicationDocument) -> OfficerRegister {
    let names = Set(document.signatures.map(\.signer))
    return OfficerRegister(officers.filter { names.contains($0.officer.id) })
  }

  /// Checks every signature of a document. A bad signature is an answer, and never an error.
  ///
  /// Whether the officer had the role, and was registered at the time of the statement, is for the gates to say.
  public func check(_ document: ApplicationDocument) -> [ProcessSignature] {
    document.signatures.map { signature in
      let entry = officers.first { $0.officer.id == signature.signer }
      let verified = entry.map { $0.verifies(signature, in: document) ? Truth.yes : .no } ?? .unknown
      return ProcessSignature(
        part: signature.part, signer: signature.signer, format: signature.format, officer: entry?.officer,
        verified: verified)
    }
  }
}

extension RegisteredOfficer {
  fileprivate func verifies(_ signature: SignedStatement, in document: ApplicationDocument) -> Bool {
    guard let statement = document.statement(signature.part) else { return false }
    switch signature.format {
    case .jws: return JSONWebSignature.verifies(signature.value, over: statement, by: key, keyID: officer.id)
    case .cms:
      guard let der = Base64.decode(signature.value) else { return false }
      return DetachedCMS(der: der).verifies(over: statement, by: key, certificate: certificate)
    }
  }
}

// MARK: - In a record

extension OfficerRegister {
  /// For the evidence that is kept with a decision.
  public var json: JSONValue {
    .object(["schema": .integer(1), "officers": .array(officers.map(\.json))])
  }

  /// Reads what `json` gives.
  public static var shape: FieldShape<OfficerRegister> {
    .object { fields throws(DocumentError) in
      _ = try fields.required("schema", as: .integer(in: 1...1))
      return OfficerRegister(try fields.required("officers", as: .list(of: RegisteredOfficer.shape)))
    }
  }
}

extension RegisteredOfficer {
  fileprivate var json: JSONValue {
    var members: [String: JSONValue] = [
      "id": .string(officer.id), "roles": .array(officer.roles.map(\.rawValue).sorted().map(JSONValue.string)),
      "publicKey": .string(Base64.encode(key.facts.spki)), "validFrom": .string(officer.validFrom.description),
      "validUntil": .string(officer.validUntil.description),
    ]
    members["certificate"] = certificate.map { .string(Base64.encode($0.derBytes)) }
    return .object(members)
  }

  fileprivate static var shape: FieldShape<RegisteredOfficer> {
    .object { fields throws(DocumentError) in
      let id = try fields.required("id", as: .string)
      let roles: [Officer.Role] = try fields.required("roles", as: .list(of: .choice))
      let spki = try fields.required("publicKey", as: .base64)
      let certificate = try fields.optional("certificate", as: .base64)
      let from = try fields.required("validFrom", as: .instant)
      let until = try fields.required("validUntil", as: .instant)
      do {
        return try RegisteredOfficer(
          id: id, roles: Set(roles), spki: spki, certificate: try certificate.map { try Certificate(der: $0) },
          validFrom: from, validUntil: until)
      } catch {
        throw fields.error("publicKey", "\(error)")
      }
    }
  }
}
