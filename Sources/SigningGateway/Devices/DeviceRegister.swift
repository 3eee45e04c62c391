internal import Applications
internal import Documents
internal import Evidence
internal import Records
internal import Synchronization

/// The register of certified devices in effect: the last import that two operators approved, or else the configuration's
/// file.
///
/// Nobody has to tell it that an import took effect: each answer asks the change control.
final class DeviceRegister: Sendable {
  struct InEffect: Sendable {
    let document: DeviceDocument
    /// SHA-256 over the document: of an import the digest that was approved.
    let identity: Digest
    /// The import; nil where it is the configuration's file.
    let change: ChangeInEffect?
  }

  private let configured: InEffect
  private let changes: ChangeControl
  private let store: any RecordStore
  private let imported = Mutex<InEffect?>(nil)

  /// - Parameter file: SHA-256 over the configuration's file.
  init(_ configured: DeviceDocument, file: Digest, changes: ChangeControl, store: any RecordStore) {
    self.configured = InEffect(document: configured, identity: file, change: nil)
    self.changes = changes
    self.store = store
  }

  /// Throws where the import in effect cannot be read: then nobody knows which devices are certified.
  func inEffect() async throws(JournalError) -> InEffect {
    guard let change = changes.inEffect(.devices) else { return configured }
    if let known = imported.withLock({ $0 }), known.change == change { return known }
    guard let content = try await store.blob(change.digest) else {
      throw .unreadable("the register of devices in effect, \(change.digest.hex), is not in the record store")
    }
    let document: DeviceDocument
    do { document = try DeviceDocument(yaml: content) } catch {
      throw .unreadable("the register of devices in effect, \(change.digest.hex): \(error)")
    }
    let read = InEffect(document: document, identity: change.digest, change: change)
    imported.withLock { $0 = read }
    return read
  }

  // MARK: - What an import may hold

  /// Parts of addresses under `/operator/v1/devices/`.
  private static let reserved: Set<String> = ["imports", "work", "reappraise"]

  /// What a register that reads well has wrong: the path of the field, and why.
  static func problem(in document: DeviceDocument, demo: Bool) -> (field: String, problem: String)? {
    for (index, record) in document.records.enumerated() {
      let path = "$.devices[\(index)]"
      if !Route.isName(record.id) || reserved.contains(record.id) {
        return ("\(path).id", "a name of at most 64 letters, digits, '-' and '_', and no part of an address here")
      }
      if record.demo, !demo { return ("\(path).demo", "\(record.id) is a demo device, and this is no demo") }
      if record.certificate.issued >= record.certificate.expires {
        return ("\(path).certificate.expires", "is not after the day of issue")
      }
    }
    return nil
  }
}
