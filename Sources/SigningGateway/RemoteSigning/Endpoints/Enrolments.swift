internal import DER
internal import Evidence
internal import Records

/// `POST /remote/v1/enrolments`: key, certificate and live credential in one call. 201, or 200 where an earlier call with the
/// same id had made all of it.
struct EnrolSignatory: Endpoint {
  let gateway: Gateway
  let remote: RemoteSigning

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    let requester = try await gateway.enroller(of: call, remote)
    let order = try EnrolmentOrder(call.message.body, requester: requester.id)
    guard let issuer = gateway.issuers[order.issuer] else { throw .notFound("no issuer is named \(order.issuer)") }
    try await gateway.authorisation.require(requester, for: issuer, call)
    let enrolled = try await EnrolmentService(gateway: gateway, remote: remote).enrol(
      EnrolmentService.Application(
        order: order, requester: requester, certificate: call.message.peerCertificate ?? [], issuer: issuer))
    let json = EnrolmentView.json(enrolled.record, enrolled.credential, demo: gateway.facts.demo)
    return enrolled.isRepeated ? .found(json) : .created(json)
  }
}

/// `GET /remote/v1/enrolments/{id}`: how far it came.
struct ShowEnrolment: Endpoint {
  let gateway: Gateway
  let remote: RemoteSigning

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    _ = try await gateway.enroller(of: call, remote)
    guard let found = try await remote.journal.store.find(EnrolmentRecord.self, call["id"])?.value else {
      throw .notFound("there is no enrolment \(call["id"])")
    }
    let credential = try await remote.journal.store.find(CredentialRecord.self, found.credential)?.value
    return .found(EnrolmentView.json(found, credential, demo: gateway.facts.demo))
  }
}

private enum EnrolmentView {
  static func json(_ record: EnrolmentRecord, _ credential: CredentialRecord?, demo: Bool) -> JSONValue {
    .object([
      "schema": .integer(1), "enrolment": .string(record.id), "order": .string(record.order.hex),
      "credentialID": .string(record.credential), "serial": .optional(record.serial?.hex),
      "decisionId": .optional(record.decision?.text), "demo": .bool(demo),
      "credential": credential.map { CredentialView.json($0) } ?? .null,
    ])
  }
}
