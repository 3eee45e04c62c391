import Cryptography
import DER
import Evidence
import Foundation
import TestSupport
import X509

@testable import WebAuthn

/// A passkey of any algorithm, with any statement about it.
struct TestPasskey {
  let key: TestKey
  let algorithm: PasskeyAlgorithm
  var aaguid: [UInt8] = Array(1...16)
  var id: [UInt8] = Array(100...131)
  var flags: AuthenticatorFlags = [.userPresent, .userVerified]
  var extensions: [UInt8]?

  static let party = RelyingParty(id: "sign.example", origins: ["https://sign.example", "https://sign.example:8443"])
  static let origin = "https://sign.example"
  static let challenge = Array("a challenge of some length".utf8)

  static func all() throws -> [TestPasskey] {
    [
      TestPasskey(key: try TestKeys.p256.get(), algorithm: .es256),
      TestPasskey(key: try TestKeys.p384.get(), algorithm: .es384),
      TestPasskey(key: try TestKeys.ed25519.get(), algorithm: .edDSA),
      TestPasskey(key: try TestKeys.rsa2048.get(), algorithm: .rs256),
    ]
  }

  static func es256() throws -> TestPasskey { TestPasskey(key: try TestKeys.p256.get(), algorithm: .es256) }

  func clientData(_ type: String) -> [UInt8] {
    let challenge = Base64URL.encode(TestPasskey.challenge)
    return Array(
      #"{"type":"\#(type)","challenge":"\#(challenge)","origin":"\#(TestPasskey.origin)","crossOrigin":false}"#.utf8)
  }

  func head(counter: UInt32, _ more: AuthenticatorFlags) -> [UInt8] {
    let flags = flags.union(more).union(extensions == nil ? [] : .extensions)
    return Hash.digest(Array("sign.example".utf8)).bytes + [flags.rawValue]
      + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: counter >> $0) }
  }

  func registrationData() throws -> [UInt8] {
    head(counter: 0, .attestedCredential) + aaguid + [UInt8(id.count >> 8), UInt8(id.count & 0xFF)] + id
      + (try coseKey()) + (extensions ?? [])
  }

  /// A registration with a statement made over authenticator data and hash of the client data.
  func registration(
    _ format: String, _ statement: (_ data: [UInt8], _ clientDataHash: [UInt8]) throws -> [[UInt8]]
  ) throws -> PasskeyRegistration {
    let client = clientData("webauthn.create")
    let data = try registrationData()
    let object = CBORText.map([
      CBORText.text("fmt") + CBORText.text(format),
      CBORText.text("attStmt") + CBORText.map(try statement(data, Hash.digest(client).bytes)),
      CBORText.text("authData") + CBORText.bytes(data),
    ])
    return PasskeyRegistration(clientDataJSON: client, attestationObject: object)
  }

  func registered() throws -> RegisteredPasskey {
    try registration("none") { _, _ in [] }.verified(challenge: TestPasskey.challenge, relyingParty: TestPasskey.party)
  }

  func answer(counter: UInt32 = 1) throws -> PasskeyAnswer {
    let client = clientData("webauthn.get")
    let data = head(counter: counter, []) + (extensions ?? [])
    return PasskeyAnswer(
      credentialID: id, clientDataJSON: client, authenticatorData: data,
      signature: try key.sign(data + Hash.digest(client).bytes, scheme: algorithm.scheme))
  }

  static func member(_ name: String, _ value: [UInt8]) -> [UInt8] { CBORText.text(name) + value }

  func coseKey() throws -> [UInt8] {
    let spki = try key.spki
    func member(_ label: Int64, _ value: [UInt8]) -> [UInt8] { CBORText.integer(label) + value }
    let name = member(3, CBORText.integer(algorithm.coseIdentifier))
    switch algorithm {
    case .es256, .es384:
      let width = algorithm == .es256 ? 32 : 48
      let point = spki.suffix(2 * width)
      return CBORText.map([
        member(1, CBORText.integer(2)), name, member(-1, CBORText.integer(algorithm == .es256 ? 1 : 2)),
        member(-2, CBORText.bytes(Array(point.prefix(width)))), member(-3, CBORText.bytes(Array(point.suffix(width)))),
      ])
    case .edDSA:
      return CBORText.map([
        member(1, CBORText.integer(1)), name, member(-1, CBORText.integer(6)),
        member(-2, CBORText.bytes(Array(spki.suffix(32)))),
      ])
    case .rs256:
      guard case .rsa(let modulus, let exponent) = try KeyFacts(spki: spki).kind else {
        throw Unusable()
      }
      return CBORText.map([
        member(1, CBORText.integer(3)), name, member(-1, CBORText.bytes(modulus)),
        member(-2, CBORText.bytes(exponent)),
      ])
    }
  }
}

/// A vendor that attests devices.
struct TestVendor {
  let root: TestAuthority
  let key: TestKey

  init() throws {
    root = try TestAuthority(root: "Vendor Root", key: try TestKeys.p384.get())
    key = try TestKey(curve: .p256)
  }

  /// A certificate as clause 8.2.1 has it, or otherwise.
  func certificate(
    aaguid: [UInt8]? = nil, unit: String = "Authenticator Attestation", isCA: Bool = false,
    from: String = "2026-01-01", until: String = "2036-01-01", key: TestKey? = nil,
    issuer: (name: Name, key: TestKey)? = nil
  ) throws -> Certificate {
    guard let notBefore = Instant(from).flatMap({ Time(secondsSinceEpoch: $0.seconds) }),
      let notAfter = Instant(until).flatMap({ Time(secondsSinceEpoch: $0.seconds) })
    else { throw Unusable() }
    let subject = Name([
      AttributeTypeAndValue(.organizationalUnitName, CharacterString(utf8: unit)),
      AttributeTypeAndValue(.commonName, CharacterString(utf8: "Device")),
    ])
    var extensions = [Extension(BasicConstraints(isCA: isCA), critical: true)]
    if let aaguid {
      let value: [UInt8] = [0x04, 0x10] + aaguid
      extensions.append(
        Extension(oid: ObjectIdentifier(1, 3, 6, 1, 4, 1, 45724, 1, 1, 4), critical: false, value: value))
    }
    let issuer = issuer ?? (root.certificate.tbsCertificate.subject, root.key)
    let tbs = try TBSCertificate(
      serialNumber: X509.SerialNumber(magnitude: [1, 2, 3]),
      signature: SignatureAlgorithms.algorithmIdentifier(for: try issuer.key.scheme), issuer: issuer.name,
      validity: Validity(notBefore: notBefore, notAfter: notAfter),
      subject: subject, subjectPublicKeyInfo: SubjectPublicKeyInfo(der: try (key ?? self.key).spki),
      extensions: extensions)
    return try issuer.key.certificate(signing: tbs)
  }

  /// The members of a `packed` statement over a registration.
  func packed(_ chain: [Certificate]) -> (_ data: [UInt8], _ hash: [UInt8]) throws -> [[UInt8]] {
    { data, hash in
      [
        TestPasskey.member("alg", CBORText.integer(-7)),
        TestPasskey.member("sig", CBORText.bytes(try key.sign(data + hash, scheme: .ecdsa(.sha256)))),
        TestPasskey.member("x5c", CBORText.array(chain.map { CBORText.bytes($0.derBytes) })),
      ]
    }
  }

  func anchors(_ date: String = "2026-11-21") throws -> PasskeyAnchors {
    guard let now = Instant(date) else { throw Unusable() }
    return PasskeyAnchors(keys: [try root.key.publicKey], at: now)
  }
}

/// A sample that cannot be made.
struct Unusable: Error {}
