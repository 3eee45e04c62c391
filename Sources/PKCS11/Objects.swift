internal import CCryptoki

/// A handle: good for one login on one module, worthless after a reset.
public struct ObjectHandle: RawRepresentable, Sendable, Hashable {
  public let rawValue: UInt

  public init(rawValue: UInt) { self.rawValue = rawValue }
}

extension Session {
  /// All objects that fit. The corresponding C functions are `C_FindObjectsInit`, `C_FindObjects` and
  /// `C_FindObjectsFinal`.
  public func find(_ template: [Attribute]) throws(PKCS11Error) -> [ObjectHandle] {
    try module.call("C_FindObjectsInit", module.functions.C_FindObjectsInit) { start in
      withTemplate(template) { start(handle, $0, $1) }
    }
    var found: [ObjectHandle] = []
    var batch = [CK_OBJECT_HANDLE](repeating: 0, count: 64)
    let search = Result { () throws(PKCS11Error) in
      // Only an empty batch ends the search; a short one may be followed by more.
      while true {
        var count: CK_ULONG = 0
        try module.call("C_FindObjects", module.functions.C_FindObjects) {
          $0(handle, &batch, CK_ULONG(batch.count), &count)
        }
        guard count > 0 else { return }
        guard count <= CK_ULONG(batch.count) else {
          throw PKCS11Error.unusableAnswer(function: "C_FindObjects", problem: "\(count) objects for 64 places")
        }
        guard found.count < Session.mostObjects else {
          throw PKCS11Error.unusableAnswer(function: "C_FindObjects", problem: "a search that does not end")
        }
        found += batch.prefix(Int(count)).map { ObjectHandle(rawValue: $0) }
      }
    }
    // The search is ended either way; what it failed of says more than that its end failed too.
    let end = Result { () throws(PKCS11Error) in
      try module.call("C_FindObjectsFinal", module.functions.C_FindObjectsFinal) { $0(handle) }
    }
    try search.get()
    try end.get()
    return found
  }

  /// What the module tells of an object; attributes that it keeps to itself or does not know are absent.
  ///
  /// The corresponding C function is `C_GetAttributeValue`.
  public func attributes(_ object: ObjectHandle, _ types: [AttributeType]) throws(PKCS11Error) -> AttributeValues {
    var template = types.map { CK_ATTRIBUTE(type: $0.rawValue, pValue: nil, ulValueLen: 0) }
    try getAttributes(object, &template)
    var lengths: [Int] = []
    for item in template {
      // CK_UNAVAILABLE_INFORMATION marks what is not told.
      let length = item.ulValueLen == CK_ULONG.max ? 0 : item.ulValueLen
      guard let length = Int(exactly: length), length <= Session.longestAttribute else {
        throw .unusableAnswer(function: "C_GetAttributeValue", problem: "a length of \(item.ulValueLen) bytes")
      }
      lengths.append(length)
    }
    let told = template.map { $0.ulValueLen != CK_ULONG.max }
    var storage = [UInt8](repeating: 0, count: lengths.reduce(1, +))
    let code = storage.withUnsafeMutableBytes { buffer in
      var offset = 0
      for (index, length) in lengths.enumerated() {
        template[index].pValue = told[index] ? buffer.baseAddress?.advanced(by: offset) : nil
        template[index].ulValueLen = CK_ULONG(length)
        offset += length
      }
      return Result { () throws(PKCS11Error) in try getAttributes(object, &template) }
    }
    try code.get()
    return collect(types, told, lengths, template.map(\.ulValueLen), storage)
  }

  /// Creates an object. The corresponding C function is `C_CreateObject`.
  public func create(_ template: [Attribute]) throws(PKCS11Error) -> ObjectHandle {
    var object: CK_OBJECT_HANDLE = 0
    try module.call("C_CreateObject", module.functions.C_CreateObject) { create in
      withTemplate(template) { create(handle, $0, $1, &object) }
    }
    return ObjectHandle(rawValue: object)
  }

  /// Changes attributes of an object. The corresponding C function is `C_SetAttributeValue`.
  public func setAttributes(_ object: ObjectHandle, _ attributes: [Attribute]) throws(PKCS11Error) {
    try module.call("C_SetAttributeValue", module.functions.C_SetAttributeValue) { set in
      withTemplate(attributes) { set(handle, object.rawValue, $0, $1) }
    }
  }

  /// The corresponding C function is `C_DestroyObject`.
  public func destroy(_ object: ObjectHandle) throws(PKCS11Error) {
    try module.call("C_DestroyObject", module.functions.C_DestroyObject) { $0(handle, object.rawValue) }
  }

  private static let longestAttribute = 1 << 20
  private static let mostObjects = 1 << 20

  /// Partial answers are answers: the attributes not told are marked in the template.
  private func getAttributes(_ object: ObjectHandle, _ template: inout [CK_ATTRIBUTE]) throws(PKCS11Error) {
    do {
      try module.call("C_GetAttributeValue", module.functions.C_GetAttributeValue) {
        $0(handle, object.rawValue, &template, CK_ULONG(template.count))
      }
    } catch  where error.code == .attributeSensitive || error.code == .attributeTypeInvalid {
      return
    }
  }

  private func collect(
    _ types: [AttributeType], _ told: [Bool], _ room: [Int], _ filled: [CK_ULONG], _ storage: [UInt8]
  ) -> AttributeValues {
    var values: [AttributeType: [UInt8]] = [:]
    var offset = 0
    for (index, type) in types.enumerated() {
      defer { offset += room[index] }
      guard told[index], let length = Int(exactly: filled[index]), length <= room[index] else { continue }
      values[type] = Array(storage[offset..<(offset + length)])
    }
    return AttributeValues(values: values)
  }
}
