import Cryptography
import DER
import Evidence
import Testing
import X509

struct SignatureAlgorithmTests {
  private static let schemes: [SignatureScheme] =
    [.ed25519] + HashAlgorithm.allCases.flatMap { [.ecdsa($0), .rsaPKCS1($0), .rsaPSS($0)] }

  @Test(arguments: schemes)
  func `every scheme has one identifier, which leads back to it`(scheme: SignatureScheme) throws {
    #expect(try SignatureAlgorithms.scheme(of: SignatureAlgorithms.algorithmIdentifier(for: scheme)) == scheme)
  }

  @Test func `no two schemes share an identifier`() {
    #expect(Set(Self.schemes.map(SignatureAlgorithms.algorithmIdentifier)).count == Self.schemes.count)
  }

  @Test func `the identifiers are those of the standards, to the byte`() {
    func hex(_ scheme: SignatureScheme) -> String {
      Hex.encode(SignatureAlgorithms.algorithmIdentifier(for: scheme).derEncoded)
    }
    #expect(hex(.rsaPKCS1(.sha256)) == "300d06092a864886f70d01010b0500")
    #expect(hex(.ecdsa(.sha384)) == "300a06082a8648ce3d040303")
    #expect(hex(.ecdsa(.sha3_256)) == "300b060960864801650304030a")
    #expect(hex(.ed25519) == "300506032b6570")
    #expect(
      hex(.rsaPSS(.sha256))
        == "304106092a864886f70d01010a3034a00f300d06096086480165030402010500"
        + "a11c301a06092a864886f70d010108300d06096086480165030402010500a203020120")
  }

  @Test func `PSS takes absent hash parameters too`() throws {
    let hash = AlgorithmIdentifier(.sha384)
    let mask = AlgorithmIdentifier(.mgf1, parameters: hash.derEncoded)
    let parameters = RSASSAPSSParameters(hash: hash, maskGeneration: mask, saltLength: 48)
    #expect(try SignatureAlgorithms.scheme(of: .rsassaPSS(parameters)) == .rsaPSS(.sha384))
  }

  private static func pss(_ hash: ObjectIdentifier, mask: ObjectIdentifier, salt: Int) -> AlgorithmIdentifier {
    let inner = AlgorithmIdentifier(mask, parameters: AlgorithmIdentifier.null)
    let generation = AlgorithmIdentifier(.mgf1, parameters: inner.derEncoded)
    let hash = AlgorithmIdentifier(hash, parameters: AlgorithmIdentifier.null)
    return .rsassaPSS(RSASSAPSSParameters(hash: hash, maskGeneration: generation, saltLength: salt))
  }

  @Test(
    arguments: [
      AlgorithmIdentifier(.sha256WithRSAEncryption), AlgorithmIdentifier(.rsassaPSS),
      AlgorithmIdentifier(.ecdsaWithSHA256, parameters: AlgorithmIdentifier.null),
      AlgorithmIdentifier(.ed25519, parameters: AlgorithmIdentifier.null),
      AlgorithmIdentifier(.sha256WithRSAEncryption, parameters: [0x05, 0x00, 0x05, 0x00]),
      AlgorithmIdentifier(.sha1WithRSAEncryption, parameters: AlgorithmIdentifier.null),
      AlgorithmIdentifier(.rsaEncryption, parameters: AlgorithmIdentifier.null),
      AlgorithmIdentifier(.rsassaPSS, parameters: [0x30, 0x00]), pss(.sha256, mask: .sha512, salt: 32),
      pss(.sha256, mask: .sha256, salt: 20), pss(.sha256, mask: .sha256, salt: 33), pss(.sha1, mask: .sha1, salt: 20),
    ])
  func `anything else is refused`(algorithm: AlgorithmIdentifier) {
    #expect(throws: CryptographyError.self) { try SignatureAlgorithms.scheme(of: algorithm) }
  }
}
