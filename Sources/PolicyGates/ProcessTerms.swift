internal import DER
internal import Evidence
internal import X509

/// Terms of the process evidence that several rules share.
extension ProcessFacts {
  var approvals: [Approval] { application?.processing?.approvals ?? [] }

  /// The method of the registration, as the practice statement describes it.
  var identificationMethod: IdentificationMethod? {
    application?.registration?.method.flatMap { id in service.practices?.methods.first { $0.id == id } }
  }

  /// The version of the terms that the agreement names.
  var terms: TermsVersion? {
    application?.agreement?.termsVersion.flatMap { version in
      service.practices?.terms.first { $0.version == version }
    }
  }

  var subscriberIsAnother: Bool {
    guard let registration = application?.registration, let subscriber = registration.subscriberID else { return false }
    return subscriber != registration.subjectID
  }

  var subjectIsAPerson: Bool {
    switch application?.registration?.subjectKind {
    case .naturalPerson, .legalPerson: true
    case .device, .website, nil: false
    }
  }

  /// NCP+ and the QSCD policies require a device; of the others, those whose terms do (EN 319 411-2 OVR-5.1-02).
  var requiresDevice: Bool {
    guard let policy = content.policy else { return false }
    return policy.requiresQSCD || policy == .ncpPlus
      || (!RuleScope.web.contains(RuleScope(policy)) && termsRequireDevice)
  }

  /// What the policy, and the terms that the subscriber agreed to, ask of the key's birthplace.
  var originDemand: OriginDemand {
    if content.policy?.requiresQSCD == true { return .qscd }
    return requiresDevice ? .secureDevice : .none
  }

  /// The -qscd policies and their qualified siblings are for signatures or for seals; the others for either.
  var devicePurpose: DevicePurpose? {
    guard let policy = content.policy.map({ RuleScope($0) }) else { return nil }
    if RuleScope.qualifiedSignatures.contains(policy) { return .signature }
    return RuleScope.qualifiedSeals.contains(policy) ? .seal : nil
  }

  /// The certified key made the signature of the request.
  var possession: Truth {
    guard let csr else { return .unknown }
    return csr.publicKey == content.subjectKey.spki ? csr.signatureVerified : .no
  }

  /// The application says that the key was moved or imported, and names the evidence of it.
  var moveIsEvidenced: Bool {
    guard let device = application?.device else { return false }
    return (device.keyMoved == true && device.keyMoveEvidence != nil)
      || (device.keyImported == true && device.keyImportEvidence != nil)
  }

  private var termsRequireDevice: Bool { terms?.requiresDevice == true }

  /// What is wrong with a look at something that must be at most so many days old.
  func staleness(of time: Instant?, days: Int?, field: String, limit: String = "listCheckDays") -> [Violation] {
    guard let time, let days else {
      return [
        Violation(
          field: field, found: time?.description ?? "absent", required: "a time that the practices limit (\(limit))")
      ]
    }
    return .unlessRecent(time, field, days: Int64(clamping: days), now: now)
  }

  /// What is wrong with a signature over a part of the application.
  func defects(of signature: ProcessSignature, as role: Officer.Role, what: String) -> [Violation] {
    let found = "by \(signature.signer) over \(what)"
    func violation(_ found: String, _ required: String) -> [Violation] {
      [Violation(field: "application.signatures", found: found, required: required)]
    }
    guard let officer = signature.officer else { return violation(found, "by somebody whom the operator registered") }
    guard officer.roles.contains(role) else {
      return violation(found, role == .approver ? "by an approver" : "by a registration officer")
    }
    guard officer.validFrom <= now, now < officer.validUntil else {
      return violation(found, "by an officer registered at \(now)")
    }
    guard signature.verified == .yes else {
      return violation("\(found), which does not verify", "one that the registered key verifies")
    }
    return []
  }
}

extension IdentificationMethod {
  func isInForce(at time: Instant) -> Bool { from <= time && until.map { time < $0 } ?? true }
}

extension TermsVersion {
  func isInForce(at time: Instant) -> Bool { from <= time && until.map { time < $0 } ?? true }
}

extension [Violation] {
  /// What stands against the use, today, of something that was looked at or validated then.
  static func unlessRecent(_ time: Instant, _ field: String, days: Int64, now: Instant) -> [Violation] {
    .unless(
      time <= now && now <= time.adding(days: days), field, found: "\(time)",
      required: "at most \(days) days before \(now)")
  }
}

extension Instant {
  /// So many days later; it stops at the ends of the range.
  func adding(days: Int64) -> Instant {
    let (seconds, overflow) = days.multipliedReportingOverflow(by: 86400)
    return adding(seconds: overflow ? (days < 0 ? .min : .max) : seconds)
  }

  /// Midnight of a day that the code itself names.
  static func day(_ text: String) -> Instant { Instant(text) ?? Instant(seconds: .max) }

  /// The same day and time so many years later; 29 February becomes 1 March where there is none.
  func adding(years: Int64) -> Instant {
    let day = seconds >= 0 ? seconds / 86400 : (seconds - 86399) / 86400
    let date = CivilDate(daysSinceEpoch: day)
    let later = CivilDate(year: date.year + years, month: date.month, day: date.day)
    let leap = CivilDate(year: date.year + years, month: 3, day: 1)
    guard let days = later.daysSinceEpoch ?? leap.daysSinceEpoch else { return Instant(seconds: .max) }
    return Instant(seconds: days * 86400 + (seconds - day * 86400), nanoseconds: nanoseconds)
  }
}

extension CertificateContent {
  /// Dotted identifiers of the identification methods that the certificate names.
  var qcIdentMethods: [String] {
    (qcStatements?.statements ?? []).flatMap { statement -> [String] in
      if case .identMethod(let methods) = statement { methods.map(\.description) } else { [] }
    }
  }

  /// The key usage says that what the key signs binds somebody: types A, B and F of EN 319 412-2 table 1.
  var keyIsForCommitment: Bool { extensionValue(KeyUsage.self).value?.contains(.nonRepudiation) ?? false }

  /// The domain names and addresses of a website's certificate; a wildcard without its first label.
  var webNames: [String] {
    domainNames.map { $0.labels.joined(separator: ".") } + addresses.map(\.description)
  }
}
