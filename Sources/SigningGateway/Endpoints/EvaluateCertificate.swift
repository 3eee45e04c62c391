internal import Evidence
internal import PolicyGates
internal import Records
internal import Signing

/// `POST /ca/v1/issuers/{issuer}/certificates:evaluate`: what the gates say. Nothing is signed, reserved or recorded.
struct EvaluateCertificate: Endpoint {
  let gateway: Gateway

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    let application = try await gateway.application(call)
    try await gateway.authorisation.require(application.requester, for: application.issuer, call)
    let evaluation = try await gateway.issuance.evaluate(application)
    let approval = gateway.changes.approval(of: gateway.facts.configuration)?.members ?? [:]
    let members: [String: JSONValue] = [
      "schema": .integer(1),
      "verdict": .string(evaluation.admits ? "admit" : "refuse"),
      "request": .string(application.request.digest.hex),
      "gates": .array(evaluation.gates.map(JSONValue.string)),
      "findings": .array(evaluation.findings.map { RecordedFinding($0).json }),
      "demo": .bool(gateway.facts.demo),
      "configuration": .string(gateway.facts.configuration.hex),
    ]
    return .found(.object(members.merging(approval) { own, _ in own }))
  }
}
