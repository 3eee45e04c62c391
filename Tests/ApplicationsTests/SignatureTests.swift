import Cryptography
import DER
import Documents
import Evidence
import Foundation
import TestSupport
import Testing
import X509

@testable import Applications

/// One officer, one application, one signature over its registration.
private struct Desk {
  let key: TestKey
  let register: OfficerRegister
  private let plain: JSONValue

  init(_ key: TestKey, certificate: Certificate? = nil) throws {
    self.key = key
    let spki = try key.spki
    let pem = certificate?.pem ?? PEM(label: "PUBLIC KEY", bytes: spki).text
    register = OfficerRegister([
      try RegisteredOfficer(
        id: "officer-1", roles: [.registrationOfficer], pem: pem, validFrom: Sample.instant("2025-01-01"),
        validUntil: Sample.instant("2026-01-01"))
    ])
    plain = SampleProcess(.qcpN).application.sampleJSON
  }

  var statement: [UInt8] { SampleOffice.statement(.registration, of: plain) }

  func check(
    _ value: String, format: String = "jws", signer: String = "officer-1", signs: String = "registration",
    change: (inout [String: JSONValue]) -> Void = { _ in }
  ) throws -> ProcessSignature {
    guard case .object(var members) = plain else { preconditionFailure("the sample is no object") }
    change(&members)
    members["signatures"] = .array([
      .object([
        "signs": .string(signs), "signer": .string(signer), "format": .string(format), "value": .string(value),
      ])
    ])
    let signatures = register.check(try ApplicationDocument(.object(members)))
    return try #require(signatures.first)
  }
}

@Suite struct JSONWebSignatureTests {
  static let schemes: [(header: String, scheme: SignatureScheme, key: Result<TestKey, any Error>)] = [
    ("ES256", .ecdsa(.sha256), TestKeys.p256), ("ES384", .ecdsa(.sha384), TestKeys.p384),
    ("ES512", .ecdsa(.sha512), Result { try TestKey(curve: .p521) }), ("EdDSA", .ed25519, TestKeys.ed25519),
    ("PS256", .rsaPSS(.sha256), TestKeys.rsa2048), ("RS256", .rsaPKCS1(.sha256), TestKeys.rsa2048),
  ]

