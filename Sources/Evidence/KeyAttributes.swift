/// What a PKCS#11 module said of one private key when it was asked: facts as read, nothing concluded yet.
///
/// The token layer fills it, the attestation layer turns it into claims (attestation reference, section 9).
public struct KeyAttributes: Sendable, Hashable {
  /// What C_GetTokenInfo named, blanks trimmed.
  public let device: DeviceIdentity
  public let tokenLabel: String
  /// The slot flag CKF_HW_SLOT.
  public let hardwareSlot: Truth
  /// SubjectPublicKeyInfo, DER, of the public key that belongs to the private key.
  public let spki: [UInt8]
  /// CKA_LOCAL.
  public let local: Truth
  /// CKA_SENSITIVE.
  public let sensitive: Truth
  /// CKA_ALWAYS_SENSITIVE.
  public let alwaysSensitive: Truth
  /// CKA_NEVER_EXTRACTABLE.
  public let neverExtractable: Truth
  /// CKA_EXTRACTABLE.
  public let extractable: Truth
  /// CKA_WRAP_WITH_TRUSTED: an extractable key leaves under a trusted wrapping key alone.
  public let wrapWithTrusted: Truth
  /// CKA_KEY_GEN_MECHANISM; nil where the module has none to tell (CK_UNAVAILABLE_INFORMATION included).
  public let generationMechanism: UInt64?
  /// When the module was asked.
  public let readAt: Instant

  public init(
    device: DeviceIdentity, tokenLabel: String, hardwareSlot: Truth, spki: [UInt8], local: Truth, sensitive: Truth,
    alwaysSensitive: Truth, neverExtractable: Truth, extractable: Truth, generationMechanism: UInt64?,
    readAt: Instant, wrapWithTrusted: Truth = .unknown
  ) {
    self.device = device
    self.tokenLabel = tokenLabel
    self.hardwareSlot = hardwareSlot
    self.spki = spki
    self.local = local
    self.sensitive = sensitive
    self.alwaysSensitive = alwaysSensitive
    self.neverExtractable = neverExtractable
    self.extractable = extractable
    self.wrapWithTrusted = wrapWithTrusted
    self.generationMechanism = generationMechanism
    self.readAt = readAt
  }
}
