import Cryptography
import Evidence
import TestSupport
import Testing

@testable import Attestation

/// Statements that no TPM made, or made about something else.
@Suite struct TPMHostileTests {
  @Test func `the statement that all others are changed from is accepted`() throws {
    let key = try SoftwareTPM.appraise(SoftwareTPM.parts())
    #expect(key.problems == [])
    #expect(key.weaknesses == [])
    #expect(key[.generatedInside].value == .yes)
    #expect(key[.signs].value == .yes)
    #expect(key[.restricted].value == .no)
    #expect(key[.nonceBound].value == .yes)
  }

  @Test(arguments: [
    (UInt32(0x0004_0072), "not restricted"), (0x0001_0072, "not sign"), (0x0005_0070, "not fixedTPM"),
    (0x0005_0062, "not fixedParent"), (0x0005_0052, "not sensitiveDataOrigin"), (0x0007_0072, "decrypt"),
  ])
  func `an attestation key with one bit wrong is unfit`(attributes: UInt32, reason: String) throws {
    let key = try SoftwareTPM.appraise(SoftwareTPM.parts(akAttributes: attributes))
    #expect(key.problems.map(\.description) == ["signer-unfit: the attestation key is \(reason)"])
  }

  @Test(arguments: [UInt32(1), 1 << 3, 1 << 12, 1 << 20, 1 << 31])
  func `a reserved bit is refused, in the key and in the attestation key`(bit: UInt32) throws {
    let ak = try SoftwareTPM.parts(akAttributes: SoftwareTPM.attestationAttributes | bit)
    #expect(try SoftwareTPM.refusal(ak) == ["claim-unknown-value"])
    let key = try SoftwareTPM.parts(keyAttributes: SoftwareTPM.keyAttributes | bit)
    #expect(try SoftwareTPM.refusal(key) == ["claim-unknown-value"])
  }

  @Test func `an attestation key without a scheme signs anything`() throws {
    let parts = try SoftwareTPM.parts(akScheme: [0x00, 0x10])
    #expect(try SoftwareTPM.refusal(parts) == ["signer-unfit"])
  }

  @Test func `a signature of another scheme than its key's is refused`() throws {
    let parts = try SoftwareTPM.parts(akScheme: [0x00, 0x18, 0x00, 0x0C])
    #expect(try SoftwareTPM.refusal(parts) == ["signer-unfit"])
  }

  @Test(arguments: [0x8014, 0x8015, 0x8016, 0x8018, 0x8019, 0x801C, 0x8021, 0x0000])
  func `a statement of another kind is no attestation of a key`(type: Int) throws {
    let parts = try SoftwareTPM.parts { SoftwareTPM.attest($0, type: type) }
    #expect(try SoftwareTPM.refusal(parts) == ["not-a-key-attestation"])
  }

  @Test func `a quote is named as one`() throws {
    // TPMS_QUOTE_INFO: no PCR selected, and a digest.
    let quote: [UInt8] = [0, 0, 0, 0] + SoftwareTPM.sized(Array(repeating: 3, count: 32))
    let parts = try SoftwareTPM.parts { SoftwareTPM.attest($0, type: 0x8018, body: quote) }
    let key = try SoftwareTPM.appraise(parts)
    #expect(key.problems.map(\.description) == ["not-a-key-attestation: TPM2_Quote (0x8018)"])
  }

  @Test func `another magic was not made by a TPM`() throws {
    let parts = try SoftwareTPM.parts { SoftwareTPM.attest($0, magic: 0xFF54_4348) }
    #expect(try SoftwareTPM.refusal(parts) == ["not-a-key-attestation"])
  }

  @Test func `another nonce is a replay`() throws {
    let parts = try SoftwareTPM.parts { SoftwareTPM.attest($0, extraData: Array(2...33)) }
    let key = try SoftwareTPM.appraise(parts)
    #expect(key.problems.map(\.kind) == [.nonceDiffers])
    #expect(key[.nonceBound].value == .no)
  }

  @Test func `no nonce is a weakness where none was asked for, and never a bound one`() throws {
    let parts = try SoftwareTPM.parts { SoftwareTPM.attest($0, extraData: []) }
    let key = try SoftwareTPM.appraise(parts)
    #expect(key.weaknesses.map(\.kind) == [.noNonce])
    #expect(key[.nonceBound].value == .unknown)
  }