  @Test func `each algorithm verifies with its kind of key and with no other`() throws {
    for (name, scheme, key) in JSONWebSignatureTests.schemes {
      let desk = try Desk(try key.get())
      let value = try SampleJWS.sign(desk.statement, desk.key, header: #"{"alg":"\#(name)"}"#, scheme: scheme)
      let found = try desk.check(value)
      #expect(found.verified == .yes, "\(name)")
      #expect(found.officer?.id == "officer-1")
      #expect(found.part == .registration)
      for other in JSONWebSignatureTests.schemes where other.header != name {
        let confused = value.replacing(
          try #require(value.split(separator: ".").first),
          with: SampleJWS.base64URL(Array(#"{"alg":"\#(other.header)"}"#.utf8)))
        #expect(try desk.check(confused).verified == .no, "\(name) called \(other.header)")
      }
    }
  }

  @Test func `what the product signs verifies, for each kind of key`() throws {
    for (_, _, key) in JSONWebSignatureTests.schemes {
      let desk = try Desk(try key.get())
      let signer = try SoftwareKey(pem: try desk.key.pem)
      let value = try JSONWebSignature.sign(desk.statement, with: signer, keyID: "officer-1")
      #expect(try desk.check(value).verified == .yes)
    }
  }

  /// A hash that fits a curve's name and not its size must not pass where another curve is registered.
  @Test func `an algorithm is for one curve`() throws {
    let desk = try Desk(try TestKeys.p384.get())
    let value = try SampleJWS.sign(desk.statement, desk.key, header: #"{"alg":"ES256"}"#, scheme: .ecdsa(.sha256))
    #expect(try desk.check(value).verified == .no)
  }

  @Test(arguments: [
    #"{"alg":"none"}"#, #"{"alg":"HS256"}"#, #"{"alg":"es256"}"#, #"{}"#, #"[]"#, #"{"alg":"ES256","alg":"ES256"}"#,
    #"{"alg":"ES256","crit":["b64"],"b64":false}"#, #"{"alg":"ES256","b64":false}"#, #"{"alg":"ES256","b64":true}"#,
    #"{"alg":"ES256","crit":["exp"],"exp":1}"#, #"{"alg":"ES256","crit":[]}"#, #"{"alg":"ES256","kid":"officer-2"}"#,
    #"{"alg":"ES256","jwk":{}}"#, #"{"alg":"ES256","jku":"https://x.example"}"#, #"{"alg":"ES256","x5c":[]}"#,
    #"{"alg":["ES256"]}"#,
  ])
  func `a header that says more, less or other than it may is no signature`(header: String) throws {
    let desk = try Desk(try TestKeys.p256.get())
    #expect(try desk.check(try SampleJWS.sign(desk.statement, desk.key, header: header)).verified == .no)
  }

  @Test(arguments: [
    #"{"alg":"ES256","kid":"officer-1"}"#, #"{"typ":"JOSE","alg":"ES256"}"#, #"{ "alg": "ES256", "cty": "json" }"#,
  ])
  func `a header may name the key and the types`(header: String) throws {
    let desk = try Desk(try TestKeys.p256.get())
    #expect(try desk.check(try SampleJWS.sign(desk.statement, desk.key, header: header)).verified == .yes)
  }

  @Test func `a text that is no detached JWS is no signature`() throws {
    let desk = try Desk(try TestKeys.p256.get())
    let good = try SampleJWS.sign(desk.statement, desk.key)
    let parts = good.components(separatedBy: "..")
    let payload = SampleJWS.base64URL(desk.statement)
    for bad in [
      "x", "..", "...", good + ".", "." + good, good + "=", good + " ", good.replacing("..", with: "."),
      "\(parts[0]).\(payload).\(parts[1])", "\(parts[0])..", "..\(parts[1])", String(good.dropLast()),
      String(good.dropLast(4)), good + "AAAA", "\(parts[0])..\(SampleJWS.base64URL([UInt8](repeating: 0, count: 64)))",
    ] { #expect(try desk.check(bad).verified == .no, "\(bad)") }
    #expect(try desk.check(good).verified == .yes)
  }

  /// libcrypto's form of the signature is not JOSE's.
  @Test func `an ECDSA signature in DER is none`() throws {
    let desk = try Desk(try TestKeys.p256.get())
    let header = SampleJWS.base64URL(Array(#"{"alg":"ES256"}"#.utf8))
    let input = Array("\(header).\(SampleJWS.base64URL(desk.statement))".utf8)
    let der = try desk.key.sign(input, scheme: .ecdsa(.sha256))
    #expect(try desk.check("\(header)..\(SampleJWS.base64URL(der))").verified == .no)
  }
}

@Suite struct StatementTests {
  private let desk: Desk
  private let good: String

  init() throws {
    desk = try Desk(try TestKeys.p256.get())
    good = try SampleJWS.sign(desk.statement, desk.key)
  }

  @Test func `another key's signature is none`() throws {
    let other = try SampleJWS.sign(desk.statement, TestKey(curve: .p256))
    let found = try desk.check(other)
    #expect(found.verified == .no)
    #expect(found.officer != nil)
  }

  @Test func `a signature over another registration, application or part is none`() throws {
    #expect(try desk.check(good).verified == .yes)
    #expect(try desk.check(good) { $0["id"] = .string("APP-2") }.verified == .no)
    #expect(try desk.check(good) { $0["registration"] = .object(["recordId": .string("R-2")]) }.verified == .no)
    #expect(try desk.check(good) { $0["registration"] = nil }.verified == .no)
    #expect(try desk.check(good, signs: "approvals/0").verified == .no)
    #expect(try desk.check(good, signs: "approvals/15").verified == .no)
    #expect(try desk.check(good) { $0["agreement"] = nil }.verified == .yes)
  }

  @Test func `of a signer that nobody registered nothing is known`() throws {
    let found = try desk.check(good, signer: "officer-9")
    #expect(found.verified == .unknown)
    #expect(found.officer == nil)
    #expect(found.signer == "officer-9")
  }

  /// Whether that is good enough is for a gate, which sees the entry's dates.
  @Test func `an officer whose time is over signs, and the entry says until when`() throws {
    let found = try desk.check(good)
    #expect(found.verified == .yes)
    #expect(found.officer?.validUntil == Instant("2026-01-01"))
    #expect(found.officer?.keySHA256 == Hash.digest(try desk.key.spki))
  }

  @Test func `a JWS that is called CMS is none, and the other way round`() throws {
    #expect(try desk.check(good, format: "cms").verified == .no)
    let der = try desk.key.cms(
      over: desk.statement, certificate: try TestAuthority(root: "Desk", key: desk.key).certificate.derBytes)
    #expect(try desk.check(Base64.encode(der), format: "jws").verified == .no)
  }
}

@Suite struct DetachedCMSTests {
  private let key: TestKey
  private let certificate: Certificate
  private let desk: Desk

  init() throws {
    key = try TestKeys.p256.get()
    certificate = try TestAuthority(root: "Officer 1", key: key).certificate
    desk = try Desk(key, certificate: certificate)
  }

  private func verdict(_ der: [UInt8], _ desk: Desk? = nil) throws -> Truth {
    try (desk ?? self.desk).check(Base64.encode(der), format: "cms").verified
  }

  @Test func `the registered key's signature verifies, with and without its certificate in the message`() throws {
    let message = try key.cms(over: desk.statement, certificate: certificate.derBytes)
    #expect(try verdict(message) == .yes)
    #expect(
      try verdict(try key.cms(over: desk.statement, certificate: certificate.derBytes, withCertificate: false)) == .yes)
    let byKey = try Desk(key)
    #expect(try verdict(message, byKey) == .yes)
    #expect(
      try verdict(try key.cms(over: desk.statement, certificate: certificate.derBytes, withCertificate: false), byKey)
        == .no)
  }

  @Test func `RSA and P-384 verify too`() throws {
    for key in [try TestKeys.rsa2048.get(), try TestKeys.p384.get()] {
      let desk = try Desk(key)
      let certificate = try TestAuthority(root: "Officer", key: key).certificate
      let message = try key.cms(over: desk.statement, certificate: certificate.derBytes, digest: "SHA384")
      #expect(try verdict(message, desk) == .yes)
    }
  }

  /// The certificate of the message is anybody's word: the same name around another key must not help.
  @Test func `another key under the officer's name is refused`() throws {
    let other = try TestKey(curve: .p256)
    let lookalike = try TestAuthority(root: "Officer 1", key: other).certificate
    #expect(try verdict(try other.cms(over: desk.statement, certificate: lookalike.derBytes)) == .no)
  }

  @Test func `other content is refused`() throws {
    let message = try key.cms(over: desk.statement + [0x20], certificate: certificate.derBytes)
    #expect(try verdict(message) == .no)
  }

  @Test func `content inside the message is refused`() throws {
    let message = try key.cms(over: desk.statement, certificate: certificate.derBytes, attached: true)
    #expect(try verdict(message) == .no)
  }

  @Test func `SHA-1 is refused`() throws {
    let message = try key.cms(over: desk.statement, certificate: certificate.derBytes, digest: "SHA1")
    #expect(try verdict(message) == .no)
  }

  @Test func `a message that is cut off anywhere, or longer, is refused`() throws {
    let message = try key.cms(over: desk.statement, certificate: certificate.derBytes)
    #expect(try verdict(message + [0]) == .no)
    for count in stride(from: 1, to: message.count, by: 7) { #expect(try verdict(Array(message.prefix(count))) == .no) }
  }

  @Test func `base64 that is none is refused`() throws {
    #expect(try desk.check("not base64", format: "cms").verified == .no)
    let message = Base64.encode(try key.cms(over: desk.statement, certificate: certificate.derBytes))
    #expect(try desk.check(message + "\n", format: "cms").verified == .no)
    #expect(try desk.check(message, format: "cms").verified == .yes)
  }
}
