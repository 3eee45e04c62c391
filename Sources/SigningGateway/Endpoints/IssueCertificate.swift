/// `POST /ca/v1/issuers/{issuer}/certificates`: 201 with the certificate; 200 where the same content was granted before.
struct IssueCertificate: Endpoint {
  let gateway: Gateway

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    let document = try await gateway.issuance.issue(try await gateway.application(call))
    return document.isRepeated ? .found(document.json) : .created(document.json)
  }
}
