import Cryptography
import DER
import Evidence
import TestSupport
import Testing

@testable import Attestation

/// The same statement in the wrappings of others: TCG's for requests, Microsoft's, WebAuthn's.
@Suite struct TPMCarrierTests {
  private static func little(_ numbers: [Int]) -> [UInt8] {
    numbers.flatMap { number in [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: number >> $0) } }
  }

  private static func windows(_ parts: [String: [UInt8]], identity: Bool = true) throws -> [UInt8] {
    let attest = try #require(parts["attest"])
    // ECDSA is not what Windows signs with, but the bare form is the same.
    let der = try SoftwareTPM.attestationKey.get().sign(attest, scheme: .ecdsa(.sha256))
    let area = SoftwareTPM.sized(try #require(parts["public"]))
    let blob = Array("PCPM".utf8) + little([24, 2, 0, area.count, 0]) + area + [1, 2, 3]
    let attestation =
      Array("KADS".utf8) + little([2, 24, attest.count, der.count, blob.count]) + attest + der + blob
    let binding = identity ? SoftwareTPM.sized(try #require(parts["ak"])) + [9, 9] : []
    return Array("KAST".utf8) + little([1, 2, 28, binding.count, attestation.count, 0]) + binding + attestation
  }

  private static func whole(_ bytes: [UInt8]) -> [String: [UInt8]] { [Statement.whole: bytes] }

  @Test func `Microsoft's statement is read, and believed where its attestation key is`() throws {
    let statement = try Self.windows(SoftwareTPM.parts())
    #expect(try SoftwareTPM.appraise(Self.whole(statement)).problems == [])
    let unknown = AppraisalTerms(nonce: SoftwareTPM.nonce, now: SoftwareTPM.now)
    #expect(try SoftwareTPM.appraise(Self.whole(statement), unknown).isUnverifiable)
  }

  @Test func `Microsoft's statement without an identity proves nothing`() throws {
    let statement = try Self.windows(SoftwareTPM.parts(), identity: false)
    #expect(try SoftwareTPM.appraise(Self.whole(statement)).isUnverifiable)
  }

  @Test func `the attribute's OCTET STRING around Microsoft's statement changes nothing`() throws {
    var writer = DERWriter()
    writer.octetString(try Self.windows(SoftwareTPM.parts()))
    #expect(try SoftwareTPM.appraise(Self.whole(writer.bytes)).problems == [])
  }

  @Test func `no beginning and no lengthening of Microsoft's statement is taken for one`() throws {
    let statement = try Self.windows(SoftwareTPM.parts())
    for length in 4..<statement.count {
      #expect(try SoftwareTPM.refusal(Self.whole(Array(statement.prefix(length)))) == ["malformed"], "\(length)")
    }
    #expect(try SoftwareTPM.refusal(Self.whole(statement + [0])) == ["malformed"])
    // Each number of the headers, made as large as can be.
    for place in stride(from: 4, to: 28, by: 4) {
      var changed = statement
      changed.replaceSubrange(place..<place + 4, with: [0xFF, 0xFF, 0xFF, 0xFF])
      guard place != 4 else { continue }
      #expect(try SoftwareTPM.refusal(Self.whole(changed)) == ["malformed"], "\(place)")
    }
  }

  @Test func `TCG's sequence is read with its attestation key beside it`() throws {
    let parts = try SoftwareTPM.parts()
    func triple(_ order: [String], more: Bool = false) -> [UInt8] {
      var writer = DERWriter()
      writer.sequence { writer in
        for name in order { writer.octetString(parts[name] ?? []) }
        if more { writer.null() }
      }
      return writer.bytes
    }
    let good = [Statement.whole: triple(["attest", "signature", "public"]), "ak": try #require(parts["ak"])]
    #expect(try SoftwareTPM.appraise(good).problems == [])
    let bad = [
      Statement.whole: triple(["attest", "signature", "public"], more: true), "ak": try #require(parts["ak"]),
    ]
    #expect(try SoftwareTPM.refusal(bad) == ["malformed"])
    #expect(try SoftwareTPM.refusal(good.merging(["attest": [1]]) { one, _ in one }) == ["malformed"])
  }

  @Test(.needsVectors) func `the statement in the CSR working group's sample is a TPM's, and its nonce a constant`()
    throws
  {
    let file = try Vectors.bytes("attestation/csr-attestation/lamps-tcgAttestTpmCertify.pem")
    let block = try #require(try PEM.blocks(String(decoding: file, as: UTF8.self)).first)
    // The request has the layout of an older draft, which no carrier here reads: its statement and its two certificates.
    let (whole, ak, root) = (block.bytes[468..<1162], block.bytes[1191..<2324], block.bytes[2324..<3213])
    let statement = try Statement(parts: Self.whole(Array(whole)), chain: [Array(ak), Array(root)])
    let anchors = AnchorStore(try Anchor.added(from: Array(root), name: "root"))
    let then = try #require(Instant("2024-11-01"))
    let key = try #require(try Formats.appraise(statement, under: AppraisalTerms(anchors: anchors, now: then)).first)
    #expect(key.problems == [])
    #expect(key.nonce == [0x00, 0xFF, 0x55, 0xAA])
    let late = try Formats.appraise(statement, under: AppraisalTerms(anchors: anchors, now: SoftwareTPM.now)).first
    #expect(late?.problems.map(\.kind) == [.certificateExpired])
  }

  // MARK: - CBOR and client data

  @Test(arguments: [
    "", "18", "1b8000000000000000", "5f", "41", "61ff", "81", "a1", "a161", "a2616101616102", "c001", "f7", "fb00",
    "8181818181818181f6",
    "9b7fffffffffffffff", "0000",
  ])
  func `what WebAuthn does not write is no CBOR of ours`(hex: String) {
    #expect(throws: AttestationError.self) { try CBORValue(hexBytes(hex), part: "cbor") }
  }

  @Test func `CBOR is read by its values`() throws {
    let value = try CBORValue(hexBytes("a4 01 3901 00 61 61 43 010203 02 82 f5 f6 20 60"), part: "cbor")
    #expect(value[1] == .integer(-257))
    #expect(value["a"]?.byteString == [1, 2, 3])
    #expect(value[2] == .array([.bool(true), .null]))
    #expect(value[-1] == .text(""))
    #expect(value[3] == nil)
  }

  @Test func `a challenge is read once, or not at all`() {
    #expect(ClientData.challenge(Array(#"{"type":"webauthn.create","challenge":"AQID"}"#.utf8)) == [1, 2, 3])
    #expect(ClientData.challenge(Array(#"{"challenge":"_-8"}"#.utf8)) == [0xFF, 0xEF])
    #expect(ClientData.challenge(Array(#"{"challenge":"AQID","challenge":"AQID"}"#.utf8)) == nil)
    #expect(ClientData.challenge(Array(#"{"challenge":"/+8="}"#.utf8)) == nil)
    #expect(ClientData.challenge(Array(#"{"origin":"\"challenge\":\"AQID"}"#.utf8)) == nil)
    #expect(ClientData.challenge([]) == nil)
  }

  @Test(.needsVectors)
  func `no beginning of a genuine WebAuthn object, and no change of a byte in it, is accepted unseen`() throws {
    let object = try Vectors.bytes("attestation/tpm/windowshellotpm.attobj.cbor")
    let clientData = try Vectors.bytes("attestation/tpm/windowshellotpm.clientdata.json")
    let terms = AppraisalTerms(legacy: [.sha1], now: SoftwareTPM.now)
    func problems(_ bytes: [UInt8]) -> Int {
      guard
        let statement = try? Statement(format: "tpm", parts: ["statement": bytes, "clientdata": clientData]),
        let key = try? Formats.appraise(statement, under: terms).first
      else { return -1 }
      return key.problems.count
    }
    #expect(problems(object) == 0)
    #expect(problems(object + [0]) == -1)
    for length in stride(from: 0, to: object.count, by: 97) {
      #expect(problems(Array(object.prefix(length))) == -1, "\(length)")
    }
    for index in stride(from: 0, to: object.count, by: 61) {
      var changed = object
      changed[index] ^= 0x55
      #expect(problems(changed) != 0, "byte \(index)")
    }
  }
}
