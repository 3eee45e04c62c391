import Cryptography
import Evidence
import Foundation
import TestSupport
import Testing
import X509

@testable import Attestation

/// All certificates in the vectors' folders of roots, by SHA-256.
private let certificates: [Digest: TolerantCertificate] = {
  let root = Vectors.root.appending(path: "attestation")
  let paths = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
  var found: [Digest: TolerantCertificate] = [:]
  for path in paths where path.hasPrefix("yubico-roots/") || path.hasPrefix("luna-pkc/") {
    guard let bytes = try? Vectors.bytes("attestation/\(path)"),
      let all = try? TolerantCertificate.all(in: bytes, path: path)
    else { continue }
    for certificate in all { found[Hash.digest(certificate.derBytes)] = certificate }
  }
  return found
}()

/// Not in the vectors: taken from the vendor's public repository.
private let withoutVector: Set<String> = ["thales-luna-ecc-root"]

private let mine = ShippedAnchors.yubicoRoots + ShippedAnchors.yubicoSubordinates + ShippedAnchors.thales

@Suite(.needsVectors) struct ShippedAnchorsTests {
  @Test(arguments: mine.map(\.id))
  func `an anchor is the key of the certificate that it names`(id: String) throws {
    let anchor = try #require(mine.first { $0.id == id })
    guard let certificate = anchor.certificateSHA256.flatMap({ certificates[$0] }) else {
      #expect(withoutVector.contains(id))
      return
    }
    #expect(anchor.spki == certificate.spki)
    #expect(anchor.name == certificate.subjectText)
    #expect(anchor.lastCertificateEnds == certificate.notAfter)
  }

  @Test(arguments: ShippedAnchors.yubicoSubordinates.map(\.id))
  func `a subordinate key is certified by keys up to a shipped root`(id: String) throws {
    let anchor = try #require(mine.first { $0.id == id })
    let certificate = try #require(anchor.certificateSHA256.flatMap { certificates[$0] })
    #expect(id.hasSuffix("-subordinate"))
    let outcome = AttestationPath.find(
      from: certificate, through: Array(certificates.values), to: ShippedAnchors.yubicoRoots,
      AppraisalTerms(now: Sample.now)
    ) { issuer, _ in issuer.isAuthority ? nil : "no CA" }
    guard case .anchored(let path) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(["yubico-attestation-root-1", "yubico-yubihsm-root"].contains(path.anchor.id))
    #expect(path.anchor.formats.isSuperset(of: anchor.formats))
  }

  @Test func `the re-issued root of Luna has the same key`() throws {
    let root = try #require(ShippedAnchors.thales.first)
    let file = try Vectors.bytes("attestation/luna-pkc/luna-rsa-root-certificate.pem")
    #expect(try TolerantCertificate.all(in: file, path: "root").map(\.spki) == [root.spki])
  }
}

@Suite struct AnchorListTests {
  @Test func `every anchor of these vendors is there`() {
    #expect(ShippedAnchors.yubicoRoots.count == 4)
    #expect(
      Set(ShippedAnchors.yubicoSubordinates.map(\.id))
        == Set(
          [
            "attestation-intermediate-a-1", "attestation-intermediate-b-1", "piv-attestation-a-1",
            "piv-attestation-b-1",
            "piv-attestation-b2-1", "yubihsm-attestation-b2-1", "yubihsm-6742036",
          ].map { "yubico-\($0)-subordinate" }))
    #expect(ShippedAnchors.thales.map(\.id) == ["thales-luna-rsa-root", "thales-luna-ecc-root"])
  }

  @Test func `ids and keys are unique, keys can be used, and every field says something`() throws {
    let all = ShippedAnchors.all
    #expect(Set(all.map(\.id)).count == all.count)
    #expect(Set(all.map(\.spki)).count == all.count)
    for anchor in all {
      #expect(throws: Never.self, "\(anchor.id)") { try PublicKey(spki: anchor.spki) }
      #expect(!anchor.name.isEmpty && !anchor.origin.isEmpty && !anchor.formats.isEmpty)
      #expect(anchor.formats.isSubset(of: Formats.names), "\(anchor.id)")
      #expect(anchor.certificateSHA256 != nil || anchor.lastCertificateEnds == nil, "\(anchor.id)")
    }
  }
}

@Suite(.needsVectors) struct PreviewAuthorityTests {
  @Test func `no preview CA is an anchor`() throws {
    let file = try Vectors.bytes("attestation/yubico-roots/yubico-piv-preview-ca-certs.pem")
    let previews = try TolerantCertificate.all(in: file, path: "previews")
    #expect(previews.count == 4)
    for preview in previews { #expect(!ShippedAnchors.all.contains { $0.spki == preview.spki }) }
  }
}
