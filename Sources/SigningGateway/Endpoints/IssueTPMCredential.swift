internal import Attestation
internal import Cryptography
internal import DER
internal import Documents
internal import Evidence

/// `POST /ca/v1/issuers/{issuer}/tpm-credentials`: a secret that only the TPM of an endorsement certificate can open, and only for
/// one attestation key (TPM2_ActivateCredential). 201.
///
/// Nothing is judged here: whether the certificate leads to an anchor and the key is fit to attest, the gates ask of the evidence.
struct IssueTPMCredential: Endpoint {
  let gateway: Gateway

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    let requester = try await gateway.authorisation.requester(of: call)
    let issuer = try gateway.issuer(call)
    try await gateway.authorisation.require(requester, for: issuer, call)
    let keys = try IssueTPMCredential.read(call.message.body)
    let credential = try IssueTPMCredential.credential(keys)
    let id = credential.activation.outstandingSecret?.bytes ?? []
    let now = gateway.clock()
    switch gateway.credentials.withLock({ $0.issue(credential.activation, as: id, to: requester.id, at: now) }) {
    case .tooMany:
      throw .unavailable(
        "\(IssueLedger<TPMActivation>.most) credentials of \(requester.id) are out: use them, or wait", decision: nil)
    case .issued(let issued):
      return .created(
        .object([
          "schema": .integer(1), "id": .string(Hex.encode(issued.id)),
          "credentialBlob": .string(Base64.encode(credential.identityObject)),
          "encryptedSecret": .string(Base64.encode(credential.encryptedSecret)),
          "toolFile": .string(Base64.encode(credential.toolFile)),
          "akName": .string(Hex.encode(issued.content.attestationKeyName)),
          "expires": .string(issued.expires.description), "demo": .bool(gateway.facts.demo),
        ]))
    }
  }

  private typealias Keys = (endorsementCertificate: [UInt8], attestationKey: [UInt8])

  private static func read(_ bytes: [UInt8]) throws(GatewayError) -> Keys {
    do throws(DocumentError) {
      return try Document(json: bytes).read(
        as: .object { fields throws(DocumentError) in
          _ = try fields.required("schema", as: .integer(in: 1...1))
          return (
            try fields.required("ekCertificate", as: .base64), try fields.required("akPublic", as: .base64)
          )
        })
    } catch { throw .malformed(error) }
  }

  private static func credential(_ keys: Keys) throws(GatewayError) -> TPMCredential {
    let secret: [UInt8]
    let seed: [UInt8]
    do { (secret, seed) = (try SecureRandom.bytes(32), try SecureRandom.bytes(32)) } catch {
      throw .unavailable("no random bytes: \(error)", decision: nil)
    }
    do {
      return try TPMCredential(
        secret: secret, seed: seed, attestationKey: keys.attestationKey,
        endorsementCertificate: keys.endorsementCertificate)
    } catch {
      let isAttestationKey = error.path.map { $0 == "ak" || $0.hasPrefix("ak.") } ?? false
      throw .malformed(field: isAttestationKey ? "$.akPublic" : "$.ekCertificate", problem: error.description)
    }
  }
}
