internal import CCryptoki

extension Session {
  /// The corresponding C function is `C_GenerateKeyPair`.
  public func generateKeyPair(
    _ mechanism: Mechanism, publicKey: [Attribute], privateKey: [Attribute]
  ) throws(PKCS11Error) -> (publicKey: ObjectHandle, privateKey: ObjectHandle) {
    var handles: (CK_OBJECT_HANDLE, CK_OBJECT_HANDLE) = (0, 0)
    try module.call("C_GenerateKeyPair", module.functions.C_GenerateKeyPair) { generate in
      mechanism.withCMechanism { mechanism in
        withTemplate(publicKey) { publicTemplate, publicCount in
          withTemplate(privateKey) { privateTemplate, privateCount in
            generate(
              handle, mechanism, publicTemplate, publicCount, privateTemplate, privateCount, &handles.0, &handles.1)
          }
        }
      }
    }
    return (ObjectHandle(rawValue: handles.0), ObjectHandle(rawValue: handles.1))
  }

  /// Signs in one part. After an error the session may have an operation that never ends: let it go.
  ///
  /// The corresponding C functions are `C_SignInit` and `C_Sign`.
  ///
  /// - Parameter signatureLength: the most bytes the signature can have; asking the module would cost a second call.
  public func sign(
    _ mechanism: Mechanism, key: ObjectHandle, _ data: [UInt8], signatureLength: Int
  ) throws(PKCS11Error) -> [UInt8] {
    try module.call("C_SignInit", module.functions.C_SignInit) { start in
      mechanism.withCMechanism { start(handle, $0, key.rawValue) }
    }
    var input = data
    var length = CK_ULONG(signatureLength)
    var signature = [UInt8](repeating: 0, count: signatureLength)
    try module.call("C_Sign", module.functions.C_Sign) {
      $0(handle, &input, CK_ULONG(input.count), &signature, &length)
    }
    guard let written = Int(exactly: length), written <= signatureLength else {
      throw .unusableAnswer(function: "C_Sign", problem: "\(length) bytes for \(signatureLength) places")
    }
    return Array(signature.prefix(written))
  }
}
