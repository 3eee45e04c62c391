import Cryptography
import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import Attestation

/// Structures of a TPM, made by hand and signed in software: what a TPM would sign, and what none would.
enum SoftwareTPM {
  static let now = Instant(seconds: 1_795_348_800)
  static let nonce: [UInt8] = Array(1...32)
  /// fixedTPM, fixedParent, sensitiveDataOrigin, userWithAuth, sign, and restricted for an attestation key.
  static let keyAttributes: UInt32 = 0x0004_0072
  static let attestationAttributes: UInt32 = 0x0005_0072

  static func u16(_ number: Int) -> [UInt8] {
    [UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)]
  }

  static func u32(_ number: UInt32) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) } }

  static func sized(_ bytes: [UInt8]) -> [UInt8] { u16(bytes.count) + bytes }

  /// TPMT_PUBLIC of a key on P-256, with ECDSA and SHA-256 where it has a scheme.
  static func area(
    _ key: TestKey, attributes: UInt32, scheme: [UInt8] = [0x00, 0x18, 0x00, 0x0B], policy: [UInt8] = []
  ) throws -> [UInt8] {
    let point = try SubjectPublicKeyInfo(der: key.spki).key.bytes
    return u16(0x0023) + u16(0x000B) + u32(attributes) + sized(policy) + u16(0x0010) + scheme + u16(0x0003)
      + u16(0x0010)
      + sized(Array(point[1..<33])) + sized(Array(point[33..<65]))
  }

  static func name(_ area: [UInt8]) -> [UInt8] { u16(0x000B) + Hash.digest(area).bytes }

  static func attest(
    _ area: [UInt8], type: Int = 0x8017, magic: UInt32 = 0xFF54_4347, extraData: [UInt8] = nonce,
    body: [UInt8]? = nil
  ) -> [UInt8] {
    u32(magic) + u16(type) + sized(name(area)) + sized(extraData) + Array(repeating: 0, count: 16) + [1]
      + Array(repeating: 7, count: 8) + (body ?? sized(name(area)) + sized(name(area)))
  }

  /// TPMT_SIGNATURE, ECDSA with SHA-256.
  static func signature(_ message: [UInt8], by key: TestKey) throws -> [UInt8] {
    let der = try key.sign(message, scheme: .ecdsa(.sha256))
    let numbers: ([UInt8], [UInt8]) = try DERReader.decode(der[...]) { reader throws(DERError) in
      try reader.sequence { reader throws(DERError) in (try reader.unsignedInteger(), try reader.unsignedInteger()) }
    }
    return u16(0x0018) + u16(0x000B) + sized(numbers.0) + sized(numbers.1)
  }

  /// A statement about a key by an attestation key, each on P-256. `attest` overrides what is signed.
  static func parts(
    keyAttributes: UInt32 = SoftwareTPM.keyAttributes, akAttributes: UInt32 = attestationAttributes,
    akScheme: [UInt8] = [0x00, 0x18, 0x00, 0x0B], policy: [UInt8] = [], attest: (([UInt8]) -> [UInt8])? = nil
  ) throws -> [String: [UInt8]] {
    let subject = try area(try subjectKey.get(), attributes: keyAttributes, policy: policy)
    let signed = attest?(subject) ?? Self.attest(subject)
    let attestationKey = try Self.attestationKey.get()
    return [
      "attest": signed, "signature": try signature(signed, by: attestationKey), "public": subject,
      "ak": try area(attestationKey, attributes: akAttributes, scheme: akScheme),
    ]
  }

  static let attestationKey = TestKeys.p256
  static let subjectKey = Result { try TestKey(curve: .p256) }

  /// Terms under which the attestation key is pinned, as an operator pins one.
  static func terms(nonce: [UInt8]? = SoftwareTPM.nonce, legacy: Set<LegacyAlgorithm> = []) throws -> AppraisalTerms {
    let anchors = try Anchor.added(from: attestationKey.get().spki, name: "ak")
    return AppraisalTerms(anchors: AnchorStore(anchors), legacy: legacy, nonce: nonce, now: now)
  }

  static func appraise(_ parts: [String: [UInt8]], _ terms: AppraisalTerms) throws -> AttestedKey {
    try #require(try Formats.appraise(Statement(parts: parts), under: terms).first)
  }

  static func appraise(_ parts: [String: [UInt8]]) throws -> AttestedKey { try appraise(parts, terms()) }

  /// The kinds of problems of a key, or `malformed` where the statement cannot even be read.
  static func refusal(_ parts: [String: [UInt8]], _ terms: AppraisalTerms? = nil) throws -> Set<String> {
    do {
      return Set(try appraise(parts, terms ?? Self.terms()).problems.map(\.kind.rawValue))
    } catch let error as AttestationError {
      guard case .malformed = error else { throw error }
      return ["malformed"]
    }
  }
}
