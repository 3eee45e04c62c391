internal import Evidence

extension Gateway {
  /// The application that a call makes: requester, issuer and body, in this order, so that strangers learn nothing.
  func application(_ call: Call) async throws(GatewayError) -> IssuanceService.Application {
    let requester = try await authorisation.requester(of: call)
    let issuer = try issuer(call)
    let request = try CertificateRequestBody.read(call.message.body, issuer: issuer.name)
    return IssuanceService.Application(
      request: request, requester: requester, certificate: call.message.peerCertificate ?? [], issuer: issuer)
  }

  func issuer(_ call: Call) throws(GatewayError) -> Issuer {
    guard let issuer = issuers[call["issuer"]] else { throw .notFound("no issuer is named \(call["issuer"])") }
    return issuer
  }
}
