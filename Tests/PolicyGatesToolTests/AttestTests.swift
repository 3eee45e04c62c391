import Attestation
import CommandLineTools
import Cryptography
import DER
import Evidence
import Foundation
import TestSupport
import Testing
import X509

@testable import policy_gates

/// A saved statement of PKCS#11 attributes: the one that needs no vendor.
private func attributes(_ key: SampleKey = .subject) -> [UInt8] {
  let live = KeyAttributes(
    device: SampleOrigin.identity, tokenLabel: "t", hardwareSlot: .yes, spki: key.info.derBytes, local: .yes,
    sensitive: .yes, alwaysSensitive: .yes, neverExtractable: .yes, extractable: .no, generationMechanism: 0x1040,
    readAt: Sample.now)
  return PKCS11Attributes(readLive: live).statement.canonicalBytes()
}

private func reasons(_ run: Run) -> [[JSONValue]] {
  run.objects.map { members in
    guard case .array(let names)? = members["reasons"] else { return [] }
    return names
  }
}

@Suite struct AttestTests {
  @Test func `a saved statement of PKCS#11 attributes is somebody's word`() throws {
    let folder = try Folder()
    let file = try folder.file("statement.json", attributes())
    let run = Run(["attest", "--json", file])
    #expect(run.code == 1)
    #expect(reasons(run) == [[.string("evidenceClass")]])
    #expect(run.objects.first?["statement"] == .string(file))
    #expect(run.objects.first?["policy"] == .string("origin"))
    guard case .object(let key)? = run.objects.first?["key"] else {
      Issue.record("no key")
      return
    }
    #expect(key["spkiSHA256"] == .string(SampleKey.subject.facts.spkiSHA256.hex))
  }

  @Test func `people read the verdict first, then claims and findings`() throws {
    let folder = try Folder()
    let file = try folder.file("statement.json", attributes())
    let lines = Run(["attest", file]).output.split(separator: "\n")
    #expect(lines.first.map(String.init) == "\(file): reject: evidenceClass (policy origin)")
    #expect(lines.contains("  evidence: pkcs11, asserted"))
    #expect(lines.contains { $0.hasPrefix("  sealgate.house.origin.evidence_class ") })
  }

  @Test func `a folder is one statement: parts by name, certificates, and nothing below`() throws {
    let folder = try Folder()
    _ = try folder.file("s/statement.some.json", attributes())
    _ = try folder.file("s/.hidden", [0])
    _ = try folder.file("s/below/statement.json", [0])
    let run = Run(["attest", "--json", "--format", "pkcs11", folder.path.appending(path: "s").path])
    #expect(reasons(run) == [[.string("evidenceClass")]])
    #expect(run.errors.contains("s/below: a folder in a statement is not searched"))
  }

  @Test func `a part that comes twice, or that no format has, makes a statement malformed`() throws {
    let folder = try Folder()
    _ = try folder.file("twice/statement.json", attributes())
    _ = try folder.file("twice/statement.der", [0])
    _ = try folder.file("other/statement.json", attributes())
    _ = try folder.file("other/leaf.pem", [0])
    for name in ["twice", "other"] {
      let run = Run(["attest", "--json", "--format", "pkcs11", folder.path.appending(path: name).path])
      #expect(run.code == 1)
      #expect(reasons(run) == [[.string("malformed")]])
    }
  }

  @Test func `what is no statement is rejected, and what is no file is an error that hides no verdict`() throws {
    let folder = try Folder()
    let junk = try folder.file("junk", [0xFF, 0x00])
    let run = Run(["attest", "--json", folder.path.appending(path: "absent").path, junk])
    #expect(run.code == 2)
    #expect(reasons(run) == [[.string("unrecognised")]])
    #expect(run.errors.contains("absent"))
  }

  @Test func `the wanted key may be a key, a certificate or a request`() throws {
    let folder = try Folder()
    let statement = try folder.file("statement.json", attributes())
    let certificate = try SampleCertificate.subject(.qcpNQSCD).derBytes()
    let keys: [(String, [UInt8], Bool)] = [
      ("key.der", SampleKey.subject.info.derBytes, true),
      ("key.pem", Array(PEM(label: "PUBLIC KEY", bytes: SampleKey.subject.info.derBytes).text.utf8), true),
      ("certificate.der", certificate, true), ("other.der", SampleKey.root.info.derBytes, false),
    ]
    for (name, bytes, fits) in keys {
      let run = Run(["attest", "--json", "--key", try folder.file(name, bytes), statement])
      #expect(reasons(run).first?.contains(.string("spki")) == !fits, "\(name)")
    }
  }

