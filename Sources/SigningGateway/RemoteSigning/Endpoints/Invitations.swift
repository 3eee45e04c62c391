internal import Cryptography
internal import Evidence
internal import X509

/// `POST /remote/v1/signatories/{signatory}/invitations`: 201 with the code that lets the signatory enrol an authenticator,
/// once an operator has released the invitation.
struct InviteSignatory: Endpoint {
  let gateway: Gateway
  let remote: RemoteSigning

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    let requester = try await gateway.enroller(of: call, remote)
    let invitation = try await remote.authenticators.invite(call["signatory"], by: requester.id)
    return .created(
      .object([
        "schema": .integer(1), "invitation": .string(invitation.record.id), "code": .string(invitation.code),
        "released": .bool(invitation.record.releasedBy != nil),
        "page": .string("\(remote.settings.origin)/signatory/enrol"),
        "expires": .string(invitation.record.expires.description), "demo": .bool(gateway.facts.demo),
      ]))
  }
}

/// `POST /operator/v1/invitations/{id}/release`: an operator, who is not the one that asked, lets an invitation count.
struct ReleaseInvitation: Endpoint {
  let gateway: Gateway
  let remote: RemoteSigning

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    let (approver, _) = try await gateway.authorisation.operator(of: call)
    let record = try await remote.authenticators.release(call["id"], by: approver.id)
    return .found(
      .object([
        "schema": .integer(1), "invitation": .string(record.id), "signatory": .string(record.signatory),
        "requestedBy": .string(record.requestedBy), "releasedBy": .optional(record.releasedBy),
        "expires": .string(record.expires.description),
      ]))
  }
}

/// `POST /operator/v1/signatories/{signatory}/authenticators/{id}/revocation`: the loss of an authenticator. Two different
/// operators have to ask for the same within an hour.
struct RevokeAuthenticator: Endpoint {
  let gateway: Gateway
  let remote: RemoteSigning

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    let (approver, certificate) = try await gateway.authorisation.operator(of: call)
    let key = (try? Certificate(der: certificate)).map {
      Hash.digest($0.tbsCertificate.subjectPublicKeyInfo.derBytes)
    }
    let (isRevoked, reports) = try await remote.authenticators.reportLoss(
      of: call["id"], call["signatory"], by: approver, key: key ?? Hash.digest(certificate))
    return .answer(
      status: isRevoked ? 200 : 202,
      .object([
        "schema": .integer(1), "authenticator": .string(call["id"]), "revoked": .bool(isRevoked),
        "askedBy": .array(reports.map(\.by).sorted().map { .string($0) }),
      ]))
  }
}
