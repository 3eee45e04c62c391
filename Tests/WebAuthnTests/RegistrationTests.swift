import Evidence
import Foundation
import TestSupport
import Testing

@testable import WebAuthn

@Suite struct RegistrationTests {
  private func verify(_ registration: PasskeyRegistration) throws(WebAuthnError) -> RegisteredPasskey {
    try registration.verified(challenge: TestPasskey.challenge, relyingParty: TestPasskey.party)
  }

  /// The path of what is refused or malformed.
  private func objection(_ registration: PasskeyRegistration) throws -> String {
    do throws(WebAuthnError) { _ = try verify(registration) } catch {
      switch error {
      case .refused(let path, _, _, _): return path
      case .malformed(let path, _, _): return "malformed \(path)"
      case .library: return "library"
      }
    }
    return "taken"
  }

  @Test func `a passkey of each algorithm is registered with what its device said`() throws {
    for passkey in try TestPasskey.all() {
      let registered = try passkey.registered()
      #expect(registered.credentialID == passkey.id)
      #expect(registered.algorithm == passkey.algorithm)
      #expect(registered.coseKey == (try passkey.coseKey()))
      #expect(registered.spki == (try passkey.key.spki))
      #expect(registered.aaguid == passkey.aaguid)
      #expect(registered.signCount == 0)
      #expect(registered.isDeviceBound)
      #expect(registered.attestation == PasskeyAttestation(format: "none", proof: .none))
    }
  }

  @Test func `a synced passkey is registered as one`() throws {
    var passkey = try TestPasskey.es256()
    passkey.flags = [.userPresent, .userVerified, .backupEligible, .backedUp]
    let registered = try passkey.registered()
    #expect(registered.backupEligible && registered.backupState && !registered.isDeviceBound)
  }

  @Test func `what a browser may not say is refused, each by its name`() throws {
    let soft = try SoftwarePasskey(relyingPartyID: "sign.example")
    func objection(_ change: (inout SoftwarePasskey.Behaviour) -> Void) throws -> String {
      var behaviour = SoftwarePasskey.Behaviour()
      change(&behaviour)
      return try self.objection(
        try soft.registration(challenge: TestPasskey.challenge, origin: TestPasskey.origin, behaviour: behaviour))
    }
    #expect(try objection { _ in } == "taken")
    #expect(try objection { $0.type = "webauthn.get" } == "clientDataJSON.type")
    #expect(try objection { $0.challenge = [1] } == "clientDataJSON.challenge")
    #expect(try objection { $0.challenge = TestPasskey.challenge + [0] } == "clientDataJSON.challenge")
    #expect(try objection { $0.origin = "https://sign.example.evil.test" } == "clientDataJSON.origin")
    #expect(try objection { $0.origin = "https://sign" } == "clientDataJSON.origin")
    #expect(try objection { $0.origin = "" } == "clientDataJSON.origin")
    #expect(try objection { $0.origin = "http://sign.example" } == "clientDataJSON.origin")
    #expect(try objection { $0.origin = "https://sign.example:444" } == "clientDataJSON.origin")
    #expect(try objection { $0.crossOrigin = true } == "clientDataJSON.crossOrigin")
    #expect(try objection { $0.relyingPartyID = "other.example" } == "authenticatorData.rpIdHash")
    #expect(try objection { $0.userPresent = false } == "authenticatorData.flags")
    #expect(try objection { $0.userVerified = false } == "authenticatorData.flags")
    #expect(try objection { $0.backupState = true } == "authenticatorData.flags")
    #expect(try objection { $0.origin = "https://sign.example:8443" } == "taken")
  }