  @Test func `a request that its key did not sign refutes possession`() throws {
    let folder = try Folder()
    let key = try TestKey(curve: .p256)
    let request = try key.certificationRequest(commonName: "x").derBytes
    var broken = request
    broken[broken.count - 1] ^= 1
    let live = KeyAttributes(
      device: SampleOrigin.identity, tokenLabel: "t", hardwareSlot: .yes, spki: try key.spki,
      local: .yes, sensitive: .yes, alwaysSensitive: .yes, neverExtractable: .yes, extractable: .no,
      generationMechanism: 0x1040, readAt: Sample.now)
    let statement = try folder.file("s.json", PKCS11Attributes(readLive: live).statement.canonicalBytes())
    for (bytes, isRefuted) in [(request, false), (broken, true)] {
      let run = Run(["attest", "--json", "--key", try folder.file("csr.der", bytes), statement])
      #expect(reasons(run).first?.contains(.string("possession")) == isRefuted)
      #expect(reasons(run).first?.contains(.string("spki")) == false)
    }
  }

  @Test func `a request is searched for statements, which must be about its key`() throws {
    let folder = try Folder()
    let key = try TestKey(curve: .p256)
    let document = try Statement(format: "pkcs11", parts: [Statement.whole: attributes()])
    let carrying = try key.certificationRequest(commonName: "x", attributes: [CSRAttestation.attribute([document])])
    let run = Run(["attest", "--json", try folder.file("csr.der", carrying.derBytes)])
    #expect(reasons(run).first?.contains(.string("spki")) == true)
    let bare = try key.certificationRequest(commonName: "x")
    #expect(reasons(Run(["attest", "--json", try folder.file("bare.der", bare.derBytes)])) == [[.string("malformed")]])
  }

  @Test func `a register of devices answers for the device that evidence names`() throws {
    let folder = try Folder()
    let statement = try folder.file("statement.json", attributes())
    let register = """
      schema: 2
      devices:
        - {id: hsm-1, kind: qscd, vendor: Example, model: HSM 1, hardware: ["1.0"], firmware: ["7.1"], purpose: seal,
           management: user, certificate: {reference: R, body: B, issued: 2026-01-01T00:00:00Z,
           expires: 2030-01-01T00:00:00Z, status: certified}, source: s, reviewedBy: r, reviewedAt: 2026-01-01T00:00:00Z}
      """
    let devices = try folder.file("devices.yaml", Array(register.utf8))
    func judged(_ policy: String) -> Run {
      Run(["attest", "--json", "--policy", policy, "--devices", devices, statement])
    }
    #expect(judged("qscd").objects.first?["deviceRecord"] == .string("hsm-1"))
    #expect(reasons(judged("qcp-n-qscd")).first?.contains(.string("device.purpose")) == true)
    #expect(reasons(judged("qcp-l-qscd")).first?.contains(.string("device.purpose")) == false)
    #expect(reasons(judged("ncp+")).first?.contains(.string("cloneable")) == false)
    let bare = Run(["attest", "--json", "--policy", "qscd", statement])
    #expect(reasons(bare).first?.contains(.string("device")) == true)
  }

  @Test(arguments: [
    ["--format", "x"], ["--policy", "qcp-n"], ["--nonce", "zz"], ["--nonce", ""], ["--at", "today"],
    ["--allow-legacy", "md5"], ["--output", "sarif"], ["--evidence-arc", "x"], ["--key", "/nowhere"],
    ["--anchors", "/nowhere"], ["--chain", "/nowhere"], ["--devices", "/nowhere"],
    ["--policy", "qscd", "--policy", "x"],
  ])
  func `an option that means nothing is refused before anything is read`(words: [String]) {
    let run = Run(["attest"] + words + ["/nowhere/at/all"])
    #expect(run.code == 2)
    #expect(run.errors.contains(words[0]))
    #expect(run.output.isEmpty)
  }
}
