import Cryptography
import Evidence
import TestSupport
import Testing

@testable import Attestation

/// Each anchor of an HSM's maker or owner with the certificate that it was taken from.
private let taken = [
  ("marvell-liquidsecurity-root", "marvell/cavium-root-2024-2034.pem", Anchor.Role.manufacturer, "marvell"),
  ("google-hawksbill-root-v1-prod", "marvell/google-hawksbill-root-v1-prod.pem", .owner, "marvell"),
  ("securosys-primus-hsm-rootkey-2024", "securosys/primus-hsm-rootkey-2024.pem", .manufacturer, "primus"),
  ("crypto4a-c4a-rca", "crypto4a/c4a-rca.pem", .manufacturer, "crypto4a"),
]

@Suite struct HSMAnchorTests {
  @Test(.needsVectors, arguments: taken)
  func `is the key of the certificate that it names`(
    id: String, file: String, role: Anchor.Role, format: String
  ) throws {
    let anchor = try #require(ShippedAnchors.all.first { $0.id == id })
    let certificates = try TolerantCertificate.all(in: try Vectors.bytes("attestation/\(file)"), path: file)
    let certificate = try #require(certificates.first)
    #expect(anchor.spki == certificate.spki)
    #expect(anchor.certificateSHA256 == Hash.digest(certificate.derBytes))
    #expect(anchor.lastCertificateEnds == certificate.notAfter)
    #expect(anchor.name == certificate.subjectText)
    #expect(anchor.role == role)
    #expect(anchor.formats == [format])
    #expect(anchor.origin.hasPrefix("https://"))
  }

  @Test(.needsVectors) func `Cavium's certificates of 2015 and 2024 have one key`() throws {
    let old = try TolerantCertificate.all(
      in: try Vectors.bytes("attestation/marvell/cavium-root-2015-2025.pem"), path: "old")
    let anchor = ShippedAnchors.all.first { $0.id == "marvell-liquidsecurity-root" }
    #expect(old.first?.spki == anchor?.spki)
  }
}
