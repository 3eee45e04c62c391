import DER
import Evidence
import PolicyGates
import TestSupport
import X509

/// An application with one thing wrong, and the one rule that says so.
struct ProcessDefect: Sendable, CustomStringConvertible {
  let rule: String
  let policy: CertificatePolicy
  let change: @Sendable (inout SampleProcess) -> Void

  init(
    _ rule: String, _ policy: CertificatePolicy = .qcpNQSCD, _ change: @escaping @Sendable (inout SampleProcess) -> Void
  ) {
    self.rule = rule
    self.policy = policy
    self.change = change
  }

  var description: String { rule }

  static let all = ofBoundary + ofRegistration + ofDomains + ofApplication + ofAgreement + ofKeys

  static let ofBoundary: [ProcessDefect] = [
    ProcessDefect("etsi.en_319_411_1.gen-6-3-2-00a.application_missing") { sample in
      sample.isThere = false
      sample.signatures = []
    },
    ProcessDefect("etsi.en_319_411_1.5-4-2.subject_kind", .ncp) { $0.application.registration?.subjectKind = .website },
    ProcessDefect("sealgate.house.boundary.policy_documents_missing") { $0.application.policyDocuments?.profile = nil },
    ProcessDefect("etsi.en_319_411_2.ovr-6-9-4-02.cp_not_eu_qualified") {
      $0.application.policyDocuments?.statesEUQualified = false
    },
    ProcessDefect("etsi.en_319_411_2.ovr-6-9-4-03.pds_missing") { $0.application.policyDocuments?.pds = nil },
    ProcessDefect("sealgate.house.boundary.pds_address_differs") {
      $0.application.policyDocuments?.pdsURL = "https://other.example/pds.pdf"
    },
    ProcessDefect("sealgate.house.boundary.trusted_list_missing") { $0.application.trustedList?.service = nil },
    ProcessDefect("sealgate.house.boundary.trusted_list_status") { $0.application.trustedList?.status = "withdrawn" },
    ProcessDefect("sealgate.house.boundary.trusted_list_service_type") {
      $0.application.trustedList?.serviceInformation = "ForeSeals"
    },
    ProcessDefect("sealgate.house.boundary.trusted_list_stale") {
      $0.application.trustedList?.checkedAt = Sample.instant("2026-11-10")
    },
  ]

  static let ofRegistration: [ProcessDefect] = [
    ProcessDefect("etsi.en_319_411_1.reg-6-3-1-00a.registration_missing") { sample in
      sample.application.registration = nil
      sample.signatures.removeFirst()
    },
    ProcessDefect("etsi.en_319_411_1.reg-6-2-2-01.identity_missing") {
      $0.application.registration?.subscriberID = nil
    },
    ProcessDefect("etsi.en_319_411_1.reg-6-2-2-18.evidence_not_recorded") {
      $0.application.registration?.sources = []
    },
    ProcessDefect("etsi.en_319_411_1.reg-6-2-2-18.evidence_expired") {
      $0.application.registration?.sources[0].validUntil = Sample.instant("2026-11-01")
    },
    ProcessDefect("etsi.en_319_411_1.reg-6-3-1-00c.method_not_allowed") {
      $0.application.registration?.method = "hearsay"
    },
    ProcessDefect("etsi.en_319_411_2.reg-6-2-2-02.equivalence_not_proven") { sample in
      sample.application.registration?.method = "video"
      sample.application.registration?.impersonationControls = "liveness test"
    },
    ProcessDefect("sealgate.house.registration.remote_controls_missing") { sample in
      sample.application.registration?.method = "video"
      sample.application.registration?.methodEquivalence = "report 7"
    },
    ProcessDefect("etsi.en_319_411_1.reg-6-2-2-10.representative_missing", .qcpL) {
      $0.application.registration?.representative = nil
    },
    ProcessDefect("etsi.en_319_411_1.reg-6-2-2-19.authority_missing") { sample in
      sample.subscribe("C-9")
      sample.application.registration?.subscriberAuthority = nil
    },
    ProcessDefect("etsi.en_319_411_1.reg-6-2-2-09.affiliation_missing") { sample in
      sample.certificate.subject(.organizationName, "Example AG")
      sample.bind()
    },
    ProcessDefect("etsi.en_319_411_1.reg-6-2-2-26.officer_is_subject") { sample in
      sample.application.registration?.subjectID = "officer-1"
      sample.application.registration?.subscriberID = "officer-1"
      sample.application.agreement?.acceptance?.by = "officer-1"
    },
    ProcessDefect("sealgate.house.registration.not_signed") { $0.signatures.removeFirst() },
    ProcessDefect("sealgate.house.registration.signature_invalid") { $0.signatures[0].verified = .no },
    ProcessDefect("etsi.en_319_411_1.reg-6-3-1-00b.attributes_differ") {
      $0.application.registration?.attributesSHA256 = Sample.termsSHA256
    },
    ProcessDefect("etsi.en_319_411_1.reg-6-3-1-00d.validation_stale") { sample in
      sample.application.registration?.validatedAt = Sample.instant("2025-11-19")
    },
    ProcessDefect("etsi.en_319_411_1.reg-6-3-2-02.authority_unknown") { sample in
      sample.application.registration?.authority = "corner-shop"
      sample.application.processing?.channel = "mtls corner-shop"
    },
    ProcessDefect("etsi.en_319_412_5.qcs-4-3-5-02.qcidentmethod_differs") { sample in
      sample.certificate.statements { $0.append(.identMethod([ObjectIdentifier(0, 4, 0, 1862, 1, 8, 4)])) }
    },
  ]

