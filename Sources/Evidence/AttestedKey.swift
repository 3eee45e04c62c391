/// The device that holds a key, as far as evidence names it. Nil is not stated, and matches nothing.
public struct StatedDevice: Sendable, Hashable {
  public var vendor: String?
  public var model: String?
  public var hardwareVersion: String?
  public var firmware: String?
  public var serial: String?

  public init(
    vendor: String? = nil, model: String? = nil, hardwareVersion: String? = nil, firmware: String? = nil,
    serial: String? = nil
  ) {
    self.vendor = vendor
    self.model = model
    self.hardwareVersion = hardwareVersion
    self.firmware = firmware
    self.serial = serial
  }

  /// A token names everything, if only by an empty text.
  public init(_ identity: DeviceIdentity) {
    self.init(
      vendor: identity.manufacturer, model: identity.model, hardwareVersion: identity.hardwareVersion,
      firmware: identity.firmwareVersion, serial: identity.serial)
  }
}

extension StatedDevice: CustomStringConvertible {
  public var description: String {
    let parts = [
      vendor, model, serial.map { "serial \($0)" }, hardwareVersion.map { "hardware \($0)" },
      firmware.map { "firmware \($0)" },
    ]
    let stated = parts.compactMap { $0 }
    return stated.isEmpty ? "a device without a name" : stated.joined(separator: ", ")
  }
}

/// Who signed the evidence, and why that key is believed.
public struct EvidenceSigner: Sendable, Hashable {
  /// SHA-256 over the SubjectPublicKeyInfo of the key that signed the statement.
  public let key: Digest
  /// The id of the pinned anchor; nil where no path ends at one.
  public let anchor: String?
  /// Subjects of the certificates from the signer's to the one below the anchor, as text.
  public let chain: [String]

  public init(key: Digest, anchor: String?, chain: [String]) {
    self.key = key
    self.anchor = anchor
    self.chain = chain
  }
}

/// Something that weakens evidence or the key in it without making the evidence false. A policy says what it takes.
public struct EvidenceWeakness: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    // Of the key
    case roca
    /// A published advisory names the vendor, the firmware and the kind of key.
    case eucleak, tpmFail = "tpm-fail", advisory

    // Of the evidence
    /// A link is signed with SHA-1, or with DSA of 1024 bits, and the verifier was told to take that.
    case sha1Signature = "sha1-signature"
    case dsa1024 = "dsa1024"
    /// Every certificate that its vendor published for the anchor's key has run out.
    case expiredAnchor = "expired-anchor"
    /// The attestation key is shared by a production batch: it names no device, and one that leaks forges for all.
    case batchSharedKey = "batch-shared-key"
    /// The format has no place for a nonce, or the evidence has none.
    case noNonce = "no-nonce"
    /// Nothing shows that the attestation key is in the device that a certificate names.
    case unactivatedAK = "unactivated-ak"
    /// A certificate was read only because defects in it were tolerated.
    case derTolerance = "der-tolerance"
    /// The encoding is that of a draft whose identifiers are not assigned.
    case provisionalEncoding = "provisional-encoding"
    /// The verification of this format was never held against genuine evidence.
    case untestedFormat = "untested-format"
    /// Of several signatures one is by an algorithm that is not verified here; the others hold.
    case unverifiedSignature = "unverified-signature"
  }

  public let kind: Kind
  public let detail: String
  /// Where it is published; nil where it was seen in the evidence itself.
  public let source: String?

  public init(_ kind: Kind, _ detail: String, source: String? = nil) {
    self.kind = kind
    self.detail = detail
    self.source = source
  }
}

/// Why evidence does not prove what it says: with any of these it is worth no more than somebody's word.
public struct AppraisalProblem: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A signature does not verify.
    case signatureInvalid = "signature-invalid"
    /// No path leads from the signer to an anchor, as its links do not fit.
    case chainBroken = "chain-broken"
    /// A path ends at a key that nobody pinned.
    case anchorUnknown = "anchor-unknown"
    case certificateExpired = "certificate-expired"
    /// A certificate, signature or other part that the proof needs did not come: nothing is refuted, nothing proven.
    case partMissing = "part-missing"
    /// A certificate is not one for this use.
    case certificateUnfit = "certificate-unfit"
    /// The signer may sign what it did not make itself.
    case signerUnfit = "signer-unfit"
    case algorithmRefused = "algorithm-refused"
    /// Two parts name different devices, keys or versions.
    case partsDisagree = "parts-disagree"
    case nonceDiffers = "nonce-differs"
    /// A claim that the format requires is not there, is there twice, or has a value that means nothing.
    case claimMissing = "claim-missing"
    case claimRepeated = "claim-repeated"
    case claimUnknownValue = "claim-unknown-value"
    /// The statement is of another kind than one about the origin of a key.
    case notAKeyAttestation = "not-a-key-attestation"
    /// The format is switched off.
    case formatOff = "format-off"
  }

  public let kind: Kind
  public let detail: String

  public init(_ kind: Kind, _ detail: String) {
    self.kind = kind
    self.detail = detail
  }
}

extension AppraisalProblem: CustomStringConvertible {
  public var description: String { "\(kind.rawValue): \(detail)" }
}

/// A public key with the claims that some evidence makes about its private half: what every format is translated into.
///
/// Nothing is decided here. Absent is not false: a claim that the evidence does not make is `unknown`.
public struct AttestedKey: Sendable, Hashable {
  /// SubjectPublicKeyInfo, DER.
  public let spki: [UInt8]
  /// SHA-256 over `spki`.
  public let spkiSHA256: Digest
  /// The evidence format, such as `yubikey-piv`.
  public let format: String
  /// The class that the evidence would have if nothing stood against it.
  public let offeredClass: EvidenceClass
  public var claims = KeyClaims()
  public var control = KeyControl()
  public var device: StatedDevice?
  /// The device's own name for the key: slot, object id, label.
  public var localName: String?
  public var signer: EvidenceSigner?
  /// The nonce in what was signed; nil where there is none.
  public var nonce: [UInt8]?
  /// When the evidence was made, where it says so.
  public var observedAt: Instant?
  public var weaknesses: [EvidenceWeakness] = []
  public var problems: [AppraisalProblem] = []
  /// SHA-256 over the raw evidence, which is kept beside the record.
  public let rawDigest: Digest

  public init(
    spki: [UInt8], spkiSHA256: Digest, format: String, offeredClass: EvidenceClass, rawDigest: Digest
  ) {
    self.spki = spki
    self.spkiSHA256 = spkiSHA256
    self.format = format
    self.offeredClass = offeredClass
    self.rawDigest = rawDigest
  }

  /// Evidence with a problem is somebody's word.
  public var evidenceClass: EvidenceClass { problems.isEmpty ? offeredClass : .asserted }

  /// Nothing refutes the evidence, but a part that would prove it did not come.
  public var isUnverifiable: Bool { !problems.isEmpty && problems.allSatisfy { $0.kind == .partMissing } }

  /// One claim, with where it comes from and what it is worth.
  public subscript(name: ClaimName) -> Claim {
    let (value, field) = claims[name]
    guard !field.isEmpty else { return .unknown("\(format) does not say") }
    return Claim(value, source: "\(format) \(field)", evidenceClass: evidenceClass)
  }
}
