internal import CCryptoki

extension Session {
  /// Makes a secret key. The corresponding C function is `C_GenerateKey`.
  public func generateKey(_ mechanism: Mechanism, _ template: [Attribute]) throws(PKCS11Error) -> ObjectHandle {
    var key: CK_OBJECT_HANDLE = 0
    try module.call("C_GenerateKey", module.functions.C_GenerateKey) { generate in
      mechanism.withCMechanism { mechanism in
        withTemplate(template) { generate(handle, mechanism, $0, $1, &key) }
      }
    }
    return ObjectHandle(rawValue: key)
  }

  /// The key's bytes under another key, as the module gives them. The corresponding C function is `C_WrapKey`, which
  /// tells the length first.
  public func wrapKey(
    _ mechanism: Mechanism, key: ObjectHandle, under wrappingKey: ObjectHandle
  ) throws(PKCS11Error) -> [UInt8] {
    var length: CK_ULONG = 0
    try callWrap(mechanism, key, wrappingKey, nil, &length)
    guard let room = Int(exactly: length), (1...Session.longestWrappedKey).contains(room) else {
      throw .unusableAnswer(function: "C_WrapKey", problem: "a length of \(length) bytes")
    }
    var wrapped = [UInt8](repeating: 0, count: room)
    try callWrap(mechanism, key, wrappingKey, &wrapped, &length)
    guard let written = Int(exactly: length), (1...room).contains(written) else {
      throw .unusableAnswer(function: "C_WrapKey", problem: "\(length) bytes for \(room) places")
    }
    return Array(wrapped.prefix(written))
  }

  /// Makes an object of a wrapped key. The corresponding C function is `C_UnwrapKey`.
  public func unwrapKey(
    _ mechanism: Mechanism, _ wrapped: [UInt8], under unwrappingKey: ObjectHandle, _ template: [Attribute]
  ) throws(PKCS11Error) -> ObjectHandle {
    var key: CK_OBJECT_HANDLE = 0
    var input = wrapped
    try module.call("C_UnwrapKey", module.functions.C_UnwrapKey) { unwrap in
      mechanism.withCMechanism { mechanism in
        withTemplate(template) { template, count in
          unwrap(
            handle, mechanism, unwrappingKey.rawValue, &input, CK_ULONG(input.count), template, count, &key)
        }
      }
    }
    return ObjectHandle(rawValue: key)
  }

  private func callWrap(
    _ mechanism: Mechanism, _ key: ObjectHandle, _ wrappingKey: ObjectHandle,
    _ output: UnsafeMutablePointer<UInt8>?, _ length: inout CK_ULONG
  ) throws(PKCS11Error) {
    try module.call("C_WrapKey", module.functions.C_WrapKey) { wrap in
      mechanism.withCMechanism { wrap(handle, $0, wrappingKey.rawValue, key.rawValue, output, &length) }
    }
  }

  /// Beyond the PrivateKeyInfo of an RSA key of 16384 bits.
  private static let longestWrappedKey = 1 << 15
}
