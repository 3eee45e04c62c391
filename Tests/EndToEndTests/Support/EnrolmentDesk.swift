import Cryptography
import DER
import Documents
import Evidence
import Foundation
import TestSupport
import X509

/// `credential enrol` as an enrolment desk runs it: an order, the officers' signatures over it, and the call.
struct EnrolmentDesk: Sendable {
  let demo: DemoInstallation
  let id: String
  let policy: String
  /// What is to be made: `--signatory` and so on.
  let terms: [String]

  init(
    _ demo: DemoInstallation, _ id: String = "E-1", policy: String = "qcp-n-qscd",
    terms: [String] = ["--signatory", "anna", "--name", "Anna Andersson", "--key-kind", "P-256"],
    place: RemoteInstallation.Place = .wrapped, _ more: [String] = []
  ) {
    self.demo = demo
    self.id = id
    self.policy = policy
    self.terms = terms + ["--place", place.rawValue] + more
  }

  private var order: [String] { terms + ["--enrolment", id, "--issuer", "issuing", "--policy", policy] }
  var application: String { "\(id).yaml" }
  var certificate: String { "\(id).pem" }

  /// The application with the officers' signatures, the approval over the order; of a template of the demonstration that was
  /// changed.
  func sign(_ change: (inout String) throws -> Void = { _ in }) async throws {
    let template = Product.package.appending(path: "examples/demo/application.yaml")
    var text = try String(contentsOf: template, encoding: .utf8)
    try change(&text)
    try demo.write(text, to: "\(id)-template.yaml")
    try await demo.run(
      Product.script("lib/sign-application"),
      [Product.signingGateway, "operator", "-", "\(id)-template.yaml", application] + order
    ).expect()
  }

  /// The call, to its end.
  func enrol(at gateway: RunningGateway) async throws -> ChildProcess.Result {
    try await demo.run(Product.signingGateway, try arguments(gateway))
  }

  func arguments(_ gateway: RunningGateway) throws -> [String] {
    ["credential", "enrol"] + order
      + [
        "--application", application, "--output", certificate, "--gateway", try gateway.address("mtls"), "--ca",
        "operator/operator-ca.pem", "--cert", "operator/pipeline.pem", "--key", "operator/pipeline.key", "--json",
      ]
  }

  /// What the call answered, as a credential that can sign.
  static func credential(_ result: ChildProcess.Result) throws -> RemoteInstallation.Credential {
    let answer = try Document(json: Array(result.output.utf8)).jsonValue()
    guard let id = answer["credentialID"]?.text,
      let spki = answer["credential"]?["publicKey"]?.text.flatMap({ Base64.decode($0) })
    else { throw ProcessFailure(description: "no credential: \(result)") }
    return RemoteInstallation.Credential(id: id, key: try PublicKey(spki: spki))
  }
}

extension String {
  /// Replaces what must be there.
  mutating func edit(_ old: String, _ new: String) throws {
    guard contains(old) else { throw ProcessFailure(description: "no \(old)") }
    self = replacing(old, with: new)
  }
}