  @Test func `a page inside another is refused also where only its top page is named`() throws {
    let registration = try TestPasskey.es256().registration("none") { _, _ in [] }
    let text = String(decoding: registration.clientDataJSON, as: UTF8.self)
    let embedded = text.replacing(#""crossOrigin":false"#, with: #""topOrigin":"https://evil.example""#)
    let altered = PasskeyRegistration(
      clientDataJSON: Array(embedded.utf8), attestationObject: registration.attestationObject)
    #expect(try objection(altered) == "clientDataJSON.crossOrigin")
  }

  @Test(
    arguments: [
      "", "{", "[]", "null", "{}", #"{"type":1}"#, #"{"type":"webauthn.create"}"#,
      #"{"type":"webauthn.create","challenge":"","origin":1}"#,
      #"{"type":"webauthn.create","challenge":"","origin":"","crossOrigin":"no"}"#,
      #"{"type":"webauthn.create","type":"webauthn.create","challenge":"","origin":""}"#,
      #"{"type":"webauthn.create","challenge":"","origin":""},"#,
    ])
  func `client data that is not the object of WebAuthn is malformed`(json: String) throws {
    let registration = try TestPasskey.es256().registration("none") { _, _ in [] }
    let altered = PasskeyRegistration(
      clientDataJSON: Array(json.utf8), attestationObject: registration.attestationObject)
    #expect(try objection(altered).hasPrefix("malformed clientDataJSON"))
  }

  @Test func `client data beyond its bound, and deep client data, are malformed`() throws {
    let registration = try TestPasskey.es256().registration("none") { _, _ in [] }
    for extra in [String(repeating: " ", count: 8192), String(repeating: "[", count: 4000)] {
      let altered = PasskeyRegistration(
        clientDataJSON: registration.clientDataJSON + Array(extra.utf8),
        attestationObject: registration.attestationObject)
      #expect(try objection(altered) == "malformed clientDataJSON")
    }
  }

  @Test func `an attestation object is bounded, complete and followed by nothing`() throws {
    let registration = try TestPasskey.es256().registration("none") { _, _ in [] }
    func objection(_ object: [UInt8]) throws -> String {
      try self.objection(
        PasskeyRegistration(clientDataJSON: registration.clientDataJSON, attestationObject: object))
    }
    #expect(try objection(registration.attestationObject + [0]) == "malformed attestationObject")
    #expect(try objection([UInt8](repeating: 0, count: 65537)) == "malformed attestationObject")
    #expect(try objection(CBORText.map([])) == "malformed attestationObject.fmt")
    let format = TestPasskey.member("fmt", CBORText.text("none"))
    #expect(try objection(CBORText.map([format])) == "malformed attestationObject.authData")
    let data = TestPasskey.member("authData", CBORText.bytes(try TestPasskey.es256().registrationData()))
    #expect(try objection(CBORText.map([format, data])) == "malformed attestationObject.attStmt")
    let short = TestPasskey.member("authData", CBORText.bytes(try TestPasskey.es256().head(counter: 1, [])))
    let statement = TestPasskey.member("attStmt", CBORText.map([]))
    #expect(try objection(CBORText.map([format, short, statement])) == "malformed authenticatorData.flags")
    #expect(try objection(CBORText.map([format, data, statement])) == "taken")
  }

  @Test func `whatever is cut off or altered, nothing traps, and what is cut off is never taken`() throws {
    let registration = try TestPasskey.es256().registration("none") { _, _ in [] }
    let object = registration.attestationObject
    for count in object.indices {
      let altered = PasskeyRegistration(
        clientDataJSON: registration.clientDataJSON, attestationObject: Array(object.prefix(count)))
      #expect(try objection(altered) != "taken", "\(count) bytes")
    }
    for index in object.indices {
      for value in [0, 0x1F, 0x5B, 0x7F, 0x9B, 0xBB, 0xFF] as [UInt8] {
        var bytes = object
        bytes[index] = value
        let altered = PasskeyRegistration(clientDataJSON: registration.clientDataJSON, attestationObject: bytes)
        if try objection(altered) == "taken" {
          // Nothing signs a statement `none`: these stand for themselves, and the challenge is in the client data.
          let data = try CBORItem(bytes, path: "object")["authData"]?.byteString
          #expect(data.map { (try? AuthenticatorData($0)) != nil } == true)
        }
      }
    }
  }

  @Test func `a credential id is bounded`() throws {
    var passkey = try TestPasskey.es256()
    passkey.id = [UInt8](repeating: 7, count: 1023)
    #expect(try passkey.registered().credentialID.count == 1023)
    passkey.id = [UInt8](repeating: 7, count: 1024)
    #expect(try objection(try passkey.registration("none") { _, _ in [] }).hasSuffix("credentialId"))
    passkey.id = []
    #expect(try objection(try passkey.registration("none") { _, _ in [] }).hasSuffix("credentialId"))
  }
}