  @Test func `the name of another key is not this one's`() throws {
    let other = try SoftwareTPM.area(SoftwareTPM.attestationKey.get(), attributes: SoftwareTPM.keyAttributes)
    let parts = try SoftwareTPM.parts { _ in SoftwareTPM.attest(other) }
    #expect(try SoftwareTPM.refusal(parts) == ["parts-disagree"])
  }

  @Test func `attributes that were bettered after signing change the name`() throws {
    var parts = try SoftwareTPM.parts(keyAttributes: 0x0004_0060)
    #expect(try SoftwareTPM.appraise(parts)[.extractableWrapped].value == .yes)
    parts["public"] = try SoftwareTPM.area(
      SoftwareTPM.subjectKey.get(), attributes: SoftwareTPM.keyAttributes)
    #expect(try SoftwareTPM.refusal(parts) == ["parts-disagree"])
  }

  @Test func `a signature of another key is none of the attestation key`() throws {
    var parts = try SoftwareTPM.parts()
    parts["signature"] = try SoftwareTPM.signature(
      SoftwareTPM.attest(try #require(parts["public"])), by: SoftwareTPM.subjectKey.get())
    #expect(try SoftwareTPM.refusal(parts) == ["signature-invalid"])
  }

  @Test func `without an attestation key nobody signed`() throws {
    var parts = try SoftwareTPM.parts()
    parts["ak"] = nil
    let key = try SoftwareTPM.appraise(parts)
    #expect(key.isUnverifiable)
  }

  @Test func `an attestation key that nothing vouches for proves nothing`() throws {
    let key = try SoftwareTPM.appraise(
      SoftwareTPM.parts(), AppraisalTerms(nonce: SoftwareTPM.nonce, trustsUnactivatedAK: true, now: SoftwareTPM.now))
    #expect(key.isUnverifiable)
    #expect(key.signer?.anchor == nil)
  }

  // MARK: - Bytes

  @Test(arguments: ["attest", "signature", "public", "ak"])
  func `a byte after the end of a structure is refused`(part: String) throws {
    var parts = try SoftwareTPM.parts()
    parts[part]?.append(0)
    #expect(try SoftwareTPM.refusal(parts) == ["malformed"])
  }

  @Test func `a byte after the end that the TPM signed along is refused, too`() throws {
    let parts = try SoftwareTPM.parts { SoftwareTPM.attest($0) + [0] }
    #expect(try SoftwareTPM.refusal(parts) == ["malformed"])
  }

  @Test(arguments: ["attest", "signature", "public", "ak"])
  func `no beginning of a structure is taken for one`(part: String) throws {
    let parts = try SoftwareTPM.parts()
    let whole = try #require(parts[part])
    for length in whole.indices {
      var cut = parts
      cut[part] = Array(whole.prefix(length))
      #expect(try SoftwareTPM.refusal(cut) == ["malformed"], "\(length) of \(whole.count) bytes")
    }
  }

  @Test(arguments: ["attest", "signature", "public", "ak"])
  func `every change of one bit is refused`(part: String) throws {
    let parts = try SoftwareTPM.parts()
    let whole = try #require(parts[part])
    // What an operator pinned is the AK's key; its other fields are its own word, so they may change within what is fit.
    let free: Range<Int> = part == "ak" ? 2..<14 : 0..<0
    for index in whole.indices where !free.contains(index) {
      for bit in 0..<8 {
        var changed = parts
        changed[part]?[index] ^= 1 << UInt8(bit)
        #expect(try SoftwareTPM.refusal(changed) != [], "bit \(bit) of byte \(index)")
      }
    }
  }

  @Test func `a TPM2B around the public areas means the same`() throws {
    var parts = try SoftwareTPM.parts()
    for part in ["public", "ak"] { parts[part] = parts[part].map { SoftwareTPM.sized($0) } }
    #expect(try SoftwareTPM.appraise(parts).problems == [])
  }

  @Test(arguments: [
    "0023 000b 00040072 0000 0010 0018000b 0003 0010 0001 05 0001 06",  // no point of the curve
    "0023 000b 00040072 0000 0010 0018000b 0010 0010 0001 05 0001 06",  // another curve
    "0023 0012 00040072 0000 0010 0018000b 0003 0010 0001 05 0001 06",  // another hash
    "0023 000b 00040072 0001 aa 0010 0018000b 0003 0010 0001 05 0001 06",  // a policy of one byte
    "0001 000b 00040072 0000 0010 0010 0800 00000000 0001 c5",  // a modulus that is too short
    "0001 000b 00040072 0000 0010 0018000b 0800 00000000 0001 c5",  // a scheme of another type
    "0008 000b 00040072 0000 0010 0010 0000", "", "0001",
  ])
  func `a public area that is none cannot be read`(hex: String) {
    #expect(throws: AttestationError.self) { try TPMPublic(hexBytes(hex), part: "public") }
  }
}

@Suite struct TPMClaimTests {
  private static func key(_ attributes: UInt32, policy: [UInt8] = [], creation: Bool = false) throws -> AttestedKey {
    let parts = try SoftwareTPM.parts(keyAttributes: attributes, policy: policy) { area in
      creation
        ? SoftwareTPM.attest(
          area, type: 0x801A,
          body: SoftwareTPM.sized(SoftwareTPM.name(area)) + SoftwareTPM.sized(Array(repeating: 0, count: 32)))
        : SoftwareTPM.attest(area)
    }
    let key = try SoftwareTPM.appraise(parts)
    #expect(key.problems == [])
    return key
  }

  @Test func `whoever imports a key writes its attributes: a set origin bit alone is no origin`() throws {
    let key = try Self.key(0x0004_0060)
    #expect(key[.generatedInside].value == .unknown)
    #expect(key[.imported].value == .unknown)
    #expect(key[.everNonSensitive].value == .unknown)
    #expect(key[.restored].value == .unknown)
  }

  @Test func `a creation that this TPM certifies is an origin, even of a key that may leave`() throws {
    let key = try Self.key(0x0004_0060, creation: true)
    #expect(key[.generatedInside].value == .yes)
    #expect(key[.extractableWrapped].value == .yes)
  }

  @Test(arguments: [UInt32(0x0004_0060), 0x0004_0070, 0x0004_0062])
  func `a key is confined by both bits, not by one`(attributes: UInt32) throws {
    let key = try Self.key(attributes)
    for claim in [ClaimName.extractableWrapped, .cloneable, .everExtractable] { #expect(key[claim].value == .yes) }
  }

  @Test func `duplication in clear needs a policy, and no encryptedDuplication`() throws {
    let policy = Array(repeating: UInt8(9), count: 32)
    #expect(try Self.key(0x0004_0060, policy: policy)[.extractableClear].value == .yes)
    #expect(try Self.key(0x0004_0860, policy: policy)[.extractableClear].value == .no)
    #expect(try Self.key(0x0004_0060)[.extractableClear].value == .unknown)
    #expect(try Self.key(SoftwareTPM.keyAttributes)[.extractableClear].value == .no)
  }

  @Test func `who uses a key: a value that may be empty, a policy, or nobody knows`() throws {
    #expect(try Self.key(0x0004_0072).control.userAuthentication?.value == .once)
    let policy = Array(repeating: UInt8(9), count: 32)
    #expect(try Self.key(0x0004_0032, policy: policy).control.userAuthentication?.value == .policy)
    #expect(try Self.key(0x0004_0032).control.userAuthentication == nil)
  }

  @Test func `creation data is that of the statement, or refused`() throws {
    // No PCR, an empty digest, locality 1, SHA-256, two names, nothing from outside.
    let data = hexBytes("00000000 0000 01 000b 0000 0000 0000")
    func parts(hash: [UInt8]) throws -> [String: [UInt8]] {
      var parts = try SoftwareTPM.parts { area in
        let body = SoftwareTPM.sized(SoftwareTPM.name(area)) + SoftwareTPM.sized(hash)
        return SoftwareTPM.attest(area, type: 0x801A, body: body)
      }
      parts["creation-data"] = data
      return parts
    }
    #expect(try SoftwareTPM.refusal(parts(hash: Hash.digest(data).bytes)) == [])
    #expect(try SoftwareTPM.refusal(parts(hash: Hash.digest([1]).bytes)) == ["parts-disagree"])
    var beside = try SoftwareTPM.parts()
    beside["creation-data"] = data
    #expect(try SoftwareTPM.refusal(beside) == ["parts-disagree"])
    beside["creation-data"] = data + [0]
    #expect(try SoftwareTPM.refusal(beside) == ["malformed"])
  }
}
