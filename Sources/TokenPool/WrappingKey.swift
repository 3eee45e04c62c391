public import Evidence
internal import PKCS11
internal import Synchronization

/// An AES key that stays on the token and wraps others: it leaves in no form, and does nothing else.
public struct WrappingKey: Sendable, Hashable {
  /// Names the key by what outlives a reset of the token.
  public struct Identity: Sendable, Hashable {
    public let label: String
    public let ckaID: [UInt8]
    /// CKA_CHECK_VALUE, compared at each lookup; nil where the module had none to tell when the key was made.
    public let checkValue: [UInt8]?

    public init(label: String, ckaID: [UInt8], checkValue: [UInt8]?) {
      self.label = label
      self.ckaID = ckaID
      self.checkValue = checkValue
    }
  }

  public let identity: Identity
  /// What the module says of it.
  public let local: Truth
  public let alwaysSensitive: Truth
  public let neverExtractable: Truth
  /// CKA_TRUSTED, which only the token's security officer can give.
  public let trusted: Truth
  /// CKA_PRIVATE. What the security officer makes cannot be private to the user everywhere: SoftHSM keeps such a value in clear.
  public let isPrivate: Truth
}

extension TokenPool {
  /// The wrapping key with a label, which is made where there is none.
  ///
  /// Refused is a key that could leave the token, or that decrypts: it would show what it wraps.
  ///
  /// - Parameter create: false where a key that is missing must not be replaced: what it wrapped is lost with it.
  public func wrappingKey(label: String, create: Bool = true) async throws(TokenPoolError) -> WrappingKey {
    try await perform(for: .signatories) { pool, lane throws(LaneError) in
      if let found = try WrappingKey.find(label: label, on: lane) {
        return try WrappingKey.read(found, label, on: lane)
      }
      guard create else { throw .pool(.keyNotFound("no wrapping key with the label \(label)")) }
      // One lane at a time; a lane of another process is seen by the search below.
      return try pool.wrappingKeyCreation.withLock { _ throws(LaneError) in
        try WrappingKey.findOrMake(label, on: lane)
      }
    }
  }
}

extension TokenPool {
  /// Makes an AES key of 256 bits that the token generates and keeps, and that wraps and unwraps alone. The corresponding C
  /// function is `C_GenerateKey`.
  ///
  /// Where the security officer's PIN is given, the officer makes it and marks it as trusted, private to the user where the
  /// module lets it be; where the module lets nobody give trust, and without that PIN, the user makes it. Fails where the
  /// label or the CKA_ID is taken.
  public func generateWrappingKey(
    label: String, id: [UInt8], officer: PINSource?
  ) async throws(TokenPoolError) -> WrappingKey {
    try await perform { pool, lane throws(LaneError) in
      try lane.requireFree(label: label, id: id)
      var isThere = false
      if let officer {
        isThere = try pool.asSecurityOfficer(officer, on: lane) { session, _ throws(PKCS11Error) in
          try WrappingKey.makeTrusted(label, id, in: session)
        }
        // The officer's session has ended the user's.
        try pool.reopen(lane)
      }
      if !isThere {
        _ = try lane.use { session throws(PKCS11Error) in
          try session.generateKey(Mechanism(.aesKeyGeneration), WrappingKey.template(label, id))
        }
      }
      guard let found = try WrappingKey.find(label: label, on: lane) else {
        throw .module(.unusableAnswer(function: "C_GenerateKey", problem: "the key \(label) cannot be found"))
      }
      return try WrappingKey.read(found, label, on: lane)
    }
  }
}

extension WrappingKey {
  /// - Returns: false where the module lets nobody give trust; nothing is left then.
  fileprivate static func makeTrusted(
    _ label: String, _ id: [UInt8], in session: borrowing Session
  ) throws(PKCS11Error) -> Bool {
    for isPrivate in [true, false] {
      let names = template(label, id, isPrivate: isPrivate)
      do throws(PKCS11Error) {
        _ = try session.generateKey(Mechanism(.aesKeyGeneration), names + [Attribute(.trusted, true)])
        return true
      } catch {
        guard let code = error.code, BackupKey.mayBlameTrust.contains(code) else { throw error }
      }
      var made: ObjectHandle?
      do throws(PKCS11Error) {
        let object = try session.generateKey(Mechanism(.aesKeyGeneration), names)
        made = object
        try session.setAttributes(object, [Attribute(.trusted, true)])
        return true
      } catch {
        if let made { try session.destroy(made) }
        guard let code = error.code, BackupKey.mayBlameTrust.contains(code) else { throw error }
      }
    }
    return false
  }

