import Foundation
import TestSupport
import Testing

/// A statement of the shared vectors, what is given with it, and what the tool must say.
struct AttestCase: Sendable, CustomTestStringConvertible {
  /// A file below `attestation/`, or the name of a folder that is made of `parts`.
  let statement: String
  /// Part and file for each file of the folder; none where the statement is one file.
  var parts: [String: String] = [:]
  /// Files whose keys are anchors besides the shipped ones.
  var anchors: [String] = []
  var chain: [String] = []
  /// A file with the wanted key.
  var key: String?
  /// The file with the nonce that was given out.
  var nonce: String?
  var options: [String] = []
  /// One verdict for each key.
  let verdicts: [String]
  /// A reason for the last verdict; nil where it is an acceptance.
  var reason: String?

  var testDescription: String {
    ([statement] + options + (key.map { ["--key", $0] } ?? [])).joined(separator: " ")
  }

  /// Every file that it reads.
  var files: [String] {
    (parts.isEmpty ? [statement] : Array(parts.values)) + anchors + chain + [key, nonce].compactMap { $0 }
  }

  /// The words after `attest`, with folders made below `folder`.
  func words(_ folder: Folder) throws -> [String] {
    func path(_ file: String) -> String { Vectors.root.appending(path: "attestation/\(file)").path }
    func bytes(_ file: String) throws -> [UInt8] { try Vectors.bytes("attestation/\(file)") }
    var words = options
    for file in anchors {
      _ = try folder.file("anchors/\(file.split(separator: "/").joined(separator: "-"))", try bytes(file))
    }
    if !anchors.isEmpty { words += ["--anchors", folder.path.appending(path: "anchors").path] }
    for file in chain { words += ["--chain", path(file)] }
    if let key { words += ["--key", path(key)] }
    if let nonce { words += ["--nonce", try bytes(nonce).map { String(format: "%02x", $0) }.joined()] }
    for (part, file) in parts { _ = try folder.file("statement/\(part)", try bytes(file)) }
    return words + [parts.isEmpty ? path(statement) : folder.path.appending(path: "statement").path]
  }

  /// Changes a copy.
  func with(_ change: (inout AttestCase) -> Void) -> AttestCase {
    var copy = self
    change(&copy)
    return copy
  }

  static func accept(_ statement: String) -> AttestCase { AttestCase(statement: statement, verdicts: ["accept"]) }

  static func reject(_ statement: String, _ reason: String) -> AttestCase {
    AttestCase(statement: statement, verdicts: ["reject"], reason: reason)
  }
}

extension AttestCase {
  static let all: [AttestCase] = yubikey + yubihsm + tpm + others

  /// What is read by nobody: ASN.1 modules, and anchors that ship with the tool or must never be any.
  static let unused: Set<String> = [
    "csr-attestation/CSR-ATTESTATION-2025.asn", "pkix-evidence/Pkix-Key-Attest-2025.asn",
    // The EK's key and public area: the EK's certificate says the same, and names of keys are computed.
    "tpm/swtpm/ek.pub.pem", "tpm/swtpm/ek.tpm2b_public.raw", "tpm/swtpm/ak.name.bin",
    // Certificates of the same keys as those that ship, or of other products.
    "yubico-roots/piv-attestation-ca-old.pem", "yubico-roots/yubico-ca-1.pem", "yubico-roots/yubico-intermediate.pem",
    "yubico-roots/yubico-opgp-ca-1.pem",
  ]

  private static let yubikey: [AttestCase] =
    [
      synthetic("piv-9c-ok", nil), synthetic("piv-9a-pin-once", nil),
      synthetic("piv-9c-ok", nil).with { $0.key = "synthetic/attested-key.pub.pem" },
      synthetic("piv-9c-ok", "spki").with { $0.key = "synthetic/other-key.pub.pem" },
      // "REJECT if pin always required": where a device is asked for, it is.
      synthetic("piv-9a-pin-once", "control.userAuthentication").with { $0.options = ["--policy", "secure-device"] },
      synthetic("piv-9c-eucleak-fw5.4.3", "eucleak"), synthetic("piv-9c-no-policy-ext", "claim-missing"),
      synthetic("piv-9c-pin-never", "control.userAuthentication"),
      synthetic("piv-9c-ok", "anchor-unknown").with { $0.anchors = [] },
    ]
    + [
      ("13078778", "", ""), ("14470876", "", ""), ("18158855", "", ""), ("18158855", ".3e997bb", ".c6cde7c"),
    ].map { serial, leaf, key in
      // "chain+origin ACCEPT; REJECT if policy blocks EUCLEAK": every policy of ours does.
      AttestCase.reject("yubikey-piv/sigstore/\(serial)_key_cert\(leaf).pem", "eucleak").with {
        $0.chain = ["yubikey-piv/sigstore/\(serial)_device_cert.pem"]
        $0.key = "yubikey-piv/sigstore/\(serial)_pubkey\(key).pem"
      }
    } + yubikeysOfOthers

