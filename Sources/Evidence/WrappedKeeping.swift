/// The key of a token under which others leave it, by what outlives a reset of the token, with what the module said of it.
public struct WrappingKeyFacts: Sendable, Hashable {
  public let label: String
  /// CKA_ID.
  public let ckaID: [UInt8]
  /// CKA_CHECK_VALUE; nil where the module gives none.
  public let checkValue: [UInt8]?
  /// CKA_LOCAL.
  public let local: Truth
  /// CKA_ALWAYS_SENSITIVE.
  public let alwaysSensitive: Truth
  /// CKA_NEVER_EXTRACTABLE.
  public let neverExtractable: Truth
  /// CKA_TRUSTED, which only the token's security officer can give.
  public let trusted: Truth
  /// CKA_PRIVATE: who did not log in cannot use the key.
  public let isPrivate: Truth

  public init(
    label: String, ckaID: [UInt8], checkValue: [UInt8]?, local: Truth, alwaysSensitive: Truth, neverExtractable: Truth,
    trusted: Truth, isPrivate: Truth
  ) {
    self.label = label
    self.ckaID = ckaID
    self.checkValue = checkValue
    self.local = local
    self.alwaysSensitive = alwaysSensitive
    self.neverExtractable = neverExtractable
    self.trusted = trusted
    self.isPrivate = isPrivate
  }
}

/// What a gateway's own records say of a key that it made and keeps outside the token, under wrap. Nothing that anybody sends
/// makes one: whoever wraps a key elsewhere has no such record.
public struct WrappedKeeping: Sendable, Hashable {
  public let credential: String
  /// When the key was made and its attributes were read; nil where the record does not prove that.
  public let provenAt: Instant?
  /// How it was wrapped, as records spell it.
  public let mechanism: String
  /// As it was read before the key was made; nil where the record does not say what it was.
  public let wrappingKey: WrappingKeyFacts?
  /// The register in effect says that the token is reached over a channel that its certified configuration authenticates.
  public var isChannelCertified: Bool
  /// Why the record is no evidence of the key's origin; nil where it is.
  public let problem: String?

  public init(
    credential: String, provenAt: Instant?, mechanism: String, wrappingKey: WrappingKeyFacts?,
    isChannelCertified: Bool = false, problem: String? = nil
  ) {
    self.credential = credential
    self.provenAt = provenAt
    self.mechanism = mechanism
    self.wrappingKey = wrappingKey
    self.isChannelCertified = isChannelCertified
    self.problem = problem
  }
}
