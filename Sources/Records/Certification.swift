public import Evidence

/// What the registers keep of a certificate that is going to be signed, besides what its judgement says.
public struct Certification: Sendable, Hashable {
  /// SHA-256 over the subject's Name, DER.
  public let subjectName: Digest
  /// SHA-256 over the form in which names are compared (RFC 5280 clause 7.1).
  public let nameForm: Digest
  /// Whom the certificate is about, as the registration names it.
  public let subjectID: String?
  public let notBefore: Instant
  public let notAfter: Instant
  public let isPrecertificate: Bool
  /// SHA-256 over the precertificate that this is the certificate of; nil where there is none.
  public let precertificate: Digest?
  /// The serial number of the previous certificate that the request shows.
  public let previous: SerialNumber?
  /// SHA-256 over the terms that were accepted.
  public let terms: Digest?
  /// Until when the subject's acceptance must be on record, where it comes after issuance.
  public let acceptanceDue: Instant?
  /// The id of the device record that the key's origin was judged by; nil where the policy asks for no device.
  public let device: String?

  public init(
    subjectName: Digest, nameForm: Digest, subjectID: String?, notBefore: Instant, notAfter: Instant,
    isPrecertificate: Bool = false, precertificate: Digest? = nil, previous: SerialNumber? = nil,
    terms: Digest? = nil, acceptanceDue: Instant? = nil, device: String? = nil
  ) {
    self.subjectName = subjectName
    self.nameForm = nameForm
    self.subjectID = subjectID
    self.notBefore = notBefore
    self.notAfter = notAfter
    self.isPrecertificate = isPrecertificate
    self.precertificate = precertificate
    self.previous = previous
    self.terms = terms
    self.acceptanceDue = acceptanceDue
    self.device = device
  }

  var json: JSONValue {
    .object([
      "subjectName": .string(subjectName.hex), "nameForm": .string(nameForm.hex),
      "subjectID": .optional(subjectID), "notBefore": .string(notBefore.description),
      "notAfter": .string(notAfter.description), "isPrecertificate": .bool(isPrecertificate),
      "precertificate": .optional(precertificate?.hex), "previous": .optional(previous?.hex),
      "terms": .optional(terms?.hex), "acceptanceDue": .optional(acceptanceDue?.description),
      "device": .optional(device),
    ])
  }
}

extension CertificateEntry {
  /// What stands against certifying this: a name or a key that is another subject's, or a key known to be compromised.
  ///
  /// The gate Lifecycle asks the same of the registers before; here it is asked again where nothing can come in between.
  public func conflict(
    nameHolders: Holders, keyHolders: Holders, previous: CertificateEntry?, keyIsCompromised: Bool
  ) -> Conflict? {
    let unnamed = previous?.subjectID == nil ? previous : nil
    let names = nameHolders.areNobodyBut(subjectID, shown: nameForm != nil && unnamed?.nameForm == nameForm)
    let keys = keyHolders.areNobodyBut(subjectID, shown: subjectKey != nil && unnamed?.subjectKey == subjectKey)
    if takesName, !names { return .nameOfAnother(serial) }
    if !keys { return .keyOfAnother(serial) }
    return keyIsCompromised ? .keyCompromised(serial) : nil
  }

  /// A name is given to one subject forever, except under DVCP (EN 319 411-1 GEN-6.3.3-10).
  public var takesName: Bool { policy != .dvcp }
}
