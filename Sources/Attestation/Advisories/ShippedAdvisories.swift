internal import Evidence

extension Advisory {
  /// The advisories that ship with this build. A new one is one value here.
  public static let shipped: [Advisory] = []
}
