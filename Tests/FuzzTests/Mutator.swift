/// Changes inputs the same way in every run: a test that fails on one machine fails on all.
struct Mutator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// SplitMix64.
  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }

  mutating func below(_ bound: Int) -> Int { bound > 0 ? Int(next() % UInt64(bound)) : 0 }

  /// One to four changes: bytes flipped, replaced, taken out, doubled, and pieces of `other` put in.
  mutating func change(_ input: [UInt8], with other: [UInt8]) -> [UInt8] {
    var output = input
    for _ in 0...below(4) { changeOnce(&output, other) }
    return output
  }

  private mutating func changeOnce(_ bytes: inout [UInt8], _ other: [UInt8]) {
    let at = below(bytes.count + 1)
    let end = min(bytes.count, at + 1 + below(16))
    switch below(6) {
    case 0 where at < bytes.count: bytes[at] ^= 1 << UInt8(below(8))
    case 1 where at < bytes.count: bytes[at] = [0x00, 0x01, 0x7F, 0x80, 0xFF, 0x30, 0x22, 0x0A][below(8)]
    case 2: bytes.removeSubrange(at..<end)
    case 3: bytes.insert(contentsOf: bytes[at..<end], at: at)
    case 4:
      let start = below(other.count + 1)
      bytes.insert(contentsOf: other[start..<min(other.count, start + below(64))], at: at)
    default: bytes.insert(UInt8(truncatingIfNeeded: next()), at: at)
    }
  }
}
