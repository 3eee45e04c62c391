internal import Documents
internal import Evidence

/// When a certificate is valid.
///
/// A script for a real ceremony states both ends. `not-before: now` with a duration is for scripts that run on any day,
/// such as rehearsals and the demonstration.
struct Validity: Sendable {
  enum Start: Sendable, Hashable {
    case now
    case at(Instant)
  }

  enum End: Sendable, Hashable {
    case days(Int64)
    case at(Instant)
  }

  let start: Start
  let end: End

  init(_ fields: inout Fields) throws(DocumentError) {
    start = try fields.required(
      "not-before", as: .text("'now' or a time such as 2026-11-20T12:00:00Z", Validity.start))
    let notAfter = try fields.optional("not-after", as: .instant)
    let duration = try fields.optional("duration", as: .text("days such as 3650d", Validity.days))
    switch (notAfter, duration) {
    case (let notAfter?, nil):
      end = .at(notAfter)
      if case .at(let notBefore) = start, notBefore >= notAfter {
        throw fields.error("not-after", "\(notAfter) is not after \(notBefore)")
      }
    case (nil, let days?): end = .days(days)
    case (_?, _?): throw fields.error("duration", "does not apply beside not-after")
    case (nil, nil): throw fields.error("not-after", "missing; write a time, or 'duration: 3650d'")
    }
  }

  /// Both ends in whole seconds; X.509 counts both of them in, so a day is 86,400 seconds with the last one.
  func resolved(now: Instant) -> (notBefore: Instant, notAfter: Instant) {
    let notBefore =
      switch start {
      case .now: Instant(seconds: now.seconds)
      case .at(let instant): Instant(seconds: instant.seconds)
      }
    return switch end {
    case .days(let days): (notBefore, notBefore.adding(seconds: days * 86400 - 1))
    case .at(let instant): (notBefore, Instant(seconds: instant.seconds))
    }
  }

  static func start(_ text: String) -> Start? {
    text == "now" ? .now : Instant(text).map(Start.at)
  }

  static func days(_ text: String) -> Int64? {
    guard let days = Int64(text.dropLast()), (1...36525).contains(days), text == "\(days)d" else { return nil }
    return days
  }
}

extension Validity: CustomStringConvertible {
  var description: String {
    let first =
      switch start {
      case .now: "the time of the ceremony"
      case .at(let instant): instant.description
      }
    return switch end {
    case .days(let days): "from \(first) for \(days) days"
    case .at(let instant): "from \(first) until \(instant)"
    }
  }
}
