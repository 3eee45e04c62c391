import Cryptography
import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import Attestation

private func kinds(_ key: AttestedKey) -> [AppraisalProblem.Kind] { key.problems.map(\.kind) }

@Suite struct MarvellChainTests {
  @Test func `without certificates nothing is proven and nothing refuted`() throws {
    let sample = try MarvellSample()
    let key = try sample.appraise(try sample.pair(), [])
    #expect(kinds(key) == [.partMissing])
    #expect(key.isUnverifiable)
    #expect(key[.generatedInside] == Claim(.yes, source: "marvell private 0x163", evidenceClass: .asserted))
  }

  @Test func `an RSA result that only ends in the right digest is no signature`() throws {
    let sample = try MarvellSample()
    let blob = try sample.pair()
    let signed = Array(blob.dropLast(256))
    let block = [0] + [UInt8](repeating: 0x5A, count: 223) + Hash.digest(signed).bytes
    let key = try sample.appraise(signed + sample.partitionKey.applyRSA(to: block))
    #expect(kinds(key) == [.signatureInvalid])
  }

  @Test func `one chain alone is not enough, whichever it is`() throws {
    let sample = try MarvellSample()
    let blob = try sample.pair()
    let maker = try sample.appraise(blob, MarvellSample.pem(try sample.manufacturerChain()))
    #expect(maker.problems.map(\.description) == ["part-missing: owner: no certificate of the owner for the partition"])
    let owner = try sample.appraise(blob, MarvellSample.pem(try sample.ownerChain()))
    #expect(kinds(owner) == [.partMissing])
    #expect(owner.signer?.anchor == nil)
  }

  @Test func `chains of two different cards disagree`() throws {
    let sample = try MarvellSample()
    let other = try TestKey(curve: .p256)
    let chains = try sample.manufacturerChain() + sample.ownerChain(card: other)
    #expect(kinds(try sample.appraise(try sample.pair(), MarvellSample.pem(chains))) == [.partsDisagree])
  }

  @Test func `an owner that vouches for another partition disagrees`() throws {
    let sample = try MarvellSample()
    let chains = try sample.manufacturerChain() + sample.ownerChain(key: try TestKeys.rsa3072.get())
    #expect(kinds(try sample.appraise(try sample.pair(), MarvellSample.pem(chains))) == [.partsDisagree])
  }

  @Test func `an owner that does not vouch for the card is missing a part`() throws {
    let sample = try MarvellSample()
    let chains = try sample.manufacturerChain() + sample.ownerChain().suffix(1)
    #expect(kinds(try sample.appraise(try sample.pair(), MarvellSample.pem(chains))) == [.partMissing])
  }

  @Test func `a self-signed root in the bundle makes no owner`() throws {
    let sample = try MarvellSample()
    let impostor = try TestAuthority(root: "partition root", key: try TestKey(curve: .p256))
    let chains = [
      impostor.certificate, try impostor.issue(MarvellSample.card, key: sample.cardKey),
      try impostor.issue(MarvellSample.partition, key: sample.partitionKey),
    ]
    let key = try sample.appraise(try sample.pair(), MarvellSample.pem(try sample.manufacturerChain() + chains))
    #expect(kinds(key) == [.anchorUnknown])
  }

  @Test func `a partition may not certify another one, nor the owner's card`() throws {
    let sample = try MarvellSample()
    let card = try sample.maker.authority(MarvellSample.card, key: sample.cardKey)
    let middle = try card.authority("HSM:5.2G0000-ICM000001:PARTN:9, for FIPS mode", key: try TestKey(curve: .p256))
    let chain = [
      card.certificate, middle.certificate, try middle.issue(MarvellSample.partition, key: sample.partitionKey),
    ]
    let key = try sample.appraise(try sample.pair(), MarvellSample.pem(try chain + sample.ownerChain()))
    #expect(kinds(key) == [.certificateUnfit])
  }

  @Test func `a partition of one card under another card's name disagrees`() throws {
    let sample = try MarvellSample()
    let card = try sample.maker.authority("HSM:9-ICM9, for FIPS mode", key: sample.cardKey)
    let chain = [card.certificate, try card.issue(MarvellSample.partition, key: sample.partitionKey)]
    let key = try sample.appraise(try sample.pair(), MarvellSample.pem(try chain + sample.ownerChain()))
    #expect(kinds(key).contains(.partsDisagree))
  }

  @Test func `certificates may come as parts of their own or beside the statement`() throws {
    let sample = try MarvellSample()
    let parts = [
      "statement": try sample.pair(), "manufacturer-certificates": MarvellSample.pem(try sample.manufacturerChain()),
      "owner-certificates": MarvellSample.pem(try sample.ownerChain()),
    ]
    let apart = try Formats.appraise(try Statement(format: "marvell", parts: parts), under: sample.terms)
    #expect(apart.first?.problems == [])
    let beside = try sample.appraise(try sample.pair(), [], chain: [try sample.chains()])
    #expect(beside.problems == [])
  }
}

