public import Cryptography

/// What a share says of itself beside its value; no secret.
public struct ShareHeader: Sendable, Hashable {
  /// 15 bits that tell one splitting from another.
  public let identifier: UInt16
  /// Whether a second splitting of the same secret may have another identifier under one passphrase.
  public let isExtendable: Bool
  public let iterationExponent: Int
  /// From 0.
  public let groupIndex: Int
  public let groupThreshold: Int
  public let groupCount: Int
  /// From 0.
  public let memberIndex: Int
  public let memberThreshold: Int
}

extension ShareHeader: CustomStringConvertible {
  /// Such as `share 2 of set 7945, 3 needed`.
  public var description: String {
    let group = groupCount == 1 ? "" : " of group \(groupIndex + 1) (\(groupThreshold) of \(groupCount) groups needed)"
    return "share \(memberIndex + 1)\(group) of set \(identifier), \(memberThreshold) needed"
  }
}

/// One share of a secret (SLIP-0039). It is a secret itself: its words exist only where they are asked for.
public final class MnemonicShare: Sendable {
  public let header: ShareHeader
  let value: SecretBytes

  init(_ header: ShareHeader, _ value: consuming SecretBytes) {
    self.header = header
    self.value = value
  }

  /// Reads words that blanks or line ends separate, and wipes the array given.
  public convenience init(_ text: inout [UInt8]) throws(SharingError) {
    try self.init(SecretBytes(&text))
  }

  /// The same from memory that its owner wipes.
  public convenience init(_ text: borrowing SecretBytes) throws(SharingError) {
    let indices = try text.withBytes { bytes throws(SharingError) in try MnemonicShare.indices(bytes) }
    try self.init(indices: indices)
  }

  /// How many words the share has.
  public var wordCount: Int { ShareHeader.words + MnemonicShare.words(of: value.count) + RS1024.length }

  /// The words, one blank between them: ASCII.
  public var words: SecretBytes {
    let indices = encoded()
    let length = indices.withBytes { bytes in
      MnemonicShare.numbers(bytes).reduce(bytes.count / 2 - 1) { $0 + WordList.words[Int($1)].count }
    }
    return SecretBytes(count: length) { output in
      var place = 0
      indices.withBytes { bytes in
        for (number, index) in MnemonicShare.numbers(bytes).enumerated() {
          if number > 0 {
            output[place] = UInt8(ascii: " ")
            place += 1
          }
          for letter in WordList.words[Int(index)] {
            output[place] = letter
            place += 1
          }
        }
      }
    }
  }

  /// Whether both are the same share, value included.
  public func isEqual(to other: MnemonicShare) -> Bool {
    header == other.header && value.isEqual(to: other.value)
  }
}

// The form of a share: numbers of ten bits, each in two bytes here.
extension MnemonicShare {
  private static func words(of byteCount: Int) -> Int { (8 * byteCount + 9) / 10 }

  private static func numbers(_ bytes: UnsafeRawBufferPointer) -> some Sequence<UInt16> {
    (0..<bytes.count / 2).lazy.map { UInt16(bytes[2 * $0]) << 8 | UInt16(bytes[2 * $0 + 1]) }
  }

  private func encoded() -> SecretBytes {
    SecretBytes(count: 2 * wordCount) { output in
      var place = 0
      var state = RS1024.start(isExtendable: header.isExtendable)
      func put(_ number: UInt16) {
        output[2 * place] = UInt8(number >> 8)
        output[2 * place + 1] = UInt8(number & 0xFF)
        place += 1
      }
      func take(_ number: UInt16) {
        RS1024.absorb(number, &state)
        put(number)
      }
      for number in header.encoded { take(number) }
      value.withBytes { bytes in
        var (pending, bits) = (UInt32(0), 10 * MnemonicShare.words(of: bytes.count) - 8 * bytes.count)
        for byte in bytes {
          pending = (pending << 8 | UInt32(byte)) & 0x3_FFFF
          bits += 8
          if bits >= 10 {
            bits -= 10
            take(UInt16(pending >> UInt32(bits) & 0x3FF))
          }
        }
      }
      for _ in 0..<RS1024.length { RS1024.absorb(0, &state) }
      for shift in [20, 10, 0] as [UInt32] { put(UInt16((state ^ 1) >> shift & 0x3FF)) }
    }
  }

