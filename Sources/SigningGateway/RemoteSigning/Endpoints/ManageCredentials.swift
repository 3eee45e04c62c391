internal import DER
internal import Documents
internal import Evidence
internal import Records
internal import TokenPool

/// `POST /remote/v1/credentials`: makes a key for a signatory and proves where it was born. 201 with a certification request.
struct MakeCredential: Endpoint {
  let gateway: Gateway
  let remote: RemoteSigning

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    let requester = try await gateway.enroller(of: call, remote)
    let made = try await remote.credentials.make(try MakeCredential.read(call.message.body, requester.id))
    return .created(
      .object([
        "schema": .integer(1), "credentialID": .string(made.credential.id),
        "publicKey": .string(Base64.encode(made.credential.spki)), "csr": .string(Base64.encode(made.request)),
        "attestation": made.statement, "place": .string(made.credential.place.kind.rawValue),
        "status": .string(made.credential.status.rawValue), "demo": .bool(gateway.facts.demo),
      ]))
  }

  private static func read(_ bytes: [UInt8], _ requester: String) throws(GatewayError) -> CredentialService.Order {
    do throws(DocumentError) {
      return try Document(json: bytes).read(
        as: .object { fields throws(DocumentError) in
          _ = try fields.required("schema", as: .integer(in: 1...1))
          return try CredentialService.Order(&fields, requester: requester)
        })
    } catch { throw .malformed(error) }
  }
}

extension CredentialService.Order {
  /// The members of a credential that is to be made.
  init(_ fields: inout Fields, requester: String) throws(DocumentError) {
    let level = try fields.optional("level", as: .choice) ?? SoleControlLevel.two
    let kind = try fields.optional("kind", as: .choice) ?? SignatoryKind.natural
    let unnamed = try fields.optional("automated", as: .bool) ?? false
    if unnamed, kind == .natural { throw fields.error("automated", "only a legal person's seal is automated") }
    self.init(
      signatory: try fields.required("signatory", as: .name), name: try fields.required("name", as: .words),
      kind: kind, key: try fields.required("key", as: CredentialService.Order.key),
      place: try fields.optional("place", as: .choice) ?? .token, level: level,
      multisign: Int(clamping: try fields.optional("multisign", as: .integer(in: 1...1_000_000)) ?? 1),
      takesUnnamedHashes: unnamed,
      takesSyncedPasskeys: try fields.optional("syncedPasskeys", as: .bool) ?? false,
      takesCounterlessPasskeys: try fields.optional("counterlessPasskeys", as: .bool) ?? false,
      description: try fields.optional("description", as: .string), requester: requester,
      isOneTime: try fields.optional("oneTime", as: .bool) ?? false)
  }

  private static var key: FieldShape<KeyPairKind> {
    .text("one of rsa-2048, rsa-3072, rsa-4096, P-256, P-384, P-521") { text in
      switch text {
      case "rsa-2048": .rsa(bits: 2048)
      case "rsa-3072": .rsa(bits: 3072)
      case "rsa-4096": .rsa(bits: 4096)
      case "P-256": .ec(.p256)
      case "P-384": .ec(.p384)
      case "P-521": .ec(.p521)
      default: nil
      }
    }
  }
}

/// `POST /remote/v1/credentials/{id}/certificate`: the certificate of the key, of this CA or another, signer first.
struct CertifyCredential: Endpoint {
  let gateway: Gateway
  let remote: RemoteSigning

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    let requester = try await gateway.enroller(of: call, remote)
    let chain: [[UInt8]]
    do throws(DocumentError) {
      chain = try Document(json: call.message.body).read(
        as: .object { fields throws(DocumentError) in
          _ = try fields.required("schema", as: .integer(in: 1...1))
          return try fields.required("certificates", as: .list(of: .base64, count: 1...10))
        })
    } catch { throw .malformed(error) }
    return .found(CredentialView.json(try await remote.credentials.certify(call["id"], chain, requester: requester.id)))
  }
}

/// `POST /remote/v1/credentials/{id}/status`: suspends, enables again, or destroys for ever.
struct ChangeCredential: Endpoint {
  let gateway: Gateway
  let remote: RemoteSigning

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    let requester = try await gateway.enroller(of: call, remote)
    let (status, reason): (CredentialStatus, String)
    do throws(DocumentError) {
      (status, reason) = try Document(json: call.message.body).read(
        as: .object { fields throws(DocumentError) in
          _ = try fields.required("schema", as: .integer(in: 1...1))
          let status = try fields.required("status", as: FieldShape<CredentialStatus>.choice)
          return (status, try fields.required("reason", as: .words))
        })
    } catch { throw .malformed(error) }
    let credential = try await remote.credentials.change(
      call["id"], to: status, reason: reason, requester: requester.id)
    return .found(CredentialView.json(credential))
  }
}

/// `GET /remote/v1/credentials/{id}`.
struct ShowCredential: Endpoint {
  let gateway: Gateway
  let remote: RemoteSigning

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    _ = try await gateway.enroller(of: call, remote)
    let found = try await remote.credentials.find(call["id"])
    let uses: Int64
    do { uses = try await remote.journal.store.count(CredentialRecord.uses, found.value.id) } catch {
      throw GatewayError(error)
    }
    return .found(CredentialView.json(found.value, uses: uses))
  }
}

enum CredentialView {
  static func json(_ credential: CredentialRecord, uses: Int64? = nil) -> JSONValue {
    var members: [String: JSONValue] = [
      "schema": .integer(1), "credentialID": .string(credential.id), "signatory": .string(credential.signatory),
      "kind": .string(credential.kind.rawValue), "SCAL": .string(credential.level.rawValue),
      "status": .string(credential.status.rawValue), "multisign": .integer(Int64(credential.multisign)),
      "place": .string(credential.place.kind.rawValue), "publicKey": .string(Base64.encode(credential.spki)),
      "certificates": .array(credential.certificates.map { .string(Base64.encode($0)) }),
      "qscdStatement": .bool(credential.hasQSCDStatement),
      "evidenceClass": .optional(credential.origin?.evidenceClass), "device": .optional(credential.origin?.device),
      "createdAt": .string(credential.createdAt.description),
    ]
    if credential.isOneTime { members["oneTime"] = .bool(true) }
    if let uses { members["uses"] = .integer(uses) }
    return .object(members)
  }
}

extension Gateway {
  /// The requester of the call, where it may enrol signatories.
  func enroller(of call: Call, _ remote: RemoteSigning) async throws(GatewayError) -> Requester {
    let requester = try await authorisation.requester(of: call)
    try await authorisation.requireEnroller(requester, among: remote.settings.enrollers, call)
    return requester
  }
}
