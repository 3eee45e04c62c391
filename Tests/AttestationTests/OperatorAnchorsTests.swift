import Attestation
import Cryptography
import DER
import Evidence
import TestSupport
import Testing
import X509

@Suite struct OperatorAnchorsTests {
  private static func root() throws -> [UInt8] { try SampleCertificate.rootCA().derBytes() }

  @Test func `a certificate anchors for every format in both roles, by its key`() throws {
    let file = try Self.root()
    let anchors = try Anchor.added(from: file, name: "root.der")
    #expect(anchors.map(\.role) == [.manufacturer, .owner])
    for anchor in anchors {
      #expect(anchor.id == "operator:root.der")
      #expect(anchor.formats == Set(Formats.names))
      #expect(anchor.spki == SampleKey.root.info.derBytes)
      #expect(anchor.certificateSHA256 == Hash.digest(file))
      #expect(anchor.lastCertificateEnds != nil)
    }
  }

  @Test func `the operator may narrow formats and role`() throws {
    let anchors = try Anchor.added(
      from: Self.root(), name: "root.der", formats: ["marvell"], roles: [.owner], origin: "anchors.yaml")
    #expect(anchors.map(\.role) == [.owner])
    #expect(anchors.map(\.formats) == [["marvell"]])
    #expect(anchors.map(\.origin) == ["anchors.yaml"])
  }

  @Test func `a bare public key is an anchor, PEM or DER, that no certificate's end weakens`() throws {
    let spki = SampleKey.root.info.derBytes
    for file in [spki, Array(PEM(label: "PUBLIC KEY", bytes: spki).text.utf8)] {
      let anchors = try Anchor.added(from: file, name: "root.pub.pem", roles: [.manufacturer])
      #expect(anchors.map(\.spki) == [spki])
      #expect(anchors.map(\.lastCertificateEnds) == [nil])
      #expect(anchors.map(\.certificateSHA256) == [nil])
    }
  }

  @Test func `a file with another digest than the reviewed one is refused`() throws {
    #expect(throws: AttestationError.self) {
      try Anchor.added(from: Self.root(), name: "root.der", sha256: Hash.digest([1]))
    }
    #expect(try Anchor.added(from: Self.root(), name: "root.der", sha256: Hash.digest(Self.root())).count == 2)
  }

  @Test func `what is neither certificate nor key is refused`() {
    for file in [[], [0x30, 0x00], Array("text".utf8), Array("-----BEGIN PRIVATE KEY-----\n".utf8)] {
      #expect(throws: AttestationError.self) { try Anchor.added(from: file, name: "x") }
    }
  }
}
