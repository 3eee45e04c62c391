public import Cryptography
public import Evidence
internal import PKCS11

/// An AES key that was made outside the token for one backup, and is on it for no longer than that takes.
public struct BackupKey: Sendable, Hashable {
  public let label: String
  public let ckaID: [UInt8]
  /// CKA_TRUSTED as the module told it. It shows who made the key; whether the token protects it, `isPrivate` says too.
  public let trusted: Truth
  /// CKA_PRIVATE. What the security officer makes cannot be private to the user: SoftHSM keeps such a value in clear.
  public let isPrivate: Bool
  /// CKA_TOKEN: stays after a crash, so that it must be destroyed by name.
  public let staysOnToken: Bool
}

extension TokenPool {
  /// Random bytes of the token in locked memory.
  public func secretRandom(count: Int) async throws(TokenPoolError) -> KeptSecret {
    try await perform { _, lane throws(LaneError) in
      let bytes = try lane.use { session throws(PKCS11Error) in
        // A function that may throw before the memory is filled leaves nothing behind that is not wiped.
        KeptSecret(
          try SecretBytes(count: count) { output throws(PKCS11Error) in try session.random(into: output) })
      }
      return bytes
    }
  }

  /// Puts an AES key of 256 bits on the token that wraps and unwraps and does nothing else.
  ///
  /// Where the security officer's PIN is given, the officer makes it and marks it as trusted, as far as the module lets
  /// that be; else it is an object of the session. The corresponding C function is `C_CreateObject`.
  public func importBackupKey(
    _ secret: KeptSecret, label: String, id: [UInt8], officer: PINSource?
  ) async throws(TokenPoolError) -> BackupKey {
    guard secret.count == 32 else { throw .unsupported("a wrapping key of \(secret.count) bytes, must be 32") }
    return try await perform { pool, lane throws(LaneError) in
      try lane.requireFree(label: label, id: id)
      var isThere = false
      if let officer {
        isThere = try pool.asSecurityOfficer(officer, on: lane) { session, _ throws(PKCS11Error) in
          try BackupKey.makeTrusted(secret, label, id, in: session)
        }
        // The officer's session has ended the user's.
        try pool.reopen(lane)
      }
      if !isThere {
        try lane.use { session throws(PKCS11Error) in
          _ = try secret.bytes.withBytes { bytes throws(PKCS11Error) in
            try session.create(BackupKey.template(label, id, staysOnToken: false), value: bytes)
          }
        }
      }
      let object = try BackupKey.find(label, id, on: lane)
      do throws(LaneError) { return try BackupKey.read(object, label, id, on: lane) } catch {
        try lane.use { session throws(PKCS11Error) in try session.destroy(object) }
        throw error
      }
    }
  }

  /// Destroys a backup key, or what a broken ceremony left of one. Returns how many objects there were.
  public func destroyBackupKey(label: String, id: [UInt8]) async throws(TokenPoolError) -> Int {
    try await perform { _, lane throws(LaneError) in
      let template = BackupKey.name(label, id)
      let found = try lane.find(template)
      for object in found { try lane.use { session throws(PKCS11Error) in try session.destroy(object) } }
      let left = try lane.find(template).count
      guard left == 0 else {
        throw .pool(.keyIsNotTheOne("\(left) wrapping keys with the label \(label) are left after their destruction"))
      }
      return found.count
    }
  }
}

extension BackupKey {
  private static let otherUses: [AttributeType] = [.encrypt, .decrypt, .sign, .verify, .derive]

  static func name(_ label: String, _ id: [UInt8]) -> [Attribute] {
    [Attribute(.secretKey), Attribute(.label, label), Attribute(.id, id)]
  }

  fileprivate static func template(_ label: String, _ id: [UInt8], staysOnToken: Bool) -> [Attribute] {
    name(label, id) + [
      Attribute(.keyType, number: KeyType.aes.rawValue), Attribute(.token, staysOnToken),
      // What the officer makes the user must find: an officer sees no private objects.
      Attribute(.isPrivate, !staysOnToken), Attribute(.sensitive, true), Attribute(.extractable, false),
      Attribute(.wrap, true), Attribute(.unwrap, true),
    ] + otherUses.map { Attribute($0, false) }
  }

  /// - Returns: false where the module lets nobody give trust; nothing is left then.
  fileprivate static func makeTrusted(
    _ secret: KeptSecret, _ label: String, _ id: [UInt8], in session: borrowing Session
  ) throws(PKCS11Error) -> Bool {
    let template = template(label, id, staysOnToken: true)
    do throws(PKCS11Error) {
      _ = try secret.bytes.withBytes { bytes throws(PKCS11Error) in
        try session.create(template + [Attribute(.trusted, true)], value: bytes)
      }
      return true
    } catch {
      guard let code = error.code, mayBlameTrust.contains(code) else { throw error }
    }
    var made: ObjectHandle?
    do throws(PKCS11Error) {
      let object = try secret.bytes.withBytes { bytes throws(PKCS11Error) in
        try session.create(template, value: bytes)
      }
      made = object
      try session.setAttributes(object, [Attribute(.trusted, true)])
      return true
    } catch {
      if let made { try session.destroy(made) }
      guard let code = error.code, mayBlameTrust.contains(code) else { throw error }
      return false
    }
  }

  static let mayBlameTrust: Set<ReturnValue> = ReturnValue.attributeIsUnknown.union([
    .userNotLoggedIn, .functionNotSupported,
  ])

  static func find(_ label: String, _ id: [UInt8], on lane: Lane) throws(LaneError) -> ObjectHandle {
    let found = try lane.find(name(label, id))
    guard let object = found.first, found.count == 1 else {
      let what = "\(found.count) wrapping keys with the label \(label), must be one"
      throw .pool(found.isEmpty ? .keyNotFound(what) : .keyIsNotTheOne(what))
    }
    return object
  }

  /// What is not told is not taken for good: a key that decrypts shows what it wraps.
  fileprivate static func read(
    _ object: ObjectHandle, _ label: String, _ id: [UInt8], on lane: Lane
  ) throws(LaneError) -> BackupKey {
    let types: [AttributeType] = [.sensitive, .extractable, .wrap, .unwrap, .trusted, .isPrivate, .token]
    let values = try lane.use { session throws(PKCS11Error) in try session.attributes(object, types + otherUses) }
    guard values.flag(.sensitive) == true, values.flag(.extractable) == false, values.flag(.wrap) == true,
      values.flag(.unwrap) == true, otherUses.allSatisfy({ values.flag($0) == false })
    else { throw .pool(.keyIsNotTheOne("the wrapping key \(label) could leave the token, or does more than wrap")) }
    return BackupKey(
      label: label, ckaID: id, trusted: Truth(values.flag(.trusted)), isPrivate: values.flag(.isPrivate) == true,
      staysOnToken: values.flag(.token) != false)
  }
}
