import Cryptography
import DER
import Evidence
import PolicyGates
import Records
import TestSupport
import Testing
import X509

@testable import SigningGateway

@Suite struct IssueCertificateTests {
  @Test(arguments: [CertificatePolicy.qcpN, .qcpNQSCD])
  func `a request that all gates admit gets a certificate over exactly its TBS`(policy: CertificatePolicy) async throws
  {
    let scene = try Scene()
    let body = try scene.body(serial: try await scene.reserve(), policy: policy)
    let reply = try await scene.issue(body)
    #expect(reply.status == 201, "\(reply.text)")
    #expect(reply.json["repeated"] == .bool(false))
    #expect(reply.json["demo"] == .bool(true))
    let certificate = try Certificate(der: Base64.decode(reply.json["certificate"]?.text ?? "") ?? [])
    #expect(Base64.encode(certificate.tbsCertificate.derBytes) == body["tbsCertificate"]?.text)
    #expect(try certificate.isSigned(by: try scene.folder.issuingKey.publicKey))
    #expect(await scene.kinds() == ["serials-reserved", "intent", "outcome"])
  }

  @Test func `the intent keeps the raw evidence, and the outcome the whole certificate`() async throws {
    let scene = try Scene()
    let reply = try await scene.issue(try scene.body(serial: try await scene.reserve()))
    let records = await scene.store.records
    let intent = try #require(records.first { $0.kind == .intent }?.value)
    let names = intent["evidence"]?.elements?.compactMap { $0["name"]?.text } ?? []
    #expect(
      names == [
        "tbsCertificate", "csr", "application", "keyOrigin", "deviceRecord", "appraisal", "issuerCertificate",
        "issuerKey", "requesterCertificate", "requester", "registers", "service", "officers", "judgingTerms",
      ])
    #expect(intent["configuration"]?.text == scene.gateway.facts.configuration.hex)
    let addresses = records.flatMap(\.blobAddresses)
    for address in addresses { #expect(try await scene.store.blob(address) != nil) }
    let certificate = Base64.decode(reply.json["certificate"]?.text ?? "") ?? []
    #expect(addresses.contains(Blob(certificate).address))
  }

  @Test func `a key on the list of weak keys gets no certificate, and the record keeps the entry`() async throws {
    let scene = try Scene(isKeyPublished: true)
    let reply = try await scene.issue(try scene.body(serial: try await scene.reserve()))
    #expect(reply.status == 422, "\(reply.text)")
    #expect(reply.text.contains("sealgate.weakness.any.published"))
    let refusal = try #require(await scene.store.records.first { $0.kind == .requestRefused }?.value)
    let names = refusal["evidence"]?.elements?.compactMap { $0["name"]?.text } ?? []
    #expect(names.contains("knownWeakKey"))
  }

  @Test func `what stands beside the record is who signed, and what the service says`() async throws {
    let scene = try Scene()
    _ = try await scene.issue(try scene.body(serial: try await scene.reserve()))
    let intent = try #require(await scene.store.records.first { $0.kind == .intent }?.value)
    func kept(_ name: String) async throws -> JSONValue? {
      let item = intent["evidence"]?.elements?.first { $0["name"]?.text == name }
      let bytes = try #require(item?["sha256"]?.text.flatMap { Hex.decode($0) })
      let address = try #require(Digest(algorithm: .sha256, bytes: bytes))
      return JSONValue(canonical: try #require(try await scene.store.blob(address)))
    }
    #expect(
      try await kept("officers")?["officers"]?.elements?.compactMap { $0["id"]?.text } == ["officer-1", "approver-1"])
    #expect(try await kept("service")?["practices"]?["reuse-days"] == .integer(365))
  }

  @Test func `the same content again gets the stored certificate and no second signature`() async throws {
    let scene = try Scene()
    let body = try scene.body(serial: try await scene.reserve())
    let first = try await scene.issue(body)
    let second = try await scene.issue(body)
    #expect(second.status == 200)
    #expect(second.json["repeated"] == .bool(true))
    #expect(second.json["certificate"] == first.json["certificate"])
    #expect(second.json["decisionId"] == first.json["decisionId"])
    #expect(scene.ca.signatures == 1)
  }

