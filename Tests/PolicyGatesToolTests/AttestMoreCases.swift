import TestSupport

extension AttestCase {
  static let tpm: [AttestCase] =
    [
      emulated("good", nil), emulated("duplicable", "extractableWrapped"), emulated("imported", "imported"),
      emulated("forged", "signer-unfit").with { $0.parts["ak.raw"] = "tpm/swtpm/forged_ak.tpm2b_public.raw" },
      emulated("good", "signature-invalid").with { $0.parts["attest.bin"] = "tpm/swtpm/neg_tampered.attest.bin" },
      emulated("good", "not-a-key-attestation").with { $0.parts["attest.bin"] = "tpm/swtpm/neg_magic.attest.bin" },
      emulated("good", "nonce-differs").with {
        $0.nonce = nil
        $0.options = ["--nonce", "00ff55aa"]
      },
      emulated("good", "spki").with { $0.key = "tpm/swtpm/imported.pub.pem" },
      // The AK itself pinned; no EK, no activation.
      emulated("good", nil).with {
        $0.anchors = ["tpm/swtpm/ak.pub.pem"]
        $0.parts["ek-certificate.der"] = nil
        $0.parts["chain.pem"] = nil
      },
      // Where a device is asked for, an AK that nobody activated is nobody's.
      AttestCase(
        statement: "good", parts: emulated("good", nil).parts, anchors: ["tpm/swtpm/ek_root_ca.pem"],
        options: ["--policy", "secure-device"], verdicts: ["reject"], reason: "device"),
    ] + windowsHello

  private static func emulated(_ name: String, _ reason: String?) -> AttestCase {
    AttestCase(
      statement: name,
      parts: [
        "attest.bin": "tpm/swtpm/\(name).attest.bin", "signature.tss": "tpm/swtpm/\(name).attest.sig.tss",
        "public.raw": "tpm/swtpm/\(name).tpm2b_public.raw", "ak.raw": "tpm/swtpm/ak.tpm2b_public.raw",
        "ek-certificate.der": "tpm/swtpm/ek_rsa.crt.der", "chain.pem": "tpm/swtpm/ek_issuer_ca.pem",
      ], anchors: ["tpm/swtpm/ek_root_ca.pem"], key: "tpm/swtpm/\(name).pub.pem", nonce: "tpm/swtpm/nonce.bin",
      verdicts: [reason == nil ? "accept" : "reject"], reason: reason)
  }

  /// "ACCEPT structurally; SHA-1 signature needs an explicit exception".
  private static let windowsHello: [AttestCase] = [
    .reject("tpm/windowshellotpm.attobj.cbor", "algorithm-refused").with {
      $0.chain = ["tpm/windowshellotpm.x5c1.der"]
    },
    .accept("tpm/windowshellotpm.attobj.cbor").with {
      $0.chain = ["tpm/windowshellotpm.x5c1.der"]
      $0.anchors = ["tpm/windowshellotpm.root.der"]
      $0.options = ["--allow-legacy", "sha1"]
    },
    AttestCase(
      statement: "windows hello, in parts",
      parts: [
        "attest.bin": "tpm/windowshellotpm.certinfo.bin", "signature.bin": "tpm/windowshellotpm.sig.bin",
        "public.bin": "tpm/windowshellotpm.pubarea.bin", "authdata.bin": "tpm/windowshellotpm.authdata.bin",
        "clientdata.json": "tpm/windowshellotpm.clientdata.json",
        "ak-certificate.der": "tpm/windowshellotpm.x5c0.der", "chain.der": "tpm/windowshellotpm.x5c1.der",
      ], options: ["--allow-legacy", "sha1"], verdicts: ["accept"]),
  ]

  static let others: [AttestCase] =
    [
      .accept("luna-pkc/rsa-pkc.p7b").with { $0.key = "luna-pkc/rsa-test.csr" },
      .accept("luna-pkc/rsa-pkc.p7b").with { $0.anchors = ["luna-pkc/luna-rsa-root-certificate.pem"] },
      .accept("luna-pkc/rsa-pkc.p7b").with { $0.anchors = ["luna-pkc/pkic-chrysalis-root.pem"] },
      // The ECDSA block; the HSS block beside it is not verified, and said so.
      .accept("crypto4a/qasm-attestation.der"),
      .accept("crypto4a/qasm-attestation.der").with { $0.anchors = ["crypto4a/c4a-rca.pem"] },
      .accept("marvell/ec.dat").with { $0.chain = ["marvell/ec.certs"] },
      .accept("marvell/ec.dat").with {
        $0.chain = ["marvell/ec.certs"]
        $0.anchors = [
          "marvell/cavium-root-2015-2025.pem", "marvell/cavium-root-2024-2034.pem",
          "marvell/google-hawksbill-root-v1-prod.pem",
        ]
      },
      .reject("marvell/ec.dat", "spki").with {
        $0.chain = ["marvell/ec.certs"]
        $0.key = "marvell/pub.pem"
      },
      AttestCase(
        statement: "securosys, generated",
        parts: [
          "statement.xml": "securosys/ed25519-0-generated.xml", "signature.sig": "securosys/ed25519-0-generated.sig",
        ],
        anchors: ["securosys/primus-hsm-rootkey-2024.pem"], verdicts: ["unverifiable"], reason: "part-missing"),
      AttestCase(
        statement: "securosys, imported",
        parts: [
          "statement.xml": "securosys/ed25519-1-imported.xml", "signature.sig": "securosys/ed25519-1-imported.sig",
        ],
        verdicts: ["reject"], reason: "imported"),
      // Of the older layout, with a hint; its certificates have run out and its own signature does not verify either.
      .reject("csr-attestation/lamps-tcgAttestTpmCertify.pem", "malformed"),
    ] + evidence

  private static let evidence: [AttestCase] = [
    samples("evidence1", ["reject"], "not-a-key-attestation"),
    // The second key is one that can leave.
    samples("evidence2", ["accept", "reject"], "generatedInside"),
    samples("evidence2", ["reject", "reject"], "format-off").with { $0.options = [] },
    samples("neg_flip_extractable", ["reject", "reject"], "signature-invalid"),
    samples("neg_tampered_nonce", ["reject", "reject"], "signature-invalid"),
  ]

  private static func samples(_ name: String, _ verdicts: [String], _ reason: String) -> AttestCase {
    AttestCase(
      statement: "pkix-evidence/\(name).der", anchors: ["pkix-evidence/ca.crt"],
      chain: ["pkix-evidence/ak.crt", "pkix-evidence/int.crt"], options: ["--format", "pkix-evidence"],
      verdicts: verdicts, reason: reason)
  }
}