@Suite struct MarvellReaderTests {
  @Test func `every prefix of a statement is refused or proves nothing, and none traps`() throws {
    let sample = try MarvellSample()
    let older = try sample.olderBlob([try sample.publicObject(), try sample.privateObject()], at: 984)
    for blob in [try sample.pair(), older] {
      for count in 0..<blob.count {
        let blob = try? MarvellBlob(Array(blob.prefix(count)), path: "statement")
        #expect(blob == nil || count > 984, "prefix of \(count)")
      }
      let cut = Array(blob.dropLast())
      #expect((try? sample.appraise(cut))?.problems.isEmpty != true)
    }
  }

  @Test(arguments: [(9, nil as Int?), (0, nil), (65535, nil), (8, 65535), (8, 7), (8, 9)])
  func `offsets that lead elsewhere are refused`(first: Int, second: Int?) throws {
    let sample = try MarvellSample()
    let objects = [try sample.publicObject(), try sample.privateObject()]
    let blob = try sample.blob(objects, first: first, second: second)
    #expect(throws: AttestationError.self) { try sample.appraise(blob) }
  }

  @Test(arguments: [12, 40, 44, 48, 52, 56])
  func `lengths of any size are held against what is there`(offset: Int) throws {
    let sample = try MarvellSample()
    for value in [1, 0x7F, 0xFF] as [UInt8] {
      var blob = try sample.pair()
      for index in offset..<(offset + 4) { blob[index] = value }
      #expect((try? sample.appraise(blob))?.problems.isEmpty != true)
    }
  }

  @Test func `two private objects are no one key`() throws {
    let sample = try MarvellSample()
    let half = try sample.privateObject()
    #expect(throws: AttestationError.self) { try sample.appraise(try sample.blob([half, half])) }
  }

  @Test func `a gzip bomb is refused before it is unpacked`() throws {
    // 2 MiB of zeros, a thousand times its size.
    let text = "H4sIAAAAAAACA+3BMQEAAADCoPVPbQwfo" + String(repeating: "A", count: 2709) + "C+Bn6HiY0AACAA"
    let bomb = try #require(Base64.decode(text))
    #expect(Gzip.inflate(bomb, limit: 1 << 22)?.count == 1 << 21)
    #expect(Gzip.inflate(bomb, limit: 1 << 20) == nil)
    let sample = try MarvellSample()
    #expect(throws: AttestationError.self) { try sample.appraise(bomb) }
  }

  @Test func `Azure's document carries the same blobs, and the key beside them counts for nothing`() throws {
    let sample = try MarvellSample()
    let url = SampleJWS.base64URL
    let halves = [try sample.blob([try sample.privateObject()]), try sample.blob([try sample.publicObject()])]
    let inner = """
      {"version": "MRVL-1", "privateKeyAttestation": "\(url(halves[0]))", "publicKeyAttestation": "\(url(halves[1]))",
       "certificatePemFile": "\(url(try sample.chains()))"}
      """
    let document = """
      { "attributes": {"enabled": true, "attestation": \(inner)}, "key": {"kty": "RSA-HSM", "n": "AQAB"} }
      """
    for text in [document, inner] {
      let statement = try Statement(parts: ["statement": Array(text.utf8)])
      let key = try #require(try Formats.appraise(statement, under: sample.terms).first)
      #expect(key.problems == [])
      #expect(key.spki == (try sample.subject.spki))
    }
  }

  @Test func `Azure's document with a foreign public half, another version or a name twice is refused`() throws {
    let sample = try MarvellSample()
    let url = SampleJWS.base64URL
    let blob = url(try sample.blob([try sample.privateObject()]))
    let foreign = url(try sample.blob([try sample.publicObject()], signer: try TestKey(rsaBits: 2048)))
    let chains = url(try sample.chains())
    let unsigned =
      #"{"version":"MRVL-1","privateKeyAttestation":"\#(blob)","publicKeyAttestation":"\#(foreign)","certificatePemFile":"\#(chains)"}"#
    let statement = try Statement(format: "marvell", parts: ["statement": Array(unsigned.utf8)])
    #expect(try Formats.appraise(statement, under: sample.terms).first.map(kinds) == [.signatureInvalid])
    for text in [
      #"{"version":"MRVL-2","privateKeyAttestation":"\#(blob)","certificatePemFile":"\#(chains)"}"#,
      #"{"version":"MRVL-1","privateKeyAttestation":"\#(blob)","privateKeyAttestation":"\#(blob)","certificatePemFile":"\#(chains)"}"#,
      #"{"version":"MRVL-1","certificatePemFile":"\#(chains)"}"#,
    ] {
      let statement = try Statement(format: "marvell", parts: ["statement": Array(text.utf8)])
      #expect(throws: AttestationError.self) { try Formats.appraise(statement, under: sample.terms) }
    }
  }
}
