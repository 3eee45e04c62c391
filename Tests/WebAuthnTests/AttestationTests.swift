import Cryptography
import DER
import Evidence
import Foundation
import TestSupport
import Testing
import X509

@testable import WebAuthn

@Suite struct AttestationTests {
  private func attestation(
    _ registration: PasskeyRegistration, _ anchors: PasskeyAnchors = .none
  ) throws(WebAuthnError) -> PasskeyAttestation {
    try registration.verified(
      challenge: TestPasskey.challenge, relyingParty: TestPasskey.party, anchors: anchors
    ).attestation
  }

  @Test func `a statement signed by the passkey itself proves its possession alone, for each algorithm`() throws {
    for passkey in try TestPasskey.all() {
      func registration(_ more: [UInt8] = []) throws -> PasskeyRegistration {
        try passkey.registration("packed") { data, hash in
          [
            TestPasskey.member("alg", CBORText.integer(passkey.algorithm.coseIdentifier)),
            TestPasskey.member(
              "sig", CBORText.bytes(try passkey.key.sign(data + hash + more, scheme: passkey.algorithm.scheme))),
          ]
        }
      }
      #expect(try attestation(try registration()) == PasskeyAttestation(format: "packed", proof: .selfSigned))
      #expect(throws: WebAuthnError.self, "\(passkey.algorithm)") { try attestation(try registration([0])) }
    }
  }

  @Test func `a statement of its own that names another algorithm is refused`() throws {
    let passkey = try TestPasskey.es256()
    let registration = try passkey.registration("packed") { data, hash in
      [
        TestPasskey.member("alg", CBORText.integer(-257)),
        TestPasskey.member("sig", CBORText.bytes(try passkey.key.sign(data + hash, scheme: .ecdsa(.sha256)))),
      ]
    }
    #expect(throws: WebAuthnError.self) { try attestation(registration) }
  }

  @Test func `a certificate counts where its anchor is pinned, and only there`() throws {
    let vendor = try TestVendor()
    let passkey = try TestPasskey.es256()
    let certificate = try vendor.certificate(aaguid: passkey.aaguid)
    let registration = try passkey.registration("packed", vendor.packed([certificate]))
    #expect(try attestation(registration) == PasskeyAttestation(format: "packed", proof: .unanchored))
    let anchored = try attestation(registration, try vendor.anchors())
    let root = try vendor.root.key.publicKey.facts.spkiSHA256.hex
    #expect(anchored == PasskeyAttestation(format: "packed", proof: .anchored, anchor: root))
    let other = PasskeyAnchors(keys: [try TestKeys.rsa2048.get().publicKey], at: try vendor.anchors().time)
    #expect(try attestation(registration, other).proof == .unanchored)
    let leaf = PasskeyAnchors(keys: [try vendor.key.publicKey], at: try vendor.anchors().time)
    #expect(try attestation(registration, leaf).proof == .anchored)
  }