  private static let yubikeysOfOthers: [AttestCase] = [
    .reject("yubikey-piv/sigstore/18158855_key_cert.pem", "spki").with {
      $0.chain = ["yubikey-piv/sigstore/18158855_device_cert.pem"]
      $0.key = "yubikey-piv/sigstore/18158855_pubkey.c6cde7c.pem"
    },
    .accept("yubikey-piv/go-ykpiv/attested.pem").with { $0.chain = ["yubikey-piv/go-ykpiv/signer.pem"] },
    customer("anchor-unknown"),
    customer("certificate-expired").with { $0.anchors = ["yubikey-piv/go-ykpiv/custom_ca1.pem"] },
    AttestCase.accept(customer(nil).statement).with {
      $0.chain = customer(nil).chain
      $0.anchors = ["yubikey-piv/go-ykpiv/custom_ca1.pem"]
      $0.options = ["--at", "2022-01-01T00:00:00Z"]
    },
    // index.tsv gives both of piv-go the text of the second. The first pair does fit; its key is one of EUCLEAK's.
    .reject("yubikey-piv/piv-go/validchain.key.pem", "eucleak").with {
      $0.chain = ["yubikey-piv/piv-go/validchain.device.pem"]
    },
    .reject("yubikey-piv/piv-go/validchain.key.pem", "eucleak").with {
      $0.chain = ["yubikey-piv/piv-go/validchain.device.pem"]
      $0.anchors = ["yubico-roots/yubico-piv-ca-1.pem", "yubico-roots/yubico-fido-u2f-ca-457200631.pem"]
    },
    .reject("yubikey-piv/piv-go/invalidchain.key.pem", "signature-invalid").with {
      $0.chain = ["yubikey-piv/piv-go/invalidchain.device.pem"]
    },
    // Certificates of preview CAs beside a statement make it no better.
    .reject("yubikey-piv/piv-go/invalidchain.key.pem", "signature-invalid").with {
      $0.chain = ["yubikey-piv/piv-go/invalidchain.device.pem", "yubico-roots/yubico-piv-preview-ca-certs.pem"]
    },
    .reject("yubikey-piv/roca/1-leaf-9e.pem", "roca").with { $0.chain = ["yubikey-piv/roca/1-device.pem"] },
    .reject("yubikey-piv/roca/3-leaf-9a.pem", "roca").with { $0.chain = ["yubikey-piv/roca/3-device.pem"] },
  ]

  private static func synthetic(_ name: String, _ reason: String?) -> AttestCase {
    let verdict = reason == nil ? "accept" : "reject"
    return AttestCase(
      statement: "synthetic/\(name).pem", anchors: ["synthetic/piv-root.pem"], chain: ["synthetic/piv-device.pem"],
      verdicts: [verdict], reason: reason)
  }

  /// The owner replaced the vendor's attestation key.
  private static func customer(_ reason: String?) -> AttestCase {
    AttestCase(
      statement: "yubikey-piv/go-ykpiv/custom_attested.pem",
      chain: ["yubikey-piv/go-ykpiv/custom_signer.pem", "yubikey-piv/go-ykpiv/custom_ca0.pem"], verdicts: ["reject"],
      reason: reason)
  }

  private static let yubihsm: [AttestCase] =
    [
      ("generated", nil), ("fips-true", nil), ("imported", "imported"), ("exportable-under-wrap", "extractableWrapped"),
      ("no-origin", "claim-missing"),
    ].map { name, reason in
      AttestCase(
        statement: "synthetic/yubihsm-\(name).pem", anchors: ["synthetic/yubihsm-root.pem"],
        chain: ["synthetic/yubihsm-device.pem"], verdicts: [reason == nil ? "accept" : "reject"], reason: reason)
    } + [
      // "as above": generated inside, and exportable under wrap.
      .reject("yubihsm2/secureboot-ark1-founder.rsa.cert.pem", "extractableWrapped").with {
        $0.chain = [
          "yubico-roots/E45DA5F361B091B30D8F2C6FA040DB6FEF57918E.pem", "yubihsm2/yubihsm-31650558-auth.cert.pem",
        ]
        $0.anchors = ["yubico-roots/yubihsm2-attest-ca-crt.pem"]
      }
    ]
}
