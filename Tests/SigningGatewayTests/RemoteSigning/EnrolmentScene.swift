import Cryptography
import DER
import Documents
import Evidence
import Records
import TestSupport
import Testing
import X509

@testable import SigningGateway

/// A gateway that certifies what it enrols, and may be started again over the same tokens and records.
final class EnrolmentScene: Sendable {
  let folder: ConfigurationFolder
  let store: StoppableStore
  let token: FakeSubjectToken
  let ca: FakeToken
  /// By whether the register of devices says that the certified configuration keeps keys under wrap.
  private let configurations: [Bool: Configuration]
  private let clock = RemoteClock()

  init(more: String = "") throws {
    let folder = try ConfigurationFolder()
    defer { folder.remove() }
    self.folder = folder
    try folder.write("gateway.yaml", RemoteScene.configuration(more: more))
    configurations = try [true, false].reduce(into: [:]) { all, keeps in
      try folder.write("devices.yaml", ConfigurationFolder.devices(keepsWrappedKeys: keeps))
      all[keeps] = try folder.read()
    }
    let clock = clock
    store = StoppableStore { clock.now }
    token = FakeSubjectToken()
    ca = FakeToken(key: folder.issuingKey)
  }

  /// A start.
  func start(keepsWrappedKeys: Bool = true) async throws -> Gateway {
    let configuration = try #require(configurations[keepsWrappedKeys])
    let key = KeyIdentity(ckaID: [1], spkiSHA256: Hash.digest(try folder.issuingKey.spki))
    let issuer = try Issuer(
      name: "issuing", certificate: folder.issuing, key: key, tokenName: "ca", token: ca,
      terms: try #require(configuration.issuers["issuing"]).terms)
    let clock = clock
    let gateway = Gateway(
      configuration: configuration, issuers: ["issuing": issuer], tokens: ["ca": ca, "subject": token], store: store,
      clock: { clock.now })
    _ = try await gateway.begin([])
    _ = try await gateway.changes.stage(.configuration, gateway.facts.configuration)
    return gateway
  }

  static func send(
    _ method: String, _ path: String, _ json: JSONValue? = nil, to gateway: Gateway,
    as certificate: [UInt8] = ConfigurationFolder.pipeline
  ) async throws -> Scene.Reply {
    let response = await gateway.router.answer(
      HTTPRequest(
        listener: "mtls", method: method, target: try #require(HTTPTarget(path)),
        headers: [HTTPField("Content-Type", "application/json")], body: json?.canonicalBytes() ?? [],
        peerCertificate: certificate, remoteAddress: "127.0.0.1:4711"))
    return Scene.Reply(
      status: response.status, json: JSONValue(canonical: response.body) ?? .null, headers: response.headers,
      text: String(decoding: response.body, as: UTF8.self))
  }

  static func enrol(_ body: JSONValue, at gateway: Gateway) async throws -> Scene.Reply {
    try await send("POST", "/remote/v1/enrolments", body, to: gateway)
  }

  /// A call that every gate admits, save for what the caller changes.
  ///
  /// - Parameter approved: what the approvals name; the order's digest where nil.
  func body(
    _ id: String = "E-1", credential: [String: JSONValue] = [:], policy: CertificatePolicy = .qcpNQSCD,
    approved: Digest? = nil, process: (inout SampleProcess) -> Void = { _ in }
  ) throws -> JSONValue {
    let terms: [String: JSONValue] = [
      "signatory": .string("erika"), "name": .string("Erika Mustermann"), "key": .string("P-256"),
    ]
    let plan = try Document(yaml: Array(EnrolmentScene.plan(isDevice: policy.requiresQSCD).utf8)).jsonValue()
    var members: [String: JSONValue] = [
      "schema": .integer(1), "enrolment": .string(id), "issuer": .string("issuing"),
      "policy": .string(policy.rawValue), "credential": .object(terms.merging(credential) { _, new in new }),
      "certificate": plan,
    ]
    let order = EnrolmentOrder.digest(of: .object(members))
    var certificate = SampleCertificate.subject(policy)
    certificate.subject = try Document(json: plan.canonicalBytes()).read(as: CertificateContentPlan.shape).subject
    var sample = SampleProcess(policy, certificate: certificate)
    for index in sample.application.processing?.approvals.indices ?? 0..<0 {
      sample.application.processing?.approvals[index].subjectKeySHA256 = nil
      sample.application.processing?.approvals[index].enrolmentSHA256 = approved ?? order
    }
    process(&sample)
    members["application"] = try folder.office.document(sample)
    return .object(members)
  }

  private static func plan(isDevice: Bool) -> String {
    """
    subject: {country: DE, given-name: Erika, surname: Mustermann, serial-number: PNODE-1, common-name: Erika Mustermann}
    validity-days: 365
    key-usage: [non-repudiation]
    qc-statements:
      compliance: true
      sscd: \(isDevice)
      type: esign
      pds: [{url: "https://demo.example/pds_en.pdf", language: en}]
    crl: ["http://crl.example.com/issuing.crl"]
    ca-issuers: ["http://pki.example.com/issuing.cer"]
    ocsp: ["http://ocsp.example.com"]
    """
  }

  func wait(seconds: Int64) { clock.wait(seconds) }
}
