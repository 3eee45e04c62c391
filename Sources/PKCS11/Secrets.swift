internal import CCryptoki

// What passes secrets between the module and memory that the caller keeps: no copy of them is made here.
extension Session {
  /// Fills memory from the token's random generator. The corresponding C function is `C_GenerateRandom`.
  public func random(into output: UnsafeMutableRawBufferPointer) throws(PKCS11Error) {
    try module.call("C_GenerateRandom", module.functions.C_GenerateRandom) {
      $0(handle, output.baseAddress?.assumingMemoryBound(to: UInt8.self), CK_ULONG(output.count))
    }
  }

  /// Creates an object with a CKA_VALUE that is a secret. The corresponding C function is `C_CreateObject`.
  public func create(_ template: [Attribute], value: UnsafeRawBufferPointer) throws(PKCS11Error) -> ObjectHandle {
    var object: CK_OBJECT_HANDLE = 0
    try module.call("C_CreateObject", module.functions.C_CreateObject) { create in
      withTemplate(template) { attributes, count in
        var whole = Array(UnsafeBufferPointer(start: attributes, count: template.count))
        whole.append(
          CK_ATTRIBUTE(
            type: CK_ATTRIBUTE_TYPE(CKA_VALUE), pValue: UnsafeMutableRawPointer(mutating: value.baseAddress),
            ulValueLen: CK_ULONG(value.count)))
        return create(handle, &whole, count + 1, &object)
      }
    }
    return ObjectHandle(rawValue: object)
  }

  /// Changes the PIN of who is logged in, or the user's where nobody is. The corresponding C function is `C_SetPIN`.
  public func changePIN(from old: borrowing PIN, to new: borrowing PIN) throws(PKCS11Error) {
    guard let change = module.functions.C_SetPIN else { throw .missingFunction("C_SetPIN") }
    let code = old.withBytes { oldBytes, oldCount in
      new.withBytes { newBytes, newCount in change(handle, oldBytes, oldCount, newBytes, newCount) }
    }
    try Module.check("C_SetPIN", code)
  }
}
