internal import DER
internal import Documents
internal import Evidence
internal import X509

/// What a script says of a list of revoked certificates.
struct ListOrder: Sendable {
  struct Entry: Sendable {
    let revoked: Revoked
    /// Nil for the time of the list.
    let date: Instant?
    let reason: Reason
    /// Since when a compromise is known or suspected.
    let invalidSince: Instant?
  }

  /// What is revoked.
  enum Revoked: Sendable {
    case certificate(String)
    /// The certificate is lost: its number, who issued it as a register has it, and why there is nothing but that.
    case number(X509.SerialNumber, issuer: String, why: String)
  }

  /// RFC 5280, 5.3.1, as far as a CA is revoked for it.
  enum Reason: String, CaseIterable, Sendable {
    case keyCompromise = "key-compromise"
    case caCompromise = "ca-compromise"
    case affiliationChanged = "affiliation-changed"
    case superseded
    case cessationOfOperation = "cessation-of-operation"
    case privilegeWithdrawn = "privilege-withdrawn"

    var code: CRLReason {
      switch self {
      case .keyCompromise: .keyCompromise
      case .caCompromise: .cACompromise
      case .affiliationChanged: .affiliationChanged
      case .superseded: .superseded
      case .cessationOfOperation: .cessationOfOperation
      case .privilegeWithdrawn: .privilegeWithdrawn
      }
    }
  }

  /// The CA.
  let issuer: SignerSource
  /// Who signs in its place; nil where it does so itself.
  let signer: SignerSource?
  let signature: SignatureName
  let period: StatusPeriod
  let number: Int64
  let previousFile: String?
  let revoked: [Entry]
  /// Certificates whose entries go.
  let droppedFiles: [String]
  let expiredSince: Instant?
  let listsCAsAlone: Bool
  let url: String?
  let isLast: Bool
  let file: String

  init(_ fields: inout Fields) throws(DocumentError) {
    issuer = try fields.required("issuer", as: SignerSource.shape)
    signer = try fields.optional("signer", as: SignerSource.shape)
    signature = try fields.required("signature", as: .choice)
    isLast = try fields.optional("last", as: .bool) ?? false
    period = try StatusPeriod(&fields, isOpen: isLast)
    number = try fields.required("number", as: .integer(in: 0...Int64.max))
    previousFile = try fields.optional("previous", as: .line)
    revoked = try fields.optional("revoked", as: .list(of: Entry.shape, count: 1...256)) ?? []
    droppedFiles = try fields.optional("drop", as: .list(of: .line, count: 1...256)) ?? []
    expiredSince = try fields.optional("expired-since", as: .instant)
    listsCAsAlone = try fields.optional("ca-certificates-only", as: .bool) ?? false
    url = try fields.optional("url", as: .webAddress)
    file = try fields.required(
      "output", as: .object { fields throws(DocumentError) in try fields.required("crl", as: .line) })
    if previousFile == nil, !droppedFiles.isEmpty {
      throw fields.error("drop", "does not apply without a previous list")
    }
  }

  /// Nil where the list says nothing about its scope: it is about all certificates of the CA.
  var distributionPoint: IssuingDistributionPoint? {
    guard listsCAsAlone || url != nil else { return nil }
    return IssuingDistributionPoint(name: url.map { .fullName([.uri($0)]) }, onlyContainsCACertificates: listsCAsAlone)
  }

  /// Numbers that nobody could compare with a certificate.
  var numbersAlone: [(number: X509.SerialNumber, issuer: String, why: String)] {
    revoked.compactMap { entry in
      if case .number(let number, let issuer, let why) = entry.revoked { (number, issuer, why) } else { nil }
    }
  }

  var plan: [PlanLine] {
    var lines = [
      PlanLine("sign", "list \(number) of \(issuer.description)"),
      PlanLine("valid", isLast ? "\(period.description), and no list follows" : period.description),
      PlanLine("signature", signature.rawValue),
      PlanLine("previous list", previousFile ?? "none: this is the CA's first"),
    ]
    if let signer { lines.append(PlanLine("signed by", signer.description)) }
    for entry in revoked {
      let date = entry.date.map { "\($0)" } ?? "the time of the list"
      let since = entry.invalidSince.map { ", invalid since \($0)" } ?? ""
      lines.append(PlanLine("revoke", "\(entry.revoked), \(date), \(entry.reason.rawValue)\(since)"))
    }
    for file in droppedFiles { lines.append(PlanLine("drop", "\(file), which ended before the previous list")) }
    if let since = expiredSince { lines.append(PlanLine("keeps", "what ended since \(since)")) }
    if listsCAsAlone { lines.append(PlanLine("scope", "CA certificates alone")) }
    if let url { lines.append(PlanLine("published at", url)) }
    return lines + [PlanLine("write", file)]
  }
}

