internal import Evidence

/// What a public area claims about a key. docs/ATTESTATION.md holds the same as a table.
///
/// A TPM enforces the attributes of an object that can never leave it. Of an object that can, or that came in from outside,
/// they are what its maker wrote: TPM2_Import and TPM2_LoadExternal take any `sensitiveDataOrigin`, as long as `fixedTPM` and
/// `fixedParent` are clear (TPM 2.0 Library, Part 3, 12.3 and 13.3). So a set bit proves an origin only beside those two, or
/// in a TPM2_CertifyCreation, whose ticket this TPM made when it made the key.
enum TPMClaims {
  static func make(_ evidence: TPMEvidence, _ key: inout AttestedKey) {
    let attributes = evidence.key.attributes
    let isFixed = attributes.isSuperset(of: [.fixedTPM, .fixedParent])
    // Without its public area, only the CA knows what the attestation key may sign.
    let basis = evidence.attestationKey == nil ? "; the AK is restricted by its CA's word" : ""
    origin(evidence, isFixed, basis, &key.claims)
    confinement(evidence.key, isFixed, &key.claims)
    use(evidence.key, &key.claims)
    control(evidence.key, &key.control)
  }

  private static func origin(_ evidence: TPMEvidence, _ isFixed: Bool, _ basis: String, _ claims: inout KeyClaims) {
    let source = evidence.key.attributes.contains(.sensitiveDataOrigin)
    var generated: Truth = source ? (isFixed ? .yes : .unknown) : .no
    var field = "sensitiveDataOrigin, fixedTPM and fixedParent"
    if source, case .creation = evidence.attest.body {
      generated = .yes
      field = "TPMS_CREATION_INFO and sensitiveDataOrigin"
    }
    field += basis
    claims.set(.generatedInside, generated, field)
    claims.set(.imported, generated.negated, field)
    claims.set(.everNonSensitive, generated.negated, field)
    claims.set(.restored, isFixed ? Truth.no : .unknown, "fixedTPM and fixedParent")
  }

  private static func confinement(_ area: TPMPublic, _ isFixed: Bool, _ claims: inout KeyClaims) {
    let field = "fixedTPM and fixedParent"
    claims.set(.extractableWrapped, !isFixed, field)
    claims.set(.cloneable, !isFixed, field)
    claims.set(.everExtractable, !isFixed, field)
    // TPM2_Duplicate to no parent gives the key in clear, unless encryptedDuplication forbids it; it needs a policy.
    let inClear: Truth
    if isFixed {
      inClear = .no
    } else if area.attributes.contains(.encryptedDuplication) {
      inClear = .no
    } else {
      inClear = area.attributes.contains(.fixedParent) || area.authPolicy.isEmpty ? .unknown : .yes
    }
    claims.set(.extractableClear, inClear, "\(field), encryptedDuplication and authPolicy")
  }

  private static func use(_ area: TPMPublic, _ claims: inout KeyClaims) {
    let attributes = area.attributes
    let isRestricted = attributes.contains(.restricted)
    claims.set(.signs, attributes.contains(.sign), "sign")
    claims.set(.decrypts, attributes.contains(.decrypt), "decrypt")
    claims.set(.restricted, isRestricted, "restricted")
    claims.set(.signsAttestations, isRestricted && attributes.contains(.sign), "restricted and sign")
    claims.set(.wraps, isRestricted && attributes.contains(.decrypt), "restricted and decrypt")
    claims.set(.derives, !area.isRSA && attributes.contains(.decrypt), "decrypt")
  }

  private static func control(_ area: TPMPublic, _ control: inout KeyControl) {
    if area.attributes.contains(.userWithAuth) {
      control.userAuthentication = Stated(.once, "userWithAuth (an empty authValue cannot be told)")
    } else if !area.authPolicy.isEmpty {
      control.userAuthentication = Stated(.policy, "authPolicy (its meaning cannot be told)")
    }
  }
}
