internal import CCryptoki
internal import Synchronization

/// A slot's number in this process: it may be another one after the next start.
public struct SlotID: RawRepresentable, Sendable, Hashable {
  public let rawValue: UInt

  public init(rawValue: UInt) { self.rawValue = rawValue }
}

/// What a token says of itself, blanks trimmed and control characters escaped.
public struct TokenInfo: Sendable, Hashable {
  public let slot: SlotID
  public let label: String
  public let manufacturer: String
  public let model: String
  public let serial: String
  public let hardwareVersion: String
  public let firmwareVersion: String
  public let isInitialized: Bool
  public let userPINIsSet: Bool
  /// What the token tells of the tries that are left.
  public let userPIN: PINState
  public let officerPIN: PINState
  /// The slot's flag CKF_HW_SLOT: the module calls the device hardware.
  public let isHardware: Bool

  init(slot: SlotID, _ info: CK_TOKEN_INFO, isHardware: Bool) {
    self.slot = slot
    self.isHardware = isHardware
    label = Padded.text(info.label)
    manufacturer = Padded.text(info.manufacturerID)
    model = Padded.text(info.model)
    serial = Padded.text(info.serialNumber)
    hardwareVersion = Padded.version(info.hardwareVersion)
    firmwareVersion = Padded.version(info.firmwareVersion)
    isInitialized = info.flags & CK_FLAGS(CKF_TOKEN_INITIALIZED) != 0
    userPINIsSet = info.flags & CK_FLAGS(CKF_USER_PIN_INITIALIZED) != 0
    userPIN = PINState(.user, flags: info.flags)
    officerPIN = PINState(.securityOfficer, flags: info.flags)
  }

  /// For lists in messages: label and serial.
  public var name: String { isInitialized ? "\(label) (serial \(serial))" : "uninitialised in slot \(slot.rawValue)" }
}

extension Module {
  /// The corresponding C function is `C_GetSlotList`.
  ///
  /// One thread of the process at a time: SoftHSM 2.6.1 aborts where two find a new token in the list at once.
  public func slots(withToken: Bool = true) throws(PKCS11Error) -> [SlotID] {
    var result = Result<[SlotID], PKCS11Error>.success([])
    Module.slotLists.withLock { _ in
      result = Result { () throws(PKCS11Error) in try listSlots(withToken: withToken) }
    }
    return try result.get()
  }

  private static let slotLists = Mutex(())

  private func listSlots(withToken: Bool) throws(PKCS11Error) -> [SlotID] {
    let present = CK_BBOOL(withToken ? CK_TRUE : CK_FALSE)
    var count: CK_ULONG = 0
    try call("C_GetSlotList", functions.C_GetSlotList) { $0(present, nil, &count) }
    // A token may come in between the two calls: room for a few more. Nobody has more slots than the bound.
    guard let known = Int(exactly: count), known <= 4096 else {
      throw .unusableAnswer(function: "C_GetSlotList", problem: "\(count) slots")
    }
    var slots = [CK_SLOT_ID](repeating: 0, count: known + 8)
    count = CK_ULONG(slots.count)
    try call("C_GetSlotList", functions.C_GetSlotList) { $0(present, &slots, &count) }
    guard let filled = Int(exactly: count), filled <= slots.count else {
      throw .unusableAnswer(function: "C_GetSlotList", problem: "\(count) slots for \(slots.count) places")
    }
    return slots.prefix(filled).map { SlotID(rawValue: $0) }
  }

  /// The corresponding C functions are `C_GetTokenInfo` and `C_GetSlotInfo`.
  public func tokenInfo(_ slot: SlotID) throws(PKCS11Error) -> TokenInfo {
    var token = CK_TOKEN_INFO()
    try call("C_GetTokenInfo", functions.C_GetTokenInfo) { $0(slot.rawValue, &token) }
    var info = CK_SLOT_INFO()
    try call("C_GetSlotInfo", functions.C_GetSlotInfo) { $0(slot.rawValue, &info) }
    return TokenInfo(slot: slot, token, isHardware: info.flags & CK_FLAGS(CKF_HW_SLOT) != 0)
  }

  /// Every token that is there and answers.
  public func tokens() throws(PKCS11Error) -> [TokenInfo] {
    try survey().tokens
  }

  /// The one initialised token that fits. None and several are errors that name all tokens seen.
  public func token(_ uri: PKCS11URI) throws(PKCS11Error) -> TokenInfo {
    let (tokens, seen) = try survey()
    let fitting = tokens.filter { $0.isInitialized && uri.matches($0) }
    guard let token = fitting.first else {
      throw .token(wanted: uri.text, problem: "not found", seen: seen)
    }
    guard fitting.count == 1 else {
      throw .token(
        wanted: uri.text, problem: "fits \(fitting.count) tokens; add the serial to the URI", seen: seen)
    }
    return token
  }

  /// Initialises a token: all that was on it is lost. The corresponding C function is `C_InitToken`.
  ///
  /// - Parameter label: at most 32 bytes of UTF-8.
  public func initializeToken(_ slot: SlotID, label: String, soPIN: borrowing PIN) throws(PKCS11Error) {
    guard var padded = Module.padded(label) else {
      throw .token(wanted: label, problem: "a token's label has 1 to 32 bytes", seen: [])
    }
    let code = soPIN.withBytes { pin, count in
      functions.C_InitToken.map { $0(slot.rawValue, pin, count, &padded) }
    }
    guard let code else { throw .missingFunction("C_InitToken") }
    try Module.check("C_InitToken", code)
  }

  /// One token that is broken or just pulled out must not hide the others: it is named with its error.
  private func survey() throws(PKCS11Error) -> (tokens: [TokenInfo], seen: [String]) {
    var tokens: [TokenInfo] = []
    var seen: [String] = []
    for slot in try slots() {
      do throws(PKCS11Error) {
        let token = try tokenInfo(slot)
        tokens.append(token)
        seen.append(token.name)
      } catch {
        guard error.code != nil, error.code != .cryptokiNotInitialized else { throw error }
        seen.append("unreadable in slot \(slot.rawValue) (\(error))")
      }
    }
    return (tokens, seen)
  }

  static func check(_ function: String, _ code: CK_RV) throws(PKCS11Error) {
    let value = ReturnValue(rawValue: code)
    guard value == .ok else { throw .failed(function: function, code: value) }
  }

  private static func padded(_ label: String) -> [UInt8]? {
    let bytes = Array(label.utf8)
    guard (1...32).contains(bytes.count) else { return nil }
    return bytes + [UInt8](repeating: UInt8(ascii: " "), count: 32 - bytes.count)
  }
}
