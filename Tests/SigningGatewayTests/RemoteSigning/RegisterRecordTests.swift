import Evidence
import Foundation
import TestSupport
import Testing
import WebAuthn

@testable import SigningGateway

@Suite struct RegisterRecordTests {
  private static func digest(_ number: UInt8) throws -> Digest {
    try #require(Digest(algorithm: .sha256, bytes: [UInt8](repeating: number, count: 32)))
  }

  private static func credential(
    _ place: CredentialRecord.Place, origin: Bool = true, wrappingKey: WrappingKeyFacts? = nil
  ) throws -> CredentialRecord {
    CredentialRecord(
      id: "c", signatory: "alice", kind: .legal, level: .one, status: .suspended, multisign: 7,
      takesUnnamedHashes: true, takesSyncedPasskeys: true, takesCounterlessPasskeys: false, token: "subject",
      place: place, spki: [1, 2], spkiSHA256: try digest(1), certificates: [[3], [4]], hasQSCDStatement: true,
      origin: origin
        ? CredentialRecord.Origin(
          provenAt: Sample.now, evidenceClass: "attributes-live", statement: try digest(2), device: "example-hsm",
          wrappingKey: wrappingKey)
        : nil,
      description: "A seal", createdAt: Sample.now)
  }

  @Test func `a credential is read as it was written`() throws {
    let key = CredentialRecord.WrappingKeyName(label: "w", ckaID: [9], checkValue: [1, 2, 3])
    let facts = [[1, 2, 3], nil].map { checkValue in
      WrappingKeyFacts(
        label: "w", ckaID: [9], checkValue: checkValue, local: .yes, alwaysSensitive: .no, neverExtractable: .unknown,
        trusted: .yes, isPrivate: .no)
    }
    let wrapped = CredentialRecord.Place.wrapped(mechanism: "aes-key-wrap-pad", wrappingKey: key)
    for record in [
      try Self.credential(.token(ckaID: [5])), try Self.credential(wrapped),
      try Self.credential(wrapped, wrappingKey: facts[0]), try Self.credential(wrapped, wrappingKey: facts[1]),
      try Self.credential(.token(ckaID: [5]), origin: false),
    ] {
      #expect(CredentialRecord(record.json) == record)
    }
  }

  @Test func `what a record says of a wrapping key is whole, or the record is none`() throws {
    let facts = WrappingKeyFacts(
      label: "w", ckaID: [9], checkValue: nil, local: .yes, alwaysSensitive: .yes, neverExtractable: .yes, trusted: .no,
      isPrivate: .yes)
    let wrapped = CredentialRecord.Place.wrapped(mechanism: "aes-key-wrap-pad", wrappingKey: facts.name)
    guard case .object(var members) = try Self.credential(wrapped, wrappingKey: facts).json,
      case .object(var origin)? = members["origin"], case .object(let key)? = origin["wrappingKey"]
    else {
      Issue.record("the record does not say it")
      return
    }
    for name in key.keys where name != "checkValue" {
      origin["wrappingKey"] = .object(key.filter { $0.key != name })
      members["origin"] = .object(origin)
      #expect(CredentialRecord(.object(members)) == nil, "without \(name)")
    }
  }

  @Test func `a credential that lacks a member is none`() throws {
    guard case .object(let members) = try Self.credential(.token(ckaID: [5])).json else { return }
    for name in members.keys where name != "description" && name != "schema" {
      var less = members
      less[name] = nil
      #expect(CredentialRecord(.object(less)) == nil, "without \(name)")
    }
  }

  @Test func `an activation is read as it was written`() throws {
    let content = ActivationContent(
      session: "s", identityVerification: "v", signatory: "alice", credential: "c",
      hashes: [try Self.digest(1), try Self.digest(1)], signatures: 2, expires: Sample.now)
    let record = ActivationRecord(
      sad: try Self.digest(3), content: content,
      proofs: [
        .passkey(authenticator: "k", clientData: [1], authenticatorData: [2], signature: [3], counter: 4),
        .statement(authenticator: "k2", signature: [5]), .sharedSecret(authenticator: "k3"),
      ], authorisedAt: Sample.now, identityVerifiedAt: Sample.now, client: "app", endedBecause: "asked")
    #expect(ActivationRecord(record.json) == record)
    guard case .object(var members) = record.json else { return }
    members["proofs"] = .array([.object(["kind": .string("word of honour"), "authenticator": .string("k")])])
    #expect(ActivationRecord(.object(members)) == nil)
  }

  @Test func `an authenticator is read as it was written`() throws {
    let passkey = try SoftwarePasskey(relyingPartyID: "sign.example.test")
    let registration = try passkey.registration(challenge: [1], origin: "https://sign.example.test")
    let registered = try registration.verified(
      challenge: [1], relyingParty: RelyingParty(id: "sign.example.test", origins: ["https://sign.example.test"]))
    for means: AuthenticatorRecord.Means in [
      .passkey(registered), .certificate([1, 2]),
      .sharedSecret(AuthenticatorRecord.SharedSecretState(failures: 3, lastStep: 59)),
    ] {
      let record = AuthenticatorRecord(
        id: "k", signatory: "alice", means: means, isActive: false, enrolledAt: Sample.now, enrolledBy: "invitation:i")
      #expect(AuthenticatorRecord(record.json)?.json == record.json)
    }
  }

  @Test func `invitations and signatories are read as they were written`() throws {
    let invitation = InvitationRecord(
      id: "i", signatory: "alice", code: try Self.digest(1), requestedBy: "desk", releasedBy: "ada",
      expires: Sample.now,
      usedFor: nil)
    #expect(InvitationRecord(invitation.json) == invitation)
    let signatory = SignatoryRecord(
      id: "alice", name: "Alice", kind: .natural, createdAt: Sample.now, enrolledBy: "desk")
    #expect(SignatoryRecord(signatory.json) == signatory)
  }
}
