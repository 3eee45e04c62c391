import PKCS11
import TestSupport
import Testing

/// What a thing throws, as text.
func sentence(_ body: () throws -> Void) -> String {
  do {
    try body()
    return "no error"
  } catch {
    return "\(error)"
  }
}

/// Something must fail with exactly these words.
func refuses(_ words: String, sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Void) {
  let said = sentence(body)
  #expect(said == words, sourceLocation: sourceLocation)
}

/// A stub and a session with it.
func withStub(_ order: (StubModule) -> Void = { _ in }, _ body: (StubModule, borrowing Session) throws -> Void) throws {
  let stub = try StubModule()
  order(stub)
  let module = try Module(path: stub.path)
  try module.initialize()
  let session = try Session(module, slot: SlotID(rawValue: 0), readWrite: true)
  try body(stub, session)
}

@Suite struct ModuleTests {
  @Test func `a module that is not there cannot be loaded`() {
    refuses(
      "cannot load the PKCS#11 module /nowhere/module.so: /nowhere/module.so: cannot open shared object file: "
        + "No such file or directory"
    ) { _ = try Module(path: "/nowhere/module.so") }
  }

  @Test func `a library that is no module is refused`() {
    refuses("cannot load the PKCS#11 module libm.so.6: it has no C_GetFunctionList, so it is no PKCS#11 module") {
      _ = try Module(path: "libm.so.6")
    }
  }

  @Test func `a module without a function list is refused`() throws {
    let stub = try StubModule()
    stub.set("no function list")
    refuses("C_GetFunctionList gave an unusable answer: no function list") { _ = try Module(path: stub.path) }
    stub.fail("C_GetFunctionList", code: 0x2)
    refuses("C_GetFunctionList returned CKR_HOST_MEMORY (0x2)") { _ = try Module(path: stub.path) }
  }

  @Test func `initialising twice says who may have done it`() throws {
    let module = try Module(path: try StubModule().path)
    try module.initialize()
    refuses(
      "C_Initialize returned CKR_CRYPTOKI_ALREADY_INITIALIZED (0x191); "
        + "something else in this process has initialised the module"
    ) { try module.initialize() }
    try module.finalize()
    refuses("C_GetSlotList returned CKR_CRYPTOKI_NOT_INITIALIZED (0x190)") { _ = try module.slots() }
  }

  @Test func `texts of a module cannot forge a line of a log`() throws {
    let module = try Module(path: try StubModule().path)
    try module.initialize()
    let info = try module.info()
    #expect(info.manufacturer == #"St\u{1B}[31m\u{FFFD}ub \u{202E}"#)
    #expect(info.description == "A stub")
    #expect(info.cryptokiVersion == "2.40")
  }

  @Test func `a function that the module lacks is an error`() throws {
    try withStub { _, session in
      #expect(throws: PKCS11Error.missingFunction("C_GenerateRandom")) { _ = try session.random(count: 8) }
      #expect(throws: PKCS11Error.missingFunction("C_GenerateKey")) {
        _ = try session.generateKey(Mechanism(.aesKeyGeneration), [])
      }
      #expect(throws: PKCS11Error.missingFunction("C_SetAttributeValue")) {
        try session.setAttributes(ObjectHandle(rawValue: 1), [])
      }
      #expect(throws: PKCS11Error.missingFunction("C_Logout")) { try session.logout() }
    }
  }

  @Test(arguments: [
    "C_OpenSession", "C_FindObjectsInit", "C_FindObjects", "C_FindObjectsFinal", "C_GetAttributeValue", "C_SignInit",
    "C_Sign", "C_GetSlotList", "C_GetTokenInfo", "C_GetInfo",
  ]) func `a code comes back with the name of its function`(function: String) throws {
    let stub = try StubModule()
    let module = try Module(path: stub.path)
    try module.initialize()
    let slot = SlotID(rawValue: 0)
    let said = try failing(function, stub, module, slot)
    #expect(said == "\(function) returned CKR_DEVICE_REMOVED (0x32); check that the device is connected and powered")
  }

  private func failing(
    _ function: String, _ stub: StubModule, _ module: Module, _ slot: SlotID
  ) throws -> String {
    let session = try Session(module, slot: slot, readWrite: false)
    var bytes: [UInt8] = Array("87654321".utf8)
    try session.login(.user, pin: PIN(&bytes))
    stub.fail(function, code: 0x32)
    return sentence {
      switch function {
      case "C_GetSlotList": _ = try module.slots()
      case "C_GetTokenInfo": _ = try module.tokenInfo(slot)
      case "C_GetInfo": _ = try module.info()
      case "C_OpenSession": _ = try Session(module, slot: slot, readWrite: false)
      case "C_GetAttributeValue": _ = try session.attributes(ObjectHandle(rawValue: 1), [.local])
      case "C_SignInit", "C_Sign":
        _ = try session.sign(Mechanism(.ecdsa), key: ObjectHandle(rawValue: 1), [1], signatureLength: 64)
      default: _ = try session.find([])
      }
    }
  }
}

@Suite struct AbsurdAnswerTests {
  @Test(arguments: [4097, 1 << 40, .max] as [UInt]) func `more slots than there can be are refused`(count: UInt) throws
  {
    try withStub({ $0.set("slot count", count) }) { stub, _ in
      let module = try Module(path: stub.path)
      refuses("C_GetSlotList gave an unusable answer: \(count) slots") { _ = try module.slots() }
    }
  }

  @Test(arguments: [10, .max] as [UInt]) func `more slots filled in than there was room are refused`(count: UInt) throws
  {
    try withStub({ $0.set("slots filled", count) }) { stub, _ in
      let module = try Module(path: stub.path)
      refuses("C_GetSlotList gave an unusable answer: \(count) slots for 9 places") { _ = try module.slots() }
    }
  }

