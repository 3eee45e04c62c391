/// The process evidence that travels with a request: what no certificate can show.
///
/// Members are nil or empty where the document does not have them: the gates say so with the clause. Only what cannot be
/// read at all is an error of the reader. `docs/application.schema.json` is the published form.
public struct IssuanceApplication: Sendable, Hashable {
  public let id: String
  public let registration: Registration?
  public let domains: [DomainValidation]
  public let processing: Processing?
  public let agreement: Agreement?
  public let device: DeviceEvidence?
  public let keyManager: KeyManager?
  public let control: Control?
  public let policyDocuments: PolicyDocuments?
  public let trustedList: TrustedListCheck?
  public let lifecycle: LifecycleEvidence?
  public let retention: Retention?
  public let operatorAuthentication: OperatorAuthentication?

  public init(
    id: String, registration: Registration? = nil, domains: [DomainValidation] = [], processing: Processing? = nil,
    agreement: Agreement? = nil, device: DeviceEvidence? = nil, keyManager: KeyManager? = nil, control: Control? = nil,
    policyDocuments: PolicyDocuments? = nil, trustedList: TrustedListCheck? = nil, lifecycle: LifecycleEvidence? = nil,
    retention: Retention? = nil, operatorAuthentication: OperatorAuthentication? = nil
  ) {
    self.id = id
    self.registration = registration
    self.domains = domains
    self.processing = processing
    self.agreement = agreement
    self.device = device
    self.keyManager = keyManager
    self.control = control
    self.policyDocuments = policyDocuments
    self.trustedList = trustedList
    self.lifecycle = lifecycle
    self.retention = retention
    self.operatorAuthentication = operatorAuthentication
  }
}