  private static func indices(_ text: UnsafeRawBufferPointer) throws(SharingError) -> SecretBytes {
    let words = text.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    // 128 bits are the least that is shared, and the count of words is the count of bits in steps of 16.
    guard (20...60).contains(words.count) else { throw .share(number: nil, .wordCount(words.count)) }
    return try SecretBytes(count: 2 * words.count) { output throws(SharingError) in
      for (place, word) in words.enumerated() {
        let letters = word.lazy.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
        guard let index = WordList.index(of: letters) else { throw .share(number: nil, .unknownWord(place + 1)) }
        output[2 * place] = UInt8(index >> 8)
        output[2 * place + 1] = UInt8(index & 0xFF)
      }
    }
  }

  private convenience init(indices: borrowing SecretBytes) throws(SharingError) {
    let count = indices.count / 2 - ShareHeader.words - RS1024.length
    let padding = 10 * count % 16
    guard padding <= 8 else { throw .share(number: nil, .wordCount(indices.count / 2)) }
    let header = try indices.withBytes { bytes throws(SharingError) in
      let numbers = MnemonicShare.numbers(bytes)
      let header = ShareHeader(decoding: Array(numbers.prefix(ShareHeader.words)))
      var state = RS1024.start(isExtendable: header.isExtendable)
      for number in numbers { RS1024.absorb(number, &state) }
      guard state == 1 else { throw .share(number: nil, .checksum) }
      return header
    }
    guard header.groupThreshold <= header.groupCount else {
      throw .share(number: nil, .malformed("it needs \(header.groupThreshold) of \(header.groupCount) groups"))
    }
    let value = try indices.withBytes { bytes throws(SharingError) in
      try SecretBytes(count: (10 * count - padding) / 8) { output throws(SharingError) in
        var (pending, bits, place) = (UInt32(0), -padding, 0)
        for number in MnemonicShare.numbers(bytes).dropFirst(ShareHeader.words).dropLast(RS1024.length) {
          pending = (pending << 10 | UInt32(number)) & 0xF_FFFF
          bits += 10
          if place == 0, pending >> UInt32(bits) != 0 {
            throw .share(number: nil, .malformed("the bits before its value are not zero"))
          }
          while bits >= 8 {
            bits -= 8
            output[place] = UInt8(pending >> UInt32(bits) & 0xFF)
            place += 1
          }
        }
      }
    }
    self.init(header, value)
  }
}

extension ShareHeader {
  /// Words before the value.
  static let words = 4

  var encoded: [UInt16] {
    let (groups, group) = (UInt16(groupCount - 1), UInt16(groupIndex))
    return [
      identifier >> 5,
      (identifier & 0x1F) << 5 | (isExtendable ? 1 << 4 : 0) | UInt16(iterationExponent),
      group << 6 | UInt16(groupThreshold - 1) << 2 | groups >> 2,
      (groups & 3) << 8 | UInt16(memberIndex) << 4 | UInt16(memberThreshold - 1),
    ]
  }

  /// - Parameter numbers: four of ten bits.
  init(decoding numbers: [UInt16]) {
    let bits = numbers.reduce(UInt64(0)) { $0 << 10 | UInt64($1) }
    func field(_ shift: UInt64, _ width: UInt64) -> Int { Int(bits >> shift & ((1 << width) - 1)) }
    self.init(
      identifier: UInt16(field(25, 15)), isExtendable: field(24, 1) == 1, iterationExponent: field(20, 4),
      groupIndex: field(16, 4), groupThreshold: field(12, 4) + 1, groupCount: field(8, 4) + 1,
      memberIndex: field(4, 4), memberThreshold: field(0, 4) + 1)
  }
}
