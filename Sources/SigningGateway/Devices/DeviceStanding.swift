internal import Evidence

/// Why a device's certification supports its keys no longer.
enum DeviceLoss: String, Sendable, Hashable, CaseIterable {
  case cancelled, suspended, expired
  /// The status says certified; the certificate's end has passed.
  case ended
  /// The register in effect does not hold it.
  case removed

  /// As a sentence goes on after "the device's certification is".
  var words: String {
    switch self {
    case .cancelled, .suspended, .expired: "\(rawValue)"
    case .ended: "at its end"
    case .removed: "no longer in the register"
    }
  }
}

extension DeviceRecord {
  /// Nil while keys may rest on it. A transitional device certifies no new key, and those that it holds stay (eIDAS Art. 51).
  func loss(at now: Instant) -> DeviceLoss? {
    switch certificate.status {
    case .cancelled: .cancelled
    case .suspended: .suspended
    case .expired: .expired
    case .certified, .transitional: now < certificate.expires ? nil : .ended
    }
  }

  /// Seconds until the certificate's end; 0 after it.
  func secondsLeft(at now: Instant) -> Int64 {
    max(0, certificate.expires.seconds.subtractingReportingOverflow(now.seconds).partialValue)
  }

  /// Whole days until the certificate's end; 0 after it.
  func daysLeft(at now: Instant) -> Int64 { secondsLeft(at: now) / 86_400 }
}
