/// The process evidence that travels with a request: what no certificate can show.
///
/// Members are nil or empty where the document does not have them: the gates say so with the clause. Only what cannot be
/// read at all is an error of the reader. `docs/application.schema.json` is the published form.
public struct IssuanceApplication: Sendable, Hashable {
  public var id: String
  public var registration: Registration?
  public var domains: [DomainValidation]
  public var processing: Processing?
  public var agreement: Agreement?
  public var device: DeviceEvidence?
  public var keyManager: KeyManager?
  public var control: Control?
  public var policyDocuments: PolicyDocuments?
  public var trustedList: TrustedListCheck?
  public var lifecycle: LifecycleEvidence?
  public var retention: Retention?
  public var operatorAuthentication: OperatorAuthentication?

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
