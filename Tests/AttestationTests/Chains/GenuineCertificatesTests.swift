import Foundation
import TestSupport
import Testing

@testable import Attestation

/// Files of certificates below the vectors' `attestation`; none where the vectors are absent.
private let files: [String] = {
  let root = Vectors.root.appending(path: "attestation")
  guard let found = FileManager.default.enumerator(atPath: root.path) else { return [] }
  return found.compactMap { $0 as? String }.filter(isCertificateFile).sorted()
}()

private func isCertificateFile(_ path: String) -> Bool {
  switch URL(filePath: path).pathExtension {
  case "crt", "p7b", "certs": return true
  case "der": return path.hasSuffix(".crt.der") || path.contains("windowshellotpm.")
  case "pem":
    guard let bytes = try? Vectors.bytes("attestation/\(path)") else { return false }
    return String(decoding: bytes, as: UTF8.self).contains("-----BEGIN CERTIFICATE-----")
  default: return false
  }
}

/// The defects of genuine certificates (attestation reference, sections 5 and 12). Every other file has none.
private func expectedDefects(_ path: String) -> Set<TolerantCertificate.Defect> {
  switch path {
  case "luna-pkc/rsa-pkc.p7b": [.explicitDefault]
  case let path where path.hasPrefix("luna-pkc/") && path.contains("ecc"):
    [.explicitDefault, .nullParameters, .negativeSignature]
  default: []
  }
}

@Suite(.needsVectors) struct GenuineCertificatesTests {
  @Test(arguments: files)
  func `every genuine certificate is read, with no defects but those known of its vendor`(path: String) throws {
    let certificates = try TolerantCertificate.all(in: try Vectors.bytes("attestation/\(path)"), path: path)
    let defects = certificates.reduce(into: Set()) { $0.formUnion($1.defects) }
    if path.hasPrefix("luna-pkc/") {
      #expect(defects.isSubset(of: expectedDefects(path)))
    } else {
      #expect(defects == expectedDefects(path))
    }
  }

  @Test func `the defects of Luna's chain are seen`() throws {
    let certificates = try TolerantCertificate.all(
      in: try Vectors.bytes("attestation/luna-pkc/rsa-pkc.p7b"), path: "statement")
    #expect(certificates.count == 5)
    #expect(certificates.map { $0.defects.contains(.explicitDefault) } == [true, true, true, false, false])
  }

  @Test func `all folders have certificates`() {
    let folders = Set(files.compactMap { $0.split(separator: "/").first.map(String.init) })
    #expect(
      folders.isSuperset(of: [
        "crypto4a", "luna-pkc", "marvell", "pkix-evidence", "securosys", "synthetic", "tpm", "yubico-roots", "yubihsm2",
        "yubikey-piv",
      ]))
  }
}
