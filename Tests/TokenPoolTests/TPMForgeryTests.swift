import Attestation
import Cryptography
import Evidence
import Foundation
import PKCS11
import TestSupport
import Testing
import TokenPool

/// A key that was imported into a real TPM's token (here swtpm's), under a module that keeps its attributes on the host.
@Suite struct TPMForgeryTests {
  @Test func `an edited database fools the live reading of a key in a TPM; the TPM's own statement is not fooled`()
    async throws
  {
    let tpm = try await SoftTPM()
    let token = try await tpm.makeToken(label: "forged")
    let outside = try TestKey(curve: .p256)
    try tpm.write(outside.pem, to: "outside.pem")
    try await tpm.ptool(
      token, "import", "--label=forged", "--key-label=key", "--userpin=\(token.userPIN)", "--privkey=outside.pem",
      "--algorithm=ecc")
    // CKA_EXTRACTABLE, CKA_LOCAL, CKA_NEVER_EXTRACTABLE, CKA_ALWAYS_SENSITIVE.
    try await tpm.forge(token, [0x162: false, 0x163: true, 0x164: true, 0x165: true])

    let live = try await Self.read(outside.spki, token, tpm)
    #expect(live[.generatedInside].value == .yes)
    #expect(live[.everExtractable].value == .no)
    #expect(live[.extractableWrapped].value == .no)
    #expect(live[.generationMechanism].value == .yes)
    #expect(try Forgery.refusals(live) == [Forgery.evidenceClass])

    let signed = try await Self.certify(token, tpm)
    #expect(signed.spki == live.spki)
    #expect(signed.problems == [])
    #expect(signed.evidenceClass == .signed)
    #expect(signed[.generatedInside].value == .no)
    #expect(signed[.extractableWrapped].value == .yes)
    let refusals = try Forgery.refusals(signed)
    #expect(refusals.contains(Forgery.generatedInside))
    #expect(!refusals.contains(Forgery.evidenceClass))
  }

  /// What the gateway would read, through the module in this process.
  private static func read(_ spki: [UInt8], _ token: SoftTPM.Token, _ tpm: SoftTPM) async throws -> AttestedKey {
    setenv("TPM2_PKCS11_STORE", token.store.path, 1)
    setenv("TPM2_PKCS11_TCTI", tpm.tcti, 1)
    let host = try ModuleHost.shared(modulePath: SoftTPM.pkcs11ModulePath)
    let pinFile = try SoftHSM.shared().pinFile("tpm-\(UUID().uuidString)", token.userPIN)
    let pool = try TokenPool(
      host: host, settings: .init(uri: PKCS11URI("pkcs11:token=\(token.label)"), pinFile: pinFile, lanes: 1))
    defer { pool.stop() }
    let attributes = try #require(try await pool.liveAttributes(spki: spki, at: Forgery.now))
    return PKCS11Attributes(readLive: attributes).appraise()
  }

  /// TPM2_Certify of the same key, which the store holds wrapped, by an attestation key that the operator pinned.
  private static func certify(_ token: SoftTPM.Token, _ tpm: SoftTPM) async throws -> AttestedKey {
    let exported = try await tpm.ptool(
      token, "export", "--label=forged", "--key-label=key", "--userpin=\(token.userPIN)", "--format=tpm2",
      "--output-prefix=key")
    let value = try #require(exported.output.firstMatch(of: /object-auth: '?([0-9a-f]+)/)?.1)
    let persistent = try await tpm.run("getcap", "handles-persistent")
    let handles = persistent.output.matches(of: /0x81[0-9A-Fa-f]{6}/).map { String($0.0) }
    // swtpm_setup keeps endorsement keys at 0x8101....; what else is persistent is the token's parent.
    let parent = try #require(handles.first { !$0.hasPrefix("0x8101") })
    try await tpm.run(
      "createak", "-C", "ek.ctx", "-c", "ak.ctx", "-G", "ecc", "-g", "sha256", "-s", "ecdsa", "-u", "ak.pub")
    try await tpm.run("load", "-C", parent, "-u", "key.pub", "-r", "key.priv", "-c", "key.ctx")
    try await tpm.run(
      "certify", "-c", "key.ctx", "-P", String(value), "-C", "ak.ctx", "-g", "sha256", "-o", "key.attest", "-s",
      "key.sig", "-f", "tss")
    let parts = [
      "attest": try tpm.bytes("key.attest"), "signature": try tpm.bytes("key.sig"),
      "public": try tpm.bytes("key.pub"), "ak": try tpm.bytes("ak.pub"),
    ]
    let anchors = try Anchor.added(from: tpm.bytes("ak.pub"), name: "ak.pub")
    let terms = AppraisalTerms(anchors: AnchorStore(anchors), now: Forgery.now)
    return try #require(try Formats.appraise(Statement(parts: parts), under: terms).first)
  }
}
