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

  /// Renewal and modification certify a key again.
  var keepsKey: Bool { event == .renewal || event == .modification }

  /// NCP+ and the QSCD policies require a device; of the others, those whose terms do (EN 319 411-2 OVR-5.1-02).
  var requiresDevice: Bool {
    guard let policy = content.policy else { return false }
    return policy.requiresQSCD || policy == .ncpPlus
      || (!RuleScope.web.contains(RuleScope(policy)) && termsRequireDevice)
  }

  private var termsRequireDevice: Bool { terms?.requiresDevice == true }

  /// What is wrong with a look at something that must be at most so many days old.
  func staleness(of time: Instant?, days: Int?, field: String, limit: String = "listCheckDays") -> [Violation] {
    guard let time, let days, let seconds = Self.seconds(days) else {
      return [
        Violation(
          field: field, found: time?.description ?? "absent", required: "a time that the practices limit (\(limit))")
      ]
    }
    return .unless(
      time <= now && now <= time.adding(seconds: seconds), field, found: "\(time)",
      required: "at most \(days) days before \(now)")
  }

  private static func seconds(_ days: Int) -> Int64? {
    let (seconds, overflow) = Int64(days).multipliedReportingOverflow(by: 86400)
    return overflow ? nil : seconds
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

extension DomainValidation {
  /// The validation of a name speaks for the names below it too, but for methods that look at one host alone.
  func covers(_ name: String) -> Bool {
    let (name, own) = (name.lowercased(), domain.lowercased())
    if name == own { return true }
    return !Self.oneHost.contains(method ?? "") && name.utf8.count > own.utf8.count && name.hasSuffix("." + own)
  }

  /// BR 3.2.2.4: a file or a TLS handshake shows control of one name; an address is never one of several.
  private static let oneHost: Set<String> = ["3.2.2.4.8", "3.2.2.4.18", "3.2.2.4.19", "3.2.2.4.20"]
}

extension Instant {
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
    (extensionValue(SubjectAlternativeName.self).value?.names ?? []).compactMap { name in
      switch name {
      case .dnsName(let text): text.hasPrefix("*.") ? String(text.dropFirst(2)) : text
      case .ipAddress(let bytes): IPAddress.text(bytes)
      default: nil
      }
    }
  }
}

/// Addresses as evidence writes them.
enum IPAddress {
  /// Dotted for four bytes, eight groups of lower-case hexadecimal for sixteen; bytes of another length as they are.
  static func text(_ bytes: [UInt8]) -> String {
    guard bytes.count == 16 else { return bytes.map { "\($0)" }.joined(separator: ".") }
    return stride(from: 0, to: 16, by: 2).map { index in
      String(UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1]), radix: 16)
    }.joined(separator: ":")
  }
}
