internal import Applications
public import Evidence
internal import PolicyGates

/// The raw evidence of one decision, as it is kept beside the record: bytes by name.
///
/// What is written here and read back here is all that a decision rests on. A rule that wants to know more needs an item
/// of it here first; else a replay could not judge by it.
public struct RawEvidence: Sendable {
  public struct Item: Sendable, Hashable {
    public let name: EvidenceName
    public let content: [UInt8]
  }

  public private(set) var items: [Item] = []

  /// Of a record: each name once, all of them known.
  public init(_ items: [(name: String, content: [UInt8])]) throws(AssemblyError) {
    for (name, content) in items {
      guard let name = EvidenceName(rawValue: name) else { throw .unknown(name) }
      guard self[name] == nil else { throw .malformed(name, problem: "it is there twice") }
      add(name, content)
    }
  }

  /// What the gateway keeps of a decision.
  public init(_ request: SigningRequest, _ circumstances: Circumstances) {
    add(.tbsCertificate, request.tbsCertificate)
    add(.csr, request.csr)
    add(.application, request.application)
    add(.attestation, request.attestation)
    add(.sourceAttestation, request.sourceAttestation)
    add(.previousCertificate, request.previousCertificate)
    add(.precertificate, request.precertificate)
    add(.keyOrigin, circumstances.keyOrigin)
    add(.wrappedKeeping, circumstances.keeping?.json.canonicalBytes())
    add(.recordedOrigin, circumstances.recordedAttributes?.canonicalBytes())
    add(.deviceRecord, circumstances.device?.json.canonicalBytes())
    add(.sourceDevice, circumstances.sourceDevice?.json.canonicalBytes())
    add(.appraisal, circumstances.appraisal.json.canonicalBytes())
    add(.nonce, circumstances.nonce)
    add(.activations, circumstances.activations.isEmpty ? nil : circumstances.activations.json.canonicalBytes())
    add(.enrolment, circumstances.enrolment?.bytes)
    add(.issuerCertificate, circumstances.issuerCertificate)
    add(.issuerKey, circumstances.issuerKey.json.canonicalBytes())
    add(.requesterCertificate, circumstances.requesterCertificate)
    add(.requester, circumstances.requester.json.canonicalBytes())
    add(.registers, circumstances.registers.json.canonicalBytes())
    add(.service, circumstances.service.json.canonicalBytes())
    add(.officers, circumstances.officers.json.canonicalBytes())
    add(.knownWeakKey, circumstances.knownWeakKey?.json.canonicalBytes())
    add(.judgingTerms, circumstances.terms.json.canonicalBytes())
  }

  public subscript(name: EvidenceName) -> [UInt8]? { items.first { $0.name == name }?.content }

  func required(_ name: EvidenceName) throws(AssemblyError) -> [UInt8] {
    guard let content = self[name] else { throw .missing(name) }
    return content
  }

  /// Of nothing yet.
  init() {}

  mutating func add(_ name: EvidenceName, _ content: [UInt8]?) {
    if let content { items.append(Item(name: name, content: content)) }
  }
}
