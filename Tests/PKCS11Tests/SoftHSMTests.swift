import PKCS11
import TestSupport
import Testing

@Suite struct SoftHSMTests {
  private static let p256: [UInt8] = [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07]
  private static let origin: [AttributeType] = [
    .local, .sensitive, .alwaysSensitive, .neverExtractable, .extractable, .keyGenerationMechanism, .value, .modulus,
  ]

  /// A new token, and a session logged in.
  private func withToken(_ body: (Module, SoftHSM.Token, borrowing Session) throws -> Void) throws {
    let module = try SoftHSM.shared().module()
    let token = try SoftHSM.shared().makeToken(module)
    let session = try Session(module, slot: token.slot, readWrite: true)
    try session.login(.user, pin: PIN(file: token.pinFile))
    try body(module, token, session)
  }

  private func generate(_ session: borrowing Session, id: [UInt8]) throws -> (ObjectHandle, ObjectHandle) {
    let names = [Attribute(.token, true), Attribute(.id, id)]
    return try session.generateKeyPair(
      Mechanism(.ecKeyPairGeneration), publicKey: names + [Attribute(.ecParameters, Self.p256)],
      privateKey: names + [
        Attribute(.isPrivate, true), Attribute(.sensitive, true), Attribute(.extractable, false),
        Attribute(.sign, true),
      ])
  }

  @Test func `a token is initialised with label and PINs, and can be found`() throws {
    let module = try SoftHSM.shared().module()
    let token = try SoftHSM.shared().makeToken(module, label: "Käse & Brot")
    let info = try module.token(PKCS11URI("pkcs11:token=K%C3%A4se%20%26%20Brot"))
    #expect(info.slot == token.slot)
    #expect(info.label == "Käse & Brot")
    #expect(info.manufacturer == "SoftHSM project")
    #expect(info.isInitialized && info.userPINIsSet)
    #expect(!info.isHardware)
    #expect(info.serial.count == 16)
  }

  @Test(arguments: ["", String(repeating: "a", count: 33), String(repeating: "ä", count: 17)])
  func `a label that has no room is refused before the token is touched`(label: String) throws {
    let module = try SoftHSM.shared().module()
    let file = try SoftHSM.shared().pinFile("so-label-\(label.utf8.count)-\(label.count)", "12345678")
    refuses("token \(label): a token's label has 1 to 32 bytes; tokens seen: none") {
      try module.initializeToken(SlotID(rawValue: .max), label: label, soPIN: PIN(file: file))
    }
  }

  @Test func `a wrong PIN is told, and the right one still works`() throws {
    let module = try SoftHSM.shared().module()
    let token = try SoftHSM.shared().makeToken(module)
    let session = try Session(module, slot: token.slot, readWrite: true)
    var wrong: [UInt8] = Array("00000000".utf8)
    #expect(throws: PKCS11Error.failed(function: "C_Login", code: .pinIncorrect)) {
      try session.login(.user, pin: PIN(&wrong))
    }
    try session.login(.user, pin: PIN(file: token.pinFile))
  }

  @Test func `a generated key reads as born inside and never out`() throws {
    try withToken { _, _, session in
      let (_, key) = try generate(session, id: [1])
      let values = try session.attributes(key, Self.origin)
      #expect(values.flag(.local) == true)
      #expect(values.flag(.sensitive) == true)
      #expect(values.flag(.alwaysSensitive) == true)
      #expect(values.flag(.neverExtractable) == true)
      #expect(values.flag(.extractable) == false)
      #expect(values.number(.keyGenerationMechanism) == MechanismType.ecKeyPairGeneration.rawValue)
      // A sensitive value and an attribute of another key type are absent; the rest is told all the same.
      #expect(values[.value] == nil)
      #expect(values[.modulus] == nil)
    }
  }

  @Test func `an imported key reads as not born inside`() throws {
    try withToken { _, _, session in
      let key = try session.create([
        Attribute(.privateKey), Attribute(.keyType, number: KeyType.ec.rawValue), Attribute(.token, true),
        Attribute(.id, [9]), Attribute(.isPrivate, true), Attribute(.sensitive, true),
        Attribute(.extractable, false), Attribute(.sign, true), Attribute(.ecParameters, Self.p256),
        Attribute(.value, [UInt8](repeating: 1, count: 32)),
      ])
      let values = try session.attributes(key, Self.origin)
      #expect(values.flag(.local) == false)
      #expect(values.flag(.sensitive) == true)
      #expect(values.flag(.alwaysSensitive) == false)
      #expect(values.flag(.neverExtractable) == false)
      #expect(values.flag(.extractable) == false)
      #expect(values.number(.keyGenerationMechanism) == nil)
    }
  }

  @Test func `objects are found by each part of a template, and gone when destroyed`() throws {
    try withToken { _, _, session in
      let (publicKey, privateKey) = try generate(session, id: [1])
      _ = try generate(session, id: [2])
      let both = try session.find([Attribute(.id, [1])])
      #expect(both.count == 2)
      let privateKeys = try session.find([Attribute(.privateKey), Attribute(.id, [1])])
      #expect(privateKeys == [privateKey])
      let publicKeys = try session.find([Attribute(.publicKey), Attribute(.id, [1])])
      #expect(publicKeys == [publicKey])
      let others = try session.find([Attribute(.label, "none")])
      #expect(others.isEmpty)
      try session.destroy(privateKey)
      let left = try session.find([Attribute(.privateKey), Attribute(.id, [1])])
      #expect(left.isEmpty)
      #expect(throws: PKCS11Error.failed(function: "C_DestroyObject", code: .objectHandleInvalid)) {
        try session.destroy(privateKey)
      }
    }
  }

  @Test func `more objects than one batch holds are all found`() throws {
    try withToken { _, _, session in
      for number in 0..<150 {
        _ = try session.create([
          Attribute(ObjectClass.data), Attribute(.token, false), Attribute(.label, "object \(number)"),
        ])
      }
      let found = try session.find([Attribute(ObjectClass.data)])
      #expect(found.count == 150)
    }
  }

  @Test func `random bytes are as many as asked for, and differ`() throws {
    try withToken { _, _, session in
      let (one, other) = (try session.random(count: 32), try session.random(count: 32))
      #expect(one != other)
      let short = try session.random(count: 16)
      #expect(short.count == 16)
    }
  }
}
