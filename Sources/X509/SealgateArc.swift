public import DER

/// Identifiers of our own, below the arc of one UUID (Rec. ITU-T X.667): `c249357f-b13e-45cd-8179-2debed192200`. Published in
/// evidence; none is ever given another meaning.
public enum SealgateArc {
  private static let uuid = "2.25.258250353937486484383718215394308727296"

  /// An attestation statement in a CSR: an OCTET STRING with the canonical JSON of docs/ATTESTATION.md.
  public static let statement = identifier(1)
  /// A claim of PKIX Evidence on a key: the class of what the signer saw, a UTF8String such as `attributes-live`.
  public static let evidenceClassClaim = identifier(2)
  /// A claim of PKIX Evidence on a key: CKA_ALWAYS_SENSITIVE, a BOOLEAN.
  public static let alwaysSensitiveClaim = identifier(3)
  /// A claim of PKIX Evidence on a key: CKA_KEY_GEN_MECHANISM, an INTEGER.
  public static let generationMechanismClaim = identifier(4)

  /// All claims on a key.
  public static let claims = [evidenceClassClaim, alwaysSensitiveClaim, generationMechanismClaim]

  private static func identifier(_ number: UInt64) -> ObjectIdentifier {
    ObjectIdentifier("\(uuid).\(number)") ?? ObjectIdentifier(2, 25, 0)
  }
}
