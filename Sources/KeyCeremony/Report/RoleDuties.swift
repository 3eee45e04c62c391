internal import Evidence
internal import TokenPool

// EN 319 411-1 GEN-6.5.1-12 and -13A: what each role is for, and answers for during and after the ceremony.
extension Role {
  var function: String {
    switch self {
    case .ceremonyAdministrator: "Leads through the script"
    case .securityOfficer: "Answers for the key and its security"
    case .custodian: "Holds a part of what activates or restores a key"
    case .internalAuditor: "Watches on behalf of the organisation, independent of those who act"
    case .externalWitness: "Watches from outside the organisation"
    case .operator: "Types what the script says"
    }
  }

  var duty: (during: String, after: String) {
    switch self {
    case .ceremonyAdministrator:
      (
        "Reads each step aloud, has expected values compared, stops where the room differs from the script",
        "Hands over script, transcript and outputs, whole"
      )
    case .securityOfficer:
      (
        "Approves what concerns the key; decides on deviations and signs them",
        "Signs the report; keeps the device and its records"
      )
    case .custodian:
      ("Enters or takes down their own part, unseen by others", "Keeps their part safe and apart; reports its loss")
    case .internalAuditor, .externalWitness:
      (
        "Watches the whole, compares digests and identities with the script",
        "Signs the report of a root; keeps a copy of the last record's hash"
      )
    case .operator: ("Types nothing that the script does not say", "Keeps no copy of anything secret")
    }
  }
}

extension Person.Device {
  /// As the report names it.
  var inReport: String {
    switch self {
    case .keyFile: "an encrypted key file"
    case .pkcs11: "a card or token of their own (PKCS#11)"
    case .fido2: "a FIDO2 authenticator, with PIN and touch"
    }
  }
}

extension KeyPairKind {
  /// The size that the report names; for curves that of the field.
  var bits: Int {
    switch self {
    case .rsa(let bits): bits
    case .ec(let curve): curve.bits
    case .ed25519: 256
    }
  }
}