  @Test(arguments: [UInt.max - 1, 1 << 32, (1 << 20) + 1] as [UInt]) func `an attribute of absurd length is refused`(
    length: UInt
  ) throws {
    try withStub({ $0.set("attribute length", length) }) { _, session in
      refuses("C_GetAttributeValue gave an unusable answer: a length of \(length) bytes") {
        _ = try session.attributes(ObjectHandle(rawValue: 1), [.id])
      }
    }
  }

  @Test(arguments: [UInt.max, UInt.max - 1, 500] as [UInt]) func `an attribute longer than its room is no answer`(
    length: UInt
  ) throws {
    try withStub({ $0.set("attribute filled", length) }) { _, session in
      let values = try session.attributes(ObjectHandle(rawValue: 1), [.id])
      #expect(values[.id] == nil)
    }
  }

  @Test func `an attribute that grows between the two calls is an error`() throws {
    try withStub({ $0.set("attribute length", 0) }) { _, session in
      refuses("C_GetAttributeValue returned CKR_BUFFER_TOO_SMALL (0x150)") {
        _ = try session.attributes(ObjectHandle(rawValue: 1), [.id])
      }
    }
  }

  @Test func `attributes that are not told are absent, and the others are there`() throws {
    try withStub { _, session in
      let values = try session.attributes(
        ObjectHandle(rawValue: 1), [.sensitive, .local, .modulus, .keyType, .id, .extractable])
      #expect(values.flag(.sensitive) == nil)
      #expect(values.flag(.local) == true)
      #expect(values[.modulus] == nil)
      #expect(values.number(.keyType) == KeyType.ec.rawValue)
      #expect(values[.id] == [1])
      #expect(values.flag(.extractable) == false)
      #expect(values.flag(.keyType) == nil)
      #expect(values.number(.id) == nil)
    }
  }

  @Test func `a flag that is neither true nor false says nothing`() throws {
    // CKA_ID of the stub's key is one byte, 01: read as a flag it is true. CKA_KEY_TYPE has eight bytes.
    try withStub { _, session in
      let values = try session.attributes(ObjectHandle(rawValue: 2), [.id, .ecParameters])
      #expect(values.flag(.id) == true)
      #expect(values.flag(.ecParameters) == nil)
    }
  }

  @Test(arguments: [65, .max, UInt.max - 1] as [UInt]) func `a signature longer than its room is refused`(
    length: UInt
  ) throws {
    try withStub({ $0.set("sign length", length) }) { _, session in
      var bytes: [UInt8] = Array("87654321".utf8)
      try session.login(.user, pin: PIN(&bytes))
      refuses("C_Sign gave an unusable answer: \(length) bytes for 64 places") {
        _ = try session.sign(Mechanism(.ecdsa), key: ObjectHandle(rawValue: 1), [1], signatureLength: 64)
      }
    }
  }

  @Test func `a search goes on after a short batch`() throws {
    try withStub { stub, session in
      let found = try session.find([])
      #expect(found.map(\.rawValue) == [1, 2, 3])
      #expect(stub.calls("C_FindObjects") == 4)
      #expect(stub.calls("C_FindObjectsFinal") == 1)
    }
  }

  @Test func `a search that finds more than was asked for, or never ends, is refused and ended`() throws {
    try withStub({ $0.set("absurd find") }) { stub, session in
      refuses("C_FindObjects gave an unusable answer: 65 objects for 64 places") { _ = try session.find([]) }
      #expect(stub.calls("C_FindObjectsFinal") == 1)
    }
    try withStub({ $0.set("endless find") }) { stub, session in
      refuses("C_FindObjects gave an unusable answer: a search that does not end") { _ = try session.find([]) }
      #expect(stub.calls("C_FindObjectsFinal") == 1)
    }
  }

  @Test func `what a search failed of is told, not that its end failed too`() throws {
    try withStub { stub, session in
      stub.fail("C_FindObjects", code: 0x32)
      stub.fail("C_FindObjectsFinal", code: 0xB3)
      refuses("C_FindObjects returned CKR_DEVICE_REMOVED (0x32); check that the device is connected and powered") {
        _ = try session.find([])
      }
    }
  }
}

@Suite struct SessionTests {
  @Test func `a session closes at its end`() throws {
    let stub = try StubModule()
    let module = try Module(path: stub.path)
    try module.initialize()
    for _ in 1...3 { _ = try Session(module, slot: SlotID(rawValue: 0), readWrite: false) }
    #expect(stub.openSessions == 0)
    #expect(stub.calls("C_CloseSession") == 3)
  }

  @Test func `a session of an earlier start closes no session of the next`() throws {
    let stub = try StubModule()
    let module = try Module(path: stub.path)
    try module.initialize()
    func lostAcrossARestart() throws {
      let old = try Session(module, slot: SlotID(rawValue: 0), readWrite: false)
      try module.finalize()
      try module.initialize()
      let new = try Session(module, slot: SlotID(rawValue: 0), readWrite: false)
      _ = consume old
      // The stub, like SoftHSM, gave both the same handle.
      #expect(stub.openSessions == 1)
      _ = try new.find([])
    }
    try lostAcrossARestart()
    #expect(stub.openSessions == 0)
  }

  @Test func `a wrong PIN is tried once and the code is told`() throws {
    try withStub { stub, session in
      var wrong: [UInt8] = Array("00000000".utf8)
      #expect(throws: PKCS11Error.failed(function: "C_Login", code: .pinIncorrect)) {
        try session.login(.user, pin: PIN(&wrong))
      }
      #expect(stub.calls("C_Login") == 1)
    }
  }
}
