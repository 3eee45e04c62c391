internal import CCBOR

/// The head of one item, with the content of a string.
enum CBORHead {
  case unsigned(UInt64)
  case negative(UInt64)
  case bytes([UInt8])
  case text([UInt8])
  /// A number of elements, each of which needs a byte that is there.
  case array(Int)
  case map(Int)
  case bool(Bool)
  case null
  case other(String)

  /// The corresponding C function is `cbor_stream_decode`, which reserves no memory.
  init(prefix rest: inout ArraySlice<UInt8>, path: String) throws(WebAuthnError) {
    guard !rest.isEmpty else { throw .malformed(path: path, found: "cut short", required: "a whole item") }
    var heard: CBORHead?
    var callbacks = CBORHead.callbacks
    let result = rest.withUnsafeBufferPointer { input in
      withUnsafeMutablePointer(to: &heard) { heard in
        cbor_stream_decode(input.baseAddress, input.count, &callbacks, heard)
      }
    }
    guard result.status == CBOR_DECODER_FINISHED, let head = heard, (1...rest.count).contains(result.read) else {
      let isShort = result.status == CBOR_DECODER_NEDATA
      throw .malformed(path: path, found: isShort ? "cut short" : "no CBOR", required: "a whole item")
    }
    rest = rest.dropFirst(result.read)
    try head.check(read: result.read, left: rest.count, path: path)
    self = head
  }

  /// A head is as short as its number allows, and no collection has more items than bytes are left.
  private func check(read: Int, left: Int, path: String) throws(WebAuthnError) {
    let number: UInt64
    var content = 0
    switch self {
    case .unsigned(let value), .negative(let value): number = value
    case .bytes(let bytes), .text(let bytes): (number, content) = (UInt64(bytes.count), bytes.count)
    case .array(let count), .map(let count):
      guard count >= 0, count <= left / (isMap ? 2 : 1) else {
        throw .malformed(path: path, found: "cut short", required: "as many items as it says")
      }
      number = UInt64(count)
    case .bool, .null, .other: return
    }
    let shortest =
      switch number {
      case ..<24: 1
      case ...0xFF: 2
      case ...0xFFFF: 3
      case ...0xFFFF_FFFF: 5
      default: 9
      }
    guard read - content == shortest else {
      throw .malformed(path: path, found: "a longer head than needed", required: "canonical CBOR (CTAP 2, 8)")
    }
  }

  private var isMap: Bool {
    guard case .map = self else { return false }
    return true
  }

  /// libcbor calls exactly one of these for each head, with the pointer that it was given.
  private static var callbacks: cbor_callbacks {
    var callbacks = cbor_callbacks()
    callbacks.uint8 = { CBORHead.hear($0, .unsigned(UInt64($1))) }
    callbacks.uint16 = { CBORHead.hear($0, .unsigned(UInt64($1))) }
    callbacks.uint32 = { CBORHead.hear($0, .unsigned(UInt64($1))) }
    callbacks.uint64 = { CBORHead.hear($0, .unsigned(UInt64($1))) }
    callbacks.negint8 = { CBORHead.hear($0, .negative(UInt64($1))) }
    callbacks.negint16 = { CBORHead.hear($0, .negative(UInt64($1))) }
    callbacks.negint32 = { CBORHead.hear($0, .negative(UInt64($1))) }
    callbacks.negint64 = { CBORHead.hear($0, .negative(UInt64($1))) }
    callbacks.byte_string = { CBORHead.hear($0, .bytes(CBORHead.copy($1, $2))) }
    callbacks.string = { CBORHead.hear($0, .text(CBORHead.copy($1, $2))) }
    callbacks.array_start = { CBORHead.hear($0, .array($1)) }
    callbacks.map_start = { CBORHead.hear($0, .map($1)) }
    callbacks.boolean = { CBORHead.hear($0, .bool($1)) }
    callbacks.null = { CBORHead.hear($0, .null) }
    callbacks.undefined = { CBORHead.hear($0, .other("undefined")) }
    callbacks.byte_string_start = { CBORHead.hear($0, .other("of unknown length")) }
    callbacks.string_start = { CBORHead.hear($0, .other("of unknown length")) }
    callbacks.indef_array_start = { CBORHead.hear($0, .other("of unknown length")) }
    callbacks.indef_map_start = { CBORHead.hear($0, .other("of unknown length")) }
    callbacks.indef_break = { CBORHead.hear($0, .other("a break")) }
    callbacks.tag = { context, _ in CBORHead.hear(context, .other("a tag")) }
    callbacks.float2 = { context, _ in CBORHead.hear(context, .other("a real number")) }
    callbacks.float4 = { context, _ in CBORHead.hear(context, .other("a real number")) }
    callbacks.float8 = { context, _ in CBORHead.hear(context, .other("a real number")) }
    return callbacks
  }

  private static func hear(_ context: UnsafeMutableRawPointer?, _ head: CBORHead) {
    context?.assumingMemoryBound(to: CBORHead?.self).pointee = head
  }

  private static func copy(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] {
    // libcbor has made sure that so many bytes are there.
    Array(UnsafeBufferPointer(start: bytes, count: max(count, 0)))
  }
}

/// Text of outsiders in errors.
enum WebAuthnText {
  static func shown(_ text: String) -> String {
    String(text.unicodeScalars.prefix(64).map { (0x20..<0x7F).contains($0.value) ? Character($0) : "?" })
  }
}
