import Attestation
import CommandLineTools
import Cryptography
import Evidence
import Foundation
import Synchronization
import TestSupport
import Testing
import X509

@testable import policy_gates

@Suite struct AnchorFolderTests {
  private static func read(_ folder: Folder) throws -> (anchors: [Anchor], said: String) {
    let said = Mutex("")
    let screen = Screen(output: { _ in }, errors: { text in said.withLock { $0 += text } })
    return (try AnchorFolder(folder.path.path, screen).anchors, said.withLock { $0 })
  }

  @Test func `every certificate and key below the folder is an anchor; what is none is named`() throws {
    let folder = try Folder()
    _ = try folder.file("root.der", try SampleCertificate.rootCA().derBytes())
    _ = try folder.file("below/key.pub.pem", SampleKey.issuing.info.derBytes)
    _ = try folder.file("README", Array("text".utf8))
    let (anchors, said) = try Self.read(folder)
    #expect(
      anchors.map(\.id) == ["operator:below/key.pub.pem", "operator:below/key.pub.pem"] + [
        "operator:root.der", "operator:root.der",
      ])
    #expect(said.contains("README: skipped, no anchor"))
  }

  @Test func `a list narrows what it names, and leaves the rest`() throws {
    let folder = try Folder()
    let root = try SampleCertificate.rootCA().derBytes()
    _ = try folder.file("root.der", root)
    _ = try folder.file("key.der", SampleKey.issuing.info.derBytes)
    let list = """
      schema: 1
      anchors:
        - {file: root.der, id: mine, formats: [pkcs11], role: owner, sha256: \(Hash.digest(root).hex)}
      """
    _ = try folder.file("anchors.yaml", Array(list.utf8))
    let (anchors, _) = try Self.read(folder)
    #expect(anchors.map(\.id) == ["operator:key.der", "operator:key.der", "operator:mine"])
    #expect(anchors.last?.formats == ["pkcs11"])
    #expect(anchors.last?.role == .owner)
  }

  @Test(arguments: [
    "schema: 1\nanchors:\n  - {file: absent.der}\n",
    "schema: 1\nanchors:\n  - {file: root.der, sha256: \(String(repeating: "00", count: 32))}\n",
    "schema: 1\nanchors:\n  - {file: root.der}\n  - {file: root.der}\n",
    "schema: 1\nanchors:\n  - {file: root.der, formats: [x]}\n", "schema: 2\nanchors: []\n",
  ])
  func `a list that cannot be followed is refused`(list: String) throws {
    let folder = try Folder()
    _ = try folder.file("root.der", try SampleCertificate.rootCA().derBytes())
    _ = try folder.file("anchors.yaml", Array(list.utf8))
    #expect(throws: FileError.self) { try Self.read(folder) }
  }
}