  /// The one key with this label; nil where there is none.
  fileprivate static func find(label: String, on lane: Lane) throws(LaneError) -> ObjectHandle? {
    let found = try lane.find([Attribute(.secretKey), Attribute(.token, true), Attribute(.label, label)])
    guard found.count <= 1 else { throw .pool(.keyIsNotTheOne("\(found.count) secret keys have the label \(label)")) }
    return found.first
  }

  /// The key of an identity, compared with it.
  static func find(_ identity: Identity, on lane: Lane) throws(LaneError) -> ObjectHandle {
    guard let object = try find(label: identity.label, on: lane) else {
      throw .pool(.keyNotFound("no wrapping key with the label \(identity.label)"))
    }
    let found = try read(object, identity.label, on: lane).identity
    guard found == identity else {
      let name = "label \(identity.label), CKA_ID \(Hex.encode(identity.ckaID))"
      throw .pool(.keyIsNotTheOne("the wrapping key with the \(name) has another CKA_ID or check value"))
    }
    return object
  }

  fileprivate static func findOrMake(_ label: String, on lane: Lane) throws(LaneError) -> WrappingKey {
    if let found = try find(label: label, on: lane) { return try read(found, label, on: lane) }
    let made = try lane.use { session throws(PKCS11Error) in
      try session.generateKey(Mechanism(.aesKeyGeneration), template(label))
    }
    // Two keys with one label are refused here and at every start, until somebody decides.
    guard let found = try find(label: label, on: lane) else {
      throw .module(.unusableAnswer(function: "C_GenerateKey", problem: "object \(made.rawValue) cannot be found"))
    }
    return try read(found, label, on: lane)
  }

  fileprivate static func template(_ label: String, _ id: [UInt8]? = nil, isPrivate: Bool = true) -> [Attribute] {
    [
      Attribute(.secretKey), Attribute(.keyType, number: KeyType.aes.rawValue), Attribute(.valueLength, number: 32),
      Attribute(.token, true), Attribute(.label, label), Attribute(.id, id ?? Array(label.utf8)),
      Attribute(.isPrivate, isPrivate), Attribute(.sensitive, true), Attribute(.extractable, false),
      Attribute(.wrap, true), Attribute(.unwrap, true),
    ] + otherUses.map { Attribute($0, false) }
  }

  private static let otherUses: [AttributeType] = [.encrypt, .decrypt, .sign, .verify, .derive]

  fileprivate static func read(_ object: ObjectHandle, _ label: String, on lane: Lane) throws(LaneError) -> WrappingKey
  {
    let types: [AttributeType] = [
      .id, .checkValue, .keyType, .valueLength, .local, .sensitive, .alwaysSensitive, .extractable, .neverExtractable,
      .trusted, .wrap, .unwrap, .isPrivate,
    ]
    let values = try lane.use { session throws(PKCS11Error) in try session.attributes(object, types + otherUses) }
    func refuse(_ why: String) -> LaneError { .pool(.keyIsNotTheOne("the secret key with the label \(label) \(why)")) }
    guard values.number(.keyType) == KeyType.aes.rawValue, values.number(.valueLength) == 32 else {
      throw refuse("is no AES key of 256 bits")
    }
    guard values.flag(.sensitive) == true, values.flag(.extractable) == false else {
      throw refuse("could leave the token")
    }
    guard values.flag(.wrap) == true, values.flag(.unwrap) == true else { throw refuse("does not wrap and unwrap") }
    // What is not told is not taken for good: a key that decrypts shows what it wraps.
    guard otherUses.allSatisfy({ values.flag($0) == false }) else { throw refuse("does more than wrap and unwrap") }
    let checkValue = values[.checkValue].flatMap { $0.isEmpty ? nil : $0 }
    return WrappingKey(
      identity: Identity(label: label, ckaID: values[.id] ?? [], checkValue: checkValue),
      local: Truth(values.flag(.local)), alwaysSensitive: Truth(values.flag(.alwaysSensitive)),
      neverExtractable: Truth(values.flag(.neverExtractable)), trusted: Truth(values.flag(.trusted)),
      isPrivate: Truth(values.flag(.isPrivate)))
  }
}
