import Cryptography
import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import Attestation

private func link(
  signer: TestKey, _ change: (inout HandMadeCertificate) -> Void = { _ in },
  signature: ([UInt8]) throws -> [UInt8] = { $0 }
) throws -> LinkSignature.Outcome {
  var made = HandMadeCertificate("Subject", issuer: "Issuer", key: try TestKeys.p256.get())
  change(&made)
  let certificate = try HandMade.read(try made.signed(by: signer, signature))
  return LinkSignature.check(certificate, by: try signer.spki, HandMade.terms)
}

private func tolerated(_ outcome: LinkSignature.Outcome) -> [String] {
  switch outcome {
  case .valid(let weaknesses): weaknesses.map(\.detail)
  case .refused(let problem): ["refused: \(problem.kind.rawValue)"]
  }
}

@Suite struct SignatureCheckTests {
  @Test func `terms verify with the cryptography unless they say otherwise`() {
    #expect(AppraisalTerms(now: HandMade.terms.now).signatures.word == nil)
    #expect(AppraisalSettings().terms(now: HandMade.terms.now).signatures.word == nil)
  }

  @Test func `where a word is asked for, it alone decides`() throws {
    let key = try TestKeys.p256.get()
    let certificate = try HandMade.read(
      try HandMadeCertificate("Subject", issuer: "Issuer", key: key).signed(by: key) { _ in [1, 2, 3] })
    var terms = HandMade.terms
    #expect(LinkSignature.check(certificate, by: try key.spki, terms) != .valid([]))
    let spki = try key.spki
    terms.signatures = .unverified { signature, by in signature == [1, 2, 3] && by == spki }
    #expect(LinkSignature.check(certificate, by: try key.spki, terms) == .valid([]))
    #expect(LinkSignature.check(certificate, by: [1], terms) != .valid([]))
  }
}

@Suite(.needsVectors) struct LinkSignatureTests {
  @Test func `a good signature needs no tolerance`() throws {
    for key in [try TestKeys.p256.get(), try TestKeys.rsa2048.get(), try TestKeys.ed25519.get()] {
      #expect(try link(signer: key) == .valid([]))
    }
  }

  @Test func `NULL parameters of ECDSA are tolerated and named`() throws {
    let algorithm = AlgorithmIdentifier(.ecdsaWithSHA256, parameters: AlgorithmIdentifier.null)
    let outcome = try link(signer: try TestKeys.p256.get(), { $0.algorithm = algorithm })
    #expect(tolerated(outcome) == ["CN=Subject: NULL parameters of ECDSA"])
  }

  @Test func `NULL beside the signature and nothing in what was signed are one algorithm`() throws {
    let algorithm = AlgorithmIdentifier(.ecdsaWithSHA256, parameters: AlgorithmIdentifier.null)
    let outcome = try link(signer: try TestKeys.p256.get()) {
      $0.algorithm = .ecdsaWithSHA256
      $0.outerAlgorithm = algorithm
    }
    #expect(tolerated(outcome) == ["CN=Subject: NULL parameters of ECDSA"])
  }

  @Test func `RSA without parameters is tolerated and named`() throws {
    let outcome = try link(
      signer: try TestKeys.rsa2048.get(), { $0.algorithm = AlgorithmIdentifier(.sha256WithRSAEncryption) })
    #expect(tolerated(outcome) == ["CN=Subject: no parameters of RSA"])
  }

  @Test func `numbers that read negative are taken without a sign, and named`() throws {
    let key = try TestKeys.p256.get()
    // A coin decides each number's first bit: within 64 signatures one of them is set.
    var seen: [String] = []
    for _ in 0..<64 where seen.isEmpty {
      var isNegative = false
      let outcome = try link(
        signer: key,
        signature: { signature in
          guard let negative = try HandMade.negative(signature) else { return signature }
          isNegative = true
          return negative
        })
      if isNegative { seen = tolerated(outcome) }
    }
    #expect(seen == ["CN=Subject: a negative integer in the signature"])
  }

  @Test func `numbers with a zero too many are refused`() throws {
    let outcome = try link(
      signer: try TestKeys.p256.get(),
      signature: { signature in
        let (r, s) = try DERReader.decode(signature[...]) { reader throws(DERError) in
          try reader.sequence { reader throws(DERError) in (try reader.unsignedInteger(), try reader.unsignedInteger())
          }
        }
        var writer = DERWriter()
        writer.sequence { writer in
          writer.primitive(.integer, [0, 0] + r)
          writer.primitive(.integer, [0, 0] + s)
        }
        return writer.bytes
      })
    #expect(tolerated(outcome) == ["refused: signature-invalid"])
  }

  @Test func `bytes after the numbers are refused`() throws {
    let outcome = try link(signer: try TestKeys.p256.get(), signature: { $0 + [0] })
    #expect(tolerated(outcome) == ["refused: signature-invalid"])
  }

  @Test func `a changed signature is refused`() throws {
    for key in [try TestKeys.p256.get(), try TestKeys.rsa2048.get()] {
      let outcome = try link(
        signer: key,
        signature: { signature in
          var changed = signature
          changed[changed.count - 1] ^= 1
          return changed
        })
      #expect(tolerated(outcome) == ["refused: signature-invalid"])
    }
  }

  @Test func `another algorithm beside the signature than in what was signed is refused`() throws {
    let outcome = try link(signer: try TestKeys.p256.get()) {
      $0.algorithm = .ecdsaWithSHA384
      $0.outerAlgorithm = .ecdsaWithSHA256
    }
    #expect(tolerated(outcome) == ["refused: signature-invalid"])
  }

  @Test func `SHA-1 is refused, save where the verifier was told to take it, and then named`() throws {
    let root = try Vectors.bytes("attestation/luna-pkc/luna-rsa-root-certificate.pem")
    let certificate = try #require(try TolerantCertificate.all(in: root, path: "root").first)
    #expect(
      tolerated(LinkSignature.check(certificate, by: certificate.spki, HandMade.terms))
        == ["refused: algorithm-refused"])
    let terms = AppraisalTerms(legacy: [.sha1], now: Sample.now)
    #expect(
      LinkSignature.check(certificate, by: certificate.spki, terms)
        == .valid([EvidenceWeakness(.sha1Signature, "\(certificate.subjectText): signed with SHA-1")]))
    let other = try TestKeys.rsa2048.get().spki
    #expect(tolerated(LinkSignature.check(certificate, by: other, terms)) == ["refused: signature-invalid"])
  }
}
