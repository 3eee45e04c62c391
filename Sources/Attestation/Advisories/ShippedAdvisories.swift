internal import Evidence

extension Advisory {
  /// The advisories that ship with this build. A new one is one value in a vendor's list.
  public static let shipped: [Advisory] = yubico + trustedPlatformModules

  /// A day of publication from source text. A typing error gives 1970, which a test finds.
  static func day(_ text: String) -> Instant { Instant(text) ?? Instant(seconds: 0) }
}