  @Test func `the request digest is over the members that are there, and the issuer`() throws {
    let body = JSONValue.object(["schema": .integer(1), "policy": .string("qcp-n"), "attestation": .null])
    let spelled = #"{"issuer":"issuing","policy":"qcp-n","schema":1}"#
    #expect(CertificateRequestBody.digest(of: body, issuer: "issuing") == Hash.digest(Array(spelled.utf8)))
  }

  @Test func `one serial carries one certificate, and the second request meets a conflict`() async throws {
    let scene = try Scene()
    let serial = try await scene.reserve()
    _ = try await scene.issue(try scene.body(serial: serial))
    let other = try scene.body(serial: serial, more: ["application": try scene.application(id: "A-2")])
    let reply = try await scene.issue(other)
    #expect(reply.status == 409)
    #expect(reply.rules == ["sealgate.house.serial.not_reserved"])
    #expect(scene.ca.signatures == 1)
  }

  @Test func `a serial that was not reserved here is refused`() async throws {
    let scene = try Scene()
    let reply = try await scene.issue(try scene.body(serial: Array(repeating: 0x41, count: 16)))
    #expect(reply.status == 422)
    #expect(reply.rules == ["sealgate.house.serial.not_reserved"])
    #expect(reply.header("Content-Type") == "application/problem+json")
  }

  @Test func `a serial that was reserved for another key is refused`() async throws {
    let scene = try Scene()
    let serial = try await scene.reserve(["subjectKey": .string(String(repeating: "ab", count: 32))])
    let reply = try await scene.issue(try scene.body(serial: serial))
    #expect(reply.status == 422)
    #expect(reply.rules == ["sealgate.house.serial.reserved_for_another"])
  }

  @Test func `an imported key is refused by its origin`() async throws {
    let scene = try Scene()
    scene.subjectToken.hold(try Scene.attributes(of: scene.subjectKey, local: .no))
    let reply = try await scene.issue(try scene.body(serial: try await scene.reserve()))
    #expect(reply.status == 422)
    #expect(reply.rules.contains("etsi.en_319_411_2.sdp-6-5-1-04.not_generated_inside"))
    #expect(await scene.kinds() == ["serials-reserved", "request-refused"])
    #expect(scene.ca.signatures == 0)
  }

  @Test func `a key that no subject token holds has no origin`() async throws {
    let scene = try Scene()
    let reply = try await scene.issue(try scene.body(serial: try await scene.reserve(), key: try TestKey(curve: .p256)))
    #expect(reply.status == 422)
    #expect(reply.rules.contains { $0.contains("attest") || $0.contains("origin") })
  }

  @Test func `a device of other firmware than the registered one is refused`() async throws {
    let scene = try Scene()
    let device = DeviceIdentity(
      manufacturer: "Example", model: "HSM 1", serial: "42", hardwareVersion: "1.0", firmwareVersion: "7.2")
    scene.subjectToken.hold(try Scene.attributes(of: scene.subjectKey, device: device))
    let reply = try await scene.issue(try scene.body(serial: try await scene.reserve()))
    #expect(reply.rules == ["etsi.en_319_411_2.sdp-6-5-1-02.device_differs"])
  }

  @Test func `a CSR of another key proves no possession`() async throws {
    let scene = try Scene()
    let body = try scene.body(serial: try await scene.reserve(), csrKey: try TestKey(curve: .p256))
    let reply = try await scene.issue(body)
    #expect(reply.status == 422)
    #expect(!reply.rules.isEmpty)
  }

  @Test func `the same TBS without the QSCD statement is refused by its profile`() async throws {
    let scene = try Scene()
    let body = try scene.body(serial: try await scene.reserve()) { $0.statements { $0.removeAll { $0 == .sscd } } }
    let reply = try await scene.issue(body)
    #expect(reply.status == 422)
    #expect(reply.rules == ["etsi.en_319_411_2.gen-6-6-1-03.qcsscd_missing"])
  }

  @Test func `a malformed extension is a finding, and malformed outer DER is not`() async throws {
    let scene = try Scene()
    let serial = try await scene.reserve()
    let damaged = try scene.body(serial: serial) { $0.damage(QCStatements.self) }
    #expect(try await scene.issue(damaged).status == 422)
    let cut = try scene.body(
      serial: serial, more: ["tbsCertificate": .string(Base64.encode([0x30, 0x03, 0x02, 0x01]))])
    let reply = try await scene.issue(cut)
    #expect(reply.status == 400)
    #expect(reply.json["detail"]?.text?.hasPrefix("$.tbsCertificate: ") == true)
  }
}