  static let ofDomains: [ProcessDefect] = [
    ProcessDefect("cabf.tls_br.3-2-2-4.domain_not_validated", .evcp) { $0.application.domains[0].method = "3.2.2.4.6" },
    ProcessDefect("etsi.en_319_411_2.reg-6-2-2-04.domain_link_missing", .qncpW) {
      $0.application.domains[0].subscriberLink = nil
    },
    ProcessDefect("cabf.tls_br.3-2-2-8.caa_not_checked", .ovcp) { $0.application.domains[0].caaCheckedAt = nil },
    ProcessDefect("cabf.tls_br.3-2-2-9.perspectives", .dvcp) { $0.application.domains[0].perspectives = 3 },
  ]

  static let ofApplication: [ProcessDefect] = [
    ProcessDefect("etsi.en_319_411_1.reg-6-3-1-01.proof_of_possession_missing") { sample in
      sample.csr = CSRFacts(publicKey: SampleKey.subject.info.derBytes, signatureVerified: .no)
    },
    ProcessDefect("etsi.en_319_411_1.reg-6-3-1-01.csr_key_differs") { sample in
      sample.csr = CSRFacts(publicKey: SampleKey.root.info.derBytes, signatureVerified: .yes)
    },
    ProcessDefect("etsi.en_319_411_1.reg-6-3-2-00b.application_incomplete") {
      $0.application.processing?.complete = false
    },
    ProcessDefect("etsi.en_319_411_1.reg-6-3-1-00f.issuance_not_authorised") { sample in
      sample.subscribe("C-9")
      sample.application.processing?.issuanceAuthorisation = nil
    },
    ProcessDefect("etsi.en_319_411_1.reg-6-3-1-01.key_not_linked") { $0.application.processing?.keyLink = nil },
    ProcessDefect("etsi.en_319_411_1.reg-6-3-2-02.channel_missing") {
      $0.application.registration?.authority = "external-ra"
    },
    ProcessDefect("etsi.en_319_411_1.reg-6-3-2-01.approval_missing") { sample in
      sample.application.processing?.approvals = []
      sample.signatures.removeLast()
    },
    ProcessDefect("cabf.evg.3-2-2-13.second_approver_missing", .evcp) { sample in
      sample.application.processing?.approvals.removeLast()
      sample.signatures.removeLast()
    },
    ProcessDefect("sealgate.house.application.approval_not_signed") { $0.signatures.removeLast() },
    ProcessDefect("sealgate.house.application.approval_signature_invalid") { $0.signatures[1].verified = .no },
    ProcessDefect("etsi.en_319_411_1.gen-6-3-2-00a.approval_for_another") {
      $0.application.processing?.approvals[0].policy = .ncp
    },
    ProcessDefect("sealgate.house.application.approver_is_subject") { sample in
      sample.application.registration?.subjectID = "approver-1"
      sample.application.registration?.subscriberID = "approver-1"
      sample.application.agreement?.acceptance?.by = "approver-1"
    },
    ProcessDefect("sealgate.house.application.approval_out_of_order") {
      $0.application.processing?.approvals[0].at = Sample.instant("2026-11-19T09:00:00Z")
    },
    ProcessDefect("etsi.en_319_411_1.gen-6-5-5-04.operator_single_factor") {
      $0.application.operatorAuthentication?.multiFactor = false
    },
  ]