  @Test func `a chain is followed through authorities, within their time, and through nobody else`() throws {
    let vendor = try TestVendor()
    let passkey = try TestPasskey.es256()
    let root = vendor.root.certificate
    func proof(_ chain: [Certificate], _ anchors: PasskeyAnchors) throws -> PasskeyAttestation.Proof {
      try attestation(try passkey.registration("packed", vendor.packed(chain)), anchors).proof
    }
    let certificate = try vendor.certificate()
    #expect(try proof([certificate, root], try vendor.anchors()) == .anchored)
    #expect(try proof([certificate, root], try vendor.anchors("2036-06-01")) == .unanchored)
    #expect(try proof([try vendor.certificate(until: "2026-11-01")], try vendor.anchors()) == .unanchored)
    #expect(try proof([try vendor.certificate(from: "2026-12-01")], try vendor.anchors()) == .unanchored)
    // A device's own certificate is no authority: a device that its key vouches for comes from nobody.
    let device = try TestKey(curve: .p256)
    let genuine = try vendor.certificate(key: device)
    let made = try vendor.certificate(issuer: (genuine.tbsCertificate.subject, device))
    #expect(try proof([made, genuine], try vendor.anchors()) == .unanchored)
    let authority = try vendor.certificate(isCA: true, key: device)
    #expect(try proof([made, authority], try vendor.anchors()) == .anchored)
    let renamed = try vendor.certificate(unit: "Another", isCA: true, key: device)
    #expect(try proof([made, renamed], try vendor.anchors()) == .unanchored)
    let impostor = try TestKey(curve: .p256)
    let other = try TestAuthority(root: "Vendor Root", key: impostor).certificate
    #expect(
      try proof([certificate, other], PasskeyAnchors(keys: [try impostor.publicKey], at: try vendor.anchors().time))
        == .unanchored)
  }

  @Test func `a certificate that clause 8-2-1 does not allow is refused`() throws {
    let vendor = try TestVendor()
    let passkey = try TestPasskey.es256()
    func refused(_ certificate: Certificate) -> Bool {
      (try? attestation(try passkey.registration("packed", vendor.packed([certificate])))) == nil
    }
    #expect(!refused(try vendor.certificate(aaguid: passkey.aaguid)))
    #expect(refused(try vendor.certificate(aaguid: Array(2...17))))
    #expect(refused(try vendor.certificate(unit: "Something")))
    #expect(refused(try vendor.certificate(isCA: true)))
    #expect(refused(try vendor.certificate(key: try TestKey(curve: .p256))))
  }

  @Test func `a U2F statement covers the key and the credential, by one certificate on P-256`() throws {
    let vendor = try TestVendor()
    let passkey = try TestPasskey.es256()
    let key = Array(try passkey.key.spki.suffix(65))
    func registration(
      _ chain: [Certificate], id: [UInt8]? = nil, signer: TestKey? = nil
    ) throws -> PasskeyRegistration {
      try passkey.registration("fido-u2f") { data, hash in
        let message = [0] + data.prefix(32) + hash + (id ?? passkey.id) + key
        return [
          TestPasskey.member(
            "sig", CBORText.bytes(try (signer ?? vendor.key).sign(message, scheme: .ecdsa(.sha256)))),
          TestPasskey.member("x5c", CBORText.array(chain.map { CBORText.bytes($0.derBytes) })),
        ]
      }
    }
    let certificate = try vendor.certificate()
    #expect(try attestation(try registration([certificate]), try vendor.anchors()).proof == .anchored)
    #expect(throws: WebAuthnError.self) { try attestation(try registration([certificate], id: [1])) }
    #expect(throws: WebAuthnError.self) { try attestation(try registration([certificate, certificate])) }
    #expect(throws: WebAuthnError.self) { try attestation(try registration([])) }
    let p384 = try TestKeys.p384.get()
    let wide = try vendor.certificate(key: p384)
    #expect(throws: WebAuthnError.self) { try attestation(try registration([wide], signer: p384)) }
  }

  @Test func `a statement none is empty, and a format of nobody here is kept and worth nothing`() throws {
    let passkey = try TestPasskey.es256()
    #expect(throws: WebAuthnError.self) {
      try attestation(try passkey.registration("none") { _, _ in [TestPasskey.member("sig", CBORText.bytes([1]))] })
    }
    for format in ["apple", "android-key", "Packed", "tpm"] {
      #expect(
        try attestation(try passkey.registration(format) { _, _ in [] })
          == PasskeyAttestation(format: format, proof: .unexamined))
    }
  }

  @Test func `extensions that the browser asked for do not stand in the way`() throws {
    let vendor = try TestVendor()
    var passkey = try TestPasskey.es256()
    passkey.extensions = CBORText.map([
      TestPasskey.member("credBlob", [0xF5]), TestPasskey.member("credProtect", CBORText.integer(2)),
      TestPasskey.member("hmac-secret", [0xF5]), TestPasskey.member("minPinLength", CBORText.integer(6)),
      TestPasskey.member("something-else", CBORText.integer(6)),
    ])
    let registration = try passkey.registration("packed", vendor.packed([try vendor.certificate()]))
    #expect(try attestation(registration, try vendor.anchors()).proof == .anchored)
    passkey.extensions = CBORText.map([TestPasskey.member("credProtect", CBORText.integer(9))])
    #expect(throws: WebAuthnError.self) {
      try attestation(try passkey.registration("packed", vendor.packed([try vendor.certificate()])))
    }
  }

  /// Windows Hello with a real TPM; its statement is signed over SHA-1.
  @Test(.needsVectors) func `a real TPM's registration is taken, and its SHA-1 statement is worth nothing`() throws {
    let folder = "attestation/tpm/windowshellotpm"
    let client = try Vectors.bytes("\(folder).clientdata.json")
    let object = try Vectors.bytes("\(folder).attobj.cbor")
    let party = RelyingParty(
      id: "d2urpypvrhb05x.amplifyapp.com", origins: ["https://dev.d2urpypvrhb05x.amplifyapp.com"])
    let challenge = try #require(Base64URL.decode("kIgdIQmaAms56UNzw0DH8uOz3BDF2UJYaJP6zIQX1a8"))
    let passkey = try PasskeyRegistration(clientDataJSON: client, attestationObject: object)
      .verified(challenge: challenge, relyingParty: party)
    #expect(passkey.algorithm == .rs256)
    #expect(Hex.encode(passkey.aaguid) == "08987058cadc4b81b6e130de50dcbe96")
    #expect(passkey.attestation == PasskeyAttestation(format: "tpm", proof: .unexamined))
    #expect(passkey.isDeviceBound)
    // libfido2 does verify it: one altered byte of the signed structure is noticed.
    let info = try Vectors.bytes("\(folder).certinfo.bin")
    let at = try #require(object.indices.first { object[$0...].starts(with: info) })
    let signature = try Vectors.bytes("\(folder).sig.bin")
    let signatureAt = try #require(object.indices.first { object[$0...].starts(with: signature) })
    for (place, verdict) in [(at + info.count - 1, false), (signatureAt + 9, false), (nil, true)] as [(Int?, Bool)] {
      var altered = object
      if let place { altered[place] ^= 1 }
      let isTaken =
        (try? PasskeyRegistration(clientDataJSON: client, attestationObject: altered)
          .verified(challenge: challenge, relyingParty: party)) != nil
      #expect(isTaken == verdict)
    }
  }
}
