import PKCS11
import TestSupport
import Testing

@Suite struct PINChangeTests {
  private func pin(_ text: String) -> PIN {
    var bytes = Array(text.utf8)
    return PIN(&bytes)
  }

  private func change(_ session: borrowing Session, _ old: String, _ new: String) throws(PKCS11Error) {
    let old = pin(old)
    let new = pin(new)
    try session.changePIN(from: old, to: new)
  }

  private func login(_ session: borrowing Session, _ user: UserType, _ text: String) throws(PKCS11Error) {
    let pin = pin(text)
    try session.login(user, pin: pin)
  }

  @Test func `the user's PIN and the officer's are changed, and the old ones are refused`() throws {
    let softHSM = try SoftHSM.shared()
    let module = try softHSM.module()
    let token = try softHSM.makeToken(module)
    let session = try Session(module, slot: token.slot, readWrite: true)
    try session.login(.user, pin: PIN(file: token.pinFile))
    #expect(throws: PKCS11Error.failed(function: "C_SetPIN", code: .pinIncorrect)) {
      try change(session, "00000000", "11112222")
    }
    try change(session, "87654321", "11112222")
    try session.logout()
    #expect(throws: PKCS11Error.failed(function: "C_Login", code: .pinIncorrect)) {
      try login(session, .user, "87654321")
    }
    try login(session, .user, "11112222")
    try session.logout()
    try session.login(.securityOfficer, pin: PIN(file: token.soPINFile))
    try change(session, "12345678", "33334444")
    try session.logout()
    #expect(throws: PKCS11Error.failed(function: "C_Login", code: .pinIncorrect)) {
      try login(session, .securityOfficer, "12345678")
    }
    try login(session, .securityOfficer, "33334444")
    try session.logout()
  }

  @Test func `random bytes go into the memory that is given`() throws {
    let softHSM = try SoftHSM.shared()
    let module = try softHSM.module()
    let token = try softHSM.makeToken(module)
    let session = try Session(module, slot: token.slot, readWrite: false)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64, alignment: 1)
    defer { buffer.deallocate() }
    buffer.initializeMemory(as: UInt8.self, repeating: 0)
    try session.random(into: buffer)
    #expect(Set(buffer).count > 16)
  }

  @Test func `SoftHSM tells of a wrong PIN, and never locks`() throws {
    let softHSM = try SoftHSM.shared()
    let module = try softHSM.module()
    let token = try softHSM.makeToken(module)
    let session = try Session(module, slot: token.slot, readWrite: true)
    #expect(
      try module.tokenInfo(token.slot).userPIN.description
        == "the token tells of no wrong PIN, and not how many tries are left")
    for _ in 1...4 { #expect(throws: PKCS11Error.self) { try login(session, .user, "00000000") } }
    let info = try module.tokenInfo(token.slot)
    #expect(
      info.userPIN.description
        == "at least one wrong PIN since the last right one; the token does not say how many tries are left")
    #expect(info.userPIN.countIsLow && !info.userPIN.isLocked && info.userPIN.triesLeft == nil)
    #expect(!info.officerPIN.countIsLow)
  }
}

/// What the flags of PKCS#11 mean, and no more.
@Suite struct PINStateTests {
  private static let none = "the token tells of no wrong PIN, and not how many tries are left"
  private static let low =
    "at least one wrong PIN since the last right one; the token does not say how many tries are left"

  private static let last = "1 try left: the next wrong PIN locks it"
  private static let locked = "locked: no try is left"
  private static let cases: [(flags: UInt, user: String, officer: String)] = [
    (0, none, none), (0x1_0000, low, none), (0x2_0000, last, none), (0x3_0000, last, none), (0x7_0000, locked, none),
    (0x8_0000, none + "; it must be changed", none), (0x10_0000, none, low), (0x20_0000, none, last),
    (0x40_0000, none, locked), (0x80_0000, none, none + "; it must be changed"),
  ]

  private func info(_ flags: UInt) throws -> TokenInfo {
    let stub = try StubModule()
    stub.set("token flags", flags)
    let module = try Module(path: stub.path)
    try module.initialize()
    return try module.tokenInfo(SlotID(rawValue: 0))
  }

  @Test func `the flags of both PINs are told apart`() throws {
    for one in Self.cases {
      let info = try info(one.flags)
      #expect(info.userPIN.description == one.user)
      #expect(info.officerPIN.description == one.officer)
    }
  }

  @Test func `a number of tries is told where the flags tell one`() throws {
    #expect(try info(0).userPIN.triesLeft == nil)
    #expect(try info(0x1_0000).userPIN.triesLeft == nil)
    #expect(try info(0x2_0000).userPIN.triesLeft == 1)
    #expect(try info(0x7_0000).userPIN.triesLeft == 0)
    #expect(try info(0x40_0000).userPIN.triesLeft == nil)
    #expect(try info(0x40_0000).officerPIN.triesLeft == 0)
  }
}