  static let ofAgreement: [ProcessDefect] = [
    ProcessDefect("etsi.en_319_411_1.reg-6-3-4-07.agreement_missing") { $0.application.agreement = nil },
    ProcessDefect("etsi.en_319_411_1.reg-6-3-4-02.terms_unknown") { $0.application.agreement?.termsVersion = "1999" },
    ProcessDefect("etsi.en_319_411_1.reg-6-3-4-02.terms_after_agreement") {
      $0.application.agreement?.providedAt = Sample.instant("2026-11-19T09:42:00Z")
    },
    ProcessDefect("etsi.en_319_411_1.ovr-6-3-4-04.terms_not_durable") { $0.application.agreement?.durableForm = false },
    ProcessDefect("etsi.en_319_411_1.reg-6-3-4-08.not_accepted") { $0.application.agreement?.acceptance = nil },
    ProcessDefect("etsi.en_319_411_1.reg-6-3-4-11a.subject_part_missing") { sample in
      sample.subscribe("C-9")
      sample.application.agreement?.subjectAgreement = nil
    },
    ProcessDefect("etsi.en_319_411_1.reg-6-3-4-10a.publication_undecided") {
      $0.application.agreement?.publicationConsent = nil
    },
    ProcessDefect("etsi.en_319_411_1.reg-6-3-4-10a.device_use_not_agreed") {
      $0.application.agreement?.deviceUseConsent = false
    },
    ProcessDefect("etsi.en_319_411_1.reg-6-3-4-10a.record_keeping_not_agreed") {
      $0.application.agreement?.recordKeepingConsent = false
    },
    ProcessDefect("etsi.en_319_411_2.ovr-6-3-4-02.agreement_not_signed") {
      $0.application.agreement?.acceptance?.act = "click"
    },
    ProcessDefect("sealgate.house.agreement.terms_not_eu_qualified") { $0.service.sayNothingOfQualified() },
  ]

  static let ofKeys: [ProcessDefect] = [
    ProcessDefect("etsi.en_319_411_1.5-1.secure_device_missing", .ncpPlus) { $0.application.device?.model = nil },
    ProcessDefect("etsi.en_319_411_2.sdp-6-5-1-02.qscd_listing_missing") {
      $0.application.device?.listStatus = "cancelled"
    },
    ProcessDefect("etsi.en_319_411_2.sdp-6-5-1-07a.qscd_listing_stale") {
      $0.application.device?.listCheckedAt = Sample.instant("2026-10-20")
    },
    ProcessDefect("etsi.en_319_411_2.sdp-6-5-1-05.key_import_not_evidenced") {
      $0.application.device?.keyImported = true
    },
    ProcessDefect("sealgate.house.qscd.preparation_missing") { $0.application.device?.preparation = nil },
    ProcessDefect("etsi.en_319_411_1.ovr-6-3-5-05.key_manager_not_confirmed") { sample in
      sample.manage()
      sample.application.keyManager?.qualifiedStatus = nil
    },
    ProcessDefect("etsi.en_319_411_1.ovr-6-3-5-06.key_manager_conformity_missing") { sample in
      sample.manage()
      sample.application.keyManager?.conformity = nil
    },
    ProcessDefect("etsi.en_319_411_2.sdp-6-3-5-08.control") { $0.application.control?.kind = .control },
    ProcessDefect("etsi.en_319_411_1.sdp-6-3-12-03.key_escrowed") { $0.application.control?.escrowed = true },
    ProcessDefect("etsi.en_319_411_2.sdp-6-3-5-02.used_outside_device") {
      $0.application.control?.usedOutsideDevice = true
    },
    ProcessDefect("etsi.en_319_411_2.sdp-6-3-5-03.activation_missing") { sample in
      sample.manage()
      sample.application.control?.activation = nil
    },
    ProcessDefect("etsi.en_319_411_1.ovr-6-4-6-01.retention_too_short") {
      $0.application.retention?.retainUntil = Sample.instant("2035-11-20")
    },
    ProcessDefect("sealgate.house.retention.archive_missing") { $0.application.retention?.handoverClass = nil },
  ]
}

extension SampleProcess {
  /// Somebody else subscribes, as it should be.
  fileprivate mutating func subscribe(_ subscriber: String) {
    application.registration?.subscriberID = subscriber
    application.registration?.subscriberAuthority = "mandate M-2"
    application.processing?.issuanceAuthorisation = "AUT-1"
    let acceptance = application.agreement?.acceptance
    application.agreement?.subjectAgreement = acceptance
  }

  /// Somebody else keeps the key, as it should be.
  fileprivate mutating func manage() {
    application.keyManager = KeyManager(
      provider: "RQSCD AG", qualifiedStatus: "granted", conformity: "CAR 7", checkedAt: Sample.instant("2026-11-19"))
    application.control?.activation = "SAM 3"
    application.control?.authenticationLevel = "high"
  }
}
