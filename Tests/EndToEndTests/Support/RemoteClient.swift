import Cryptography
import DER
import Evidence
import Foundation
import TestSupport
import WebAuthn

/// A driving application and the signatory's phone, as they meet a gateway from outside: a call each, by curl.
/// No answer is nil: the gateway died.
struct RemoteClient: Sendable {
  let gateway: RunningGateway
  let credential: RemoteInstallation.Credential

  /// Asks for the release of a signature over each hash.
  func authorize(_ hashes: [[UInt8]]) async throws -> RunningGateway.Answer? {
    try await csc(
      "credentials/authorize",
      [
        "numSignatures": .integer(Int64(hashes.count)), "hashes": encoded(hashes),
        "hashAlgorithmOID": .string(RemoteClient.sha256), "authData": .array([]),
      ])
  }

  /// What the signatory's page shows, with the challenge for the passkey.
  func show(_ handle: String) async throws -> RunningGateway.Answer? {
    try await gateway.page("activations/\(handle)")
  }

  func prove(_ handle: String, _ proof: [UInt8]) async throws -> RunningGateway.Answer? {
    try await gateway.page("activations/\(handle)/proof", proof)
  }

  func check(_ handle: String) async throws -> RunningGateway.Answer? {
    try await csc("credentials/authorizeCheck", ["handle": .string(handle)], naming: false)
  }

  func sign(
    _ sad: String, _ hashes: [[UInt8]], algorithm: String = "1.2.840.10045.4.3.2"
  ) async throws -> RunningGateway.Answer? {
    try await csc(
      "signatures/signHash",
      [
        "SAD": .string(sad), "hashes": encoded(hashes), "hashAlgorithmOID": .string(RemoteClient.sha256),
        "signAlgo": .string(algorithm),
      ])
  }

  /// From asking to signature activation data, where every answer must come.
  func release(_ hashes: [[UInt8]], with passkey: inout SoftwarePasskey) async throws -> String {
    var release = Release()
    try await release.drive(self, hashes, with: &passkey)
    guard let sad = release.sad else { throw ProcessFailure(description: "no release: \(release)") }
    return sad
  }

  /// Whether the answer holds one signature over each hash, each of this credential's key.
  func verifies(
    _ answer: RunningGateway.Answer, _ hashes: [[UInt8]], scheme: SignatureScheme = .ecdsa(.sha256)
  ) throws -> Bool {
    let signatures = answer.signatures
    guard answer.status == 200, signatures.count == hashes.count else { return false }
    return try zip(signatures, hashes).allSatisfy { signature, hash in
      try credential.key.verify(
        signature: signature, over: hash, scheme: scheme, form: .digest(pssSaltLength: nil))
    }
  }

  private static let sha256 = "2.16.840.1.101.3.4.2.1"

  private func csc(
    _ method: String, _ members: [String: JSONValue], naming: Bool = true
  ) async throws -> RunningGateway.Answer? {
    var all = members
    if naming { all["credentialID"] = .string(credential.id) }
    return try await gateway.ask("/csc/v2/\(method)", JSONValue.object(all).canonicalBytes(), as: "app")
  }

  private func encoded(_ hashes: [[UInt8]]) -> JSONValue { .array(hashes.map { .string(Base64.encode($0)) }) }
}

/// How far a release came.
struct Release: Sendable {
  private(set) var handle: String?
  /// What the passkey answered, as it was sent.
  private(set) var proof: [UInt8]?
  /// The gateway said that it took the proof.
  private(set) var isTaken = false
  private(set) var sad: String?

  /// Goes on until an answer does not come. An answer that refuses is an error.
  mutating func drive(_ client: RemoteClient, _ hashes: [[UInt8]], with passkey: inout SoftwarePasskey) async throws {
    guard let asked = try await client.authorize(hashes) else { return }
    let handle = try asked.wanted(202, "handle")
    self.handle = handle
    guard let shown = try await client.show(handle) else { return }
    guard shown.status == 200,
      let challenge = shown.json["passkey"]?["challenge"]?.text.flatMap({ Base64URL.decode($0) })
    else { throw ProcessFailure(description: "no challenge: \(shown.status) \(shown.text)") }
    let proof = try passkey.answer(challenge: challenge, origin: RemoteInstallation.origin).json.canonicalBytes()
    self.proof = proof
    guard let taken = try await client.prove(handle, proof) else { return }
    guard taken.status == 200 else { throw ProcessFailure(description: "not taken: \(taken.status) \(taken.text)") }
    isTaken = true
    guard let checked = try await client.check(handle) else { return }
    sad = try checked.wanted(200, "SAD")
  }
}

extension RunningGateway.Answer {
  /// Those of `signatures/signHash`.
  var signatures: [[UInt8]] {
    (json["signatures"]?.elements ?? []).compactMap { $0.text.flatMap { Base64.decode($0) } }
  }

  /// What says that the activation data is spent, or none.
  var refusesSAD: Bool { status == 400 && json["error_description"]?.text == "Invalid parameter SAD" }

  fileprivate func wanted(_ status: Int, _ member: String) throws -> String {
    guard self.status == status, let value = json[member]?.text else {
      throw ProcessFailure(description: "no \(member): \(self.status) \(text)")
    }
    return value
  }
}

extension RecordLog {
  /// The uses of signatories' keys for their documents: for each that was begun, its records in order.
  var uses: [[JSONValue]] {
    let begun = records.filter { $0["kind"]?.text == "intent" && $0["body"]?["event"]?.text == "sign-hash" }
    return begun.compactMap(\.decision).map { decision in records.filter { $0.decision == decision } }
  }

  /// Their kinds.
  var kindsOfUses: [[String]] { uses.map { $0.compactMap { $0["kind"]?.text } } }

  /// SHA-256 over what each use is recorded to have signed.
  var signedObjects: [String] { uses.flatMap { $0 }.compactMap { $0["body"]?["object"]?["sha256"]?.text } }

  /// How often signatories released something.
  var releases: Int { count("activation-changed") }
}