extension ListOrder.Entry {
  static var shape: FieldShape<Self> {
    .object { fields throws(DocumentError) in
      Self(
        revoked: try ListOrder.Revoked(&fields),
        date: try fields.required("date", as: .timeOrNow), reason: try fields.required("reason", as: .choice),
        invalidSince: try fields.optional("invalid-since", as: .instant))
    }
  }
}

extension ListOrder.Revoked: CustomStringConvertible {
  init(_ fields: inout Fields) throws(DocumentError) {
    let file = try fields.optional("certificate", as: .line)
    let number = try fields.optional("serial", as: .certificateNumber)
    let issuer = try fields.optional("issuer", as: .line)
    let why = try fields.optional("without-certificate", as: .line)
    switch (file, number) {
    case (let file?, nil):
      guard issuer == nil, why == nil else {
        throw fields.error("issuer", "issuer and without-certificate do not apply beside certificate")
      }
      self = .certificate(file)
    case (nil, let number?):
      guard let issuer, let why else {
        throw fields.error(
          "serial",
          "a number alone needs issuer, the CA's name, and without-certificate, why its certificate is not at hand")
      }
      self = .number(number, issuer: issuer, why: why)
    default: throw fields.error("certificate", "name either certificate or serial")
    }
  }

  var description: String {
    switch self {
    case .certificate(let file): file
    case .number(let number, let issuer, let why):
      "the number \(number) of \(issuer), without a certificate to compare it with (\(why))"
    }
  }
}

extension FieldShape where Value == X509.SerialNumber {
  /// As tools print it: hexadecimal, with colons or without.
  fileprivate static var certificateNumber: FieldShape {
    .text("a serial number of 1 to 20 octets in hexadecimal, above zero") { text in
      let digits = text.replacing(":", with: "")
      guard let bytes = Hex.decode(digits.count.isMultiple(of: 2) ? digits : "0\(digits)") else { return nil }
      let number = X509.SerialNumber(magnitude: bytes)
      return number.isPositive && number.octetCount <= 20 ? number : nil
    }
  }
}

/// From when and until when a list or an answer is said to hold.
struct StatusPeriod: Sendable {
  private enum End: Sendable {
    case days(Int64)
    case at(Instant)
    case open
  }

  /// Nil for the beginning of the ceremony.
  private let thisUpdate: Instant?
  private let nextUpdate: End

  init(_ fields: inout Fields, isOpen: Bool = false) throws(DocumentError) {
    thisUpdate = try fields.required("this-update", as: .timeOrNow)
    let next = try fields.optional("next-update", as: .instant)
    let days = try fields.optional("duration", as: .text("days such as 365d", Validity.days))
    if isOpen, next != nil || days != nil {
      throw fields.error("last", "a last list has no end: leave out when it ends")
    }
    switch (next, days) {
    case (let next?, nil):
      if let thisUpdate, next <= thisUpdate { throw fields.error("next-update", "\(next) is not after \(thisUpdate)") }
      nextUpdate = .at(next)
    case (nil, let days?): nextUpdate = .days(days)
    case (_?, _?): throw fields.error("duration", "does not apply beside next-update")
    case (nil, nil):
      guard isOpen else { throw fields.error("next-update", "missing; write a time, or 'duration: 365d'") }
      nextUpdate = .open
    }
  }

  func begin(_ start: Instant) -> Instant { Instant(seconds: (thisUpdate ?? start).seconds) }

  func end(_ start: Instant) -> Instant {
    switch nextUpdate {
    case .days(let days): begin(start).adding(seconds: days * 86400)
    case .at(let instant): Instant(seconds: instant.seconds)
    case .open: begin(start)
    }
  }

  var description: String {
    let first = thisUpdate.map { "\($0)" } ?? "the time of the ceremony"
    return switch nextUpdate {
    case .days(let days): "from \(first) for \(days) days"
    case .at(let instant): "from \(first) until \(instant)"
    case .open: "from \(first)"
    }
  }
}

extension FieldShape where Value == Instant? {
  /// Nil for `now`: the beginning of the ceremony.
  static var timeOrNow: FieldShape {
    .text("'now' or a time such as 2026-11-20T12:00:00Z") { text in
      text == "now" ? .some(nil) : Instant(text).map { .some($0) }
    }
  }
}
