import Foundation
import PKCS11
import TestSupport
import Testing

@Suite struct WrappingTests {
  private static let wrapping = ObjectHandle(rawValue: 3)
  private static let key = ObjectHandle(rawValue: 1)

  private func wrap(_ session: borrowing Session) throws(PKCS11Error) -> [UInt8] {
    try session.wrapKey(Mechanism(.aesKeyWrapPad), key: Self.key, under: Self.wrapping)
  }

  @Test(arguments: [0, (1 << 15) + 1, 1 << 40, UInt.max - 1, .max] as [UInt])
  func `a wrapped key of absurd length is refused before it has room`(length: UInt) throws {
    try withStub({ $0.set("wrap length", length) }) { stub, session in
      let error = #expect(throws: PKCS11Error.self) { _ = try wrap(session) }
      #expect(error == .unusableAnswer(function: "C_WrapKey", problem: "a length of \(length) bytes"))
      #expect(stub.calls("C_WrapKey") == 1)
    }
  }

  @Test(arguments: [0, 81, UInt.max - 1, .max] as [UInt])
  func `a wrapped key longer than its room, or empty, is no answer`(length: UInt) throws {
    try withStub({ $0.set("wrap filled", length) }) { _, session in
      let error = #expect(throws: PKCS11Error.self) { _ = try wrap(session) }
      #expect(error == .unusableAnswer(function: "C_WrapKey", problem: "\(length) bytes for 80 places"))
    }
  }

  @Test func `a wrapped key shorter than was told is as long as it is`() throws {
    try withStub({ $0.set("wrap filled", 72) }) { _, session in
      let wrapped = try wrap(session)
      #expect(wrapped.count == 72)
    }
  }

  @Test(arguments: ["C_WrapKey", "C_UnwrapKey", "C_DestroyObject", "C_CreateObject", "C_GenerateKeyPair"])
  func `a code of these comes back with the name of its function`(function: String) throws {
    try withStub({ $0.fail(function, code: 0x32) }) { _, session in
      let mechanism = Mechanism(.aesKeyWrapPad)
      let error = #expect(throws: PKCS11Error.self) {
        switch function {
        case "C_WrapKey": _ = try wrap(session)
        case "C_UnwrapKey": _ = try session.unwrapKey(mechanism, [1], under: Self.wrapping, [])
        case "C_DestroyObject": try session.destroy(Self.key)
        case "C_CreateObject": _ = try session.create([])
        default: _ = try session.generateKeyPair(mechanism, publicKey: [], privateKey: [])
        }
      }
      #expect(error == .failed(function: function, code: .deviceRemoved))
    }
  }
}

/// What SoftHSM 2.6.1 does; profiles and code build on it.
@Suite struct SoftHSMWrappingTests {
  private func loggedIn(_ body: (borrowing Session) throws -> Void) throws {
    let softHSM = try SoftHSM.shared()
    let module = try softHSM.module()
    let token = try softHSM.makeToken(module)
    let session = try Session(module, slot: token.slot, readWrite: true)
    try session.login(.user, pin: PIN(file: token.pinFile))
    try body(session)
  }

  private func aes(_ session: borrowing Session, _ more: [Attribute]) throws(PKCS11Error) -> ObjectHandle {
    try session.generateKey(
      Mechanism(.aesKeyGeneration),
      [
        Attribute(.secretKey), Attribute(.keyType, number: KeyType.aes.rawValue), Attribute(.valueLength, number: 32),
        Attribute(.isPrivate, true), Attribute(.wrap, true), Attribute(.unwrap, true),
      ] + more)
  }

  private let template = [
    Attribute(.privateKey), Attribute(.keyType, number: KeyType.ec.rawValue), Attribute(.isPrivate, true),
    Attribute(.sensitive, true), Attribute(.extractable, false), Attribute(.sign, true),
  ]

  private func pair(
    _ session: borrowing Session, _ more: [Attribute] = []
  ) throws(PKCS11Error) -> (publicKey: ObjectHandle, privateKey: ObjectHandle) {
    try session.generateKeyPair(
      Mechanism(.ecKeyPairGeneration),
      publicKey: [Attribute(.ecParameters, [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07])],
      privateKey: [
        Attribute(.isPrivate, true), Attribute(.sensitive, true), Attribute(.extractable, true), Attribute(.sign, true),
      ] + more)
  }

  @Test(arguments: [MechanismType.aesKeyWrapPad, .aesKeyWrap])
  func `a key that was wrapped and unwrapped signs, and says that it was not made here`(type: MechanismType) throws {
    try loggedIn { session in
      let wrapping = try aes(session, [])
      let pair = try pair(session)
      let wrapped = try session.wrapKey(Mechanism(type), key: pair.privateKey, under: wrapping)
      let object = try session.unwrapKey(Mechanism(type), wrapped, under: wrapping, template)
      let values = try session.attributes(object, [.local, .neverExtractable, .alwaysSensitive, .extractable])
      for type in [AttributeType.local, .neverExtractable, .alwaysSensitive, .extractable] {
        #expect(values.flag(type) == false)
      }
      #expect(
        try session.sign(Mechanism(.ecdsa), key: object, [UInt8](repeating: 1, count: 32), signatureLength: 64).count
          == 64)
    }
  }

  @Test func `KWP is unknown, altered bytes are a general error, and an untrusted key wraps no guarded one`() throws {
    try loggedIn { session in
      let wrapping = try aes(session, [])
      let free = try pair(session).privateKey
      let guarded = try pair(session, [Attribute(.wrapWithTrusted, true)]).privateKey
      let pad = Mechanism(.aesKeyWrapPad)
      #expect(throws: PKCS11Error.failed(function: "C_WrapKey", code: .mechanismInvalid)) {
        _ = try session.wrapKey(Mechanism(.aesKeyWrapKWP), key: free, under: wrapping)
      }
      #expect(throws: PKCS11Error.failed(function: "C_WrapKey", code: .keyNotWrappable)) {
        _ = try session.wrapKey(pad, key: guarded, under: wrapping)
      }
      var wrapped = try session.wrapKey(pad, key: free, under: wrapping)
      wrapped[3] ^= 1
      #expect(throws: PKCS11Error.failed(function: "C_UnwrapKey", code: .generalError)) {
        _ = try session.unwrapKey(pad, wrapped, under: wrapping, template)
      }
    }
  }

  @Test func `a label can be changed, and trust cannot be given by a user`() throws {
    try loggedIn { session in
      let key = try aes(session, [Attribute(.label, "one")])
      try session.setAttributes(key, [Attribute(.label, "two")])
      #expect(try session.attributes(key, [.label])[.label] == Array("two".utf8))
      #expect(throws: PKCS11Error.self) { try session.setAttributes(key, [Attribute(.trusted, true)]) }
      #expect(throws: PKCS11Error.self) { _ = try aes(session, [Attribute(.trusted, true)]) }
    }
  }
}
