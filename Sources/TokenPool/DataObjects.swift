internal import PKCS11
internal import Synchronization

// Small values that the token keeps for us: private data objects under our application's name, told apart by label.
extension TokenPool {
  /// Every value with a label. More than one is what a crash between two steps of `writeData` leaves.
  public func readAllData(label: String) async throws(TokenPoolError) -> [[UInt8]] {
    try await perform(for: .signatories) { _, lane throws(LaneError) in
      var values: [[UInt8]] = []
      for object in try lane.find(TokenPool.dataTemplate(label)) {
        let found = try lane.use { session throws(PKCS11Error) in try session.attributes(object, [.value]) }
        guard let value = found[.value] else {
          throw .module(.unusableAnswer(function: "C_GetAttributeValue", problem: "a data object without a value"))
        }
        values.append(value)
      }
      return values
    }
  }

  /// The value with a label, or of several the last by an order; nil where there is none.
  public func readData(
    label: String, by areInIncreasingOrder: @Sendable ([UInt8], [UInt8]) -> Bool
  ) async throws(TokenPoolError) -> [UInt8]? {
    try await readAllData(label: label).max(by: areInIncreasingOrder)
  }

  /// Replaces the value with a label. The new one is there before the old one goes: whatever happens in between, one of
  /// both can be read. The corresponding C functions are `C_CreateObject` and `C_DestroyObject`.
  public func writeData(label: String, _ value: [UInt8]) async throws(TokenPoolError) {
    try await perform(for: .signatories) { pool, lane throws(LaneError) in
      try pool.dataWrites.withLock { _ throws(LaneError) in
        let old = try lane.find(TokenPool.dataTemplate(label))
        _ = try lane.use { session throws(PKCS11Error) in
          try session.create(
            TokenPool.dataTemplate(label) + [Attribute(.isPrivate, true), Attribute(.value, value)])
        }
        for object in old {
          do throws(LaneError) {
            try lane.use { session throws(PKCS11Error) in try session.destroy(object) }
          } catch .module(.failed(_, .objectHandleInvalid)) {
            // Another process was faster.
          }
        }
      }
    }
  }

  private static func dataTemplate(_ label: String) -> [Attribute] {
    [
      Attribute(.data), Attribute(.token, true), Attribute(.application, "sealgate"), Attribute(.label, label),
    ]
  }
}
