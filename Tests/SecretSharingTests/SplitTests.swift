import Cryptography
import Evidence
import TestSupport
import Testing

@testable import SecretSharing

@Suite struct SplitTests {
  @Test func `the words are those of the standard`() {
    let file = WordList.words.flatMap { $0 + [UInt8(ascii: "\n")] }
    #expect(WordList.words.count == 1024)
    #expect(Hash.digest(file).hex == "bcc4555340332d169718aed8bf31dd9d5248cb7da6e5d355140ef4f1e601eec3")
    for (index, word) in WordList.words.enumerated() { #expect(WordList.index(of: word) == UInt16(index)) }
    #expect(WordList.words.map(\.count).max() == WordList.longestWord)
    #expect(WordList.index(of: Array("zzz".utf8)) == nil)
  }

  @Test(arguments: [(2, 3), (3, 5), (1, 1), (2, 2), (16, 16), (5, 16)])
  func `every choice of enough shares gives the secret, and one share fewer gives none`(
    threshold: Int, count: Int
  ) throws {
    var pattern = Pattern(state: UInt64(threshold * 100 + count))
    for length in [16, 32] {
      let plain = pattern.bytes(length)
      let made = try SLIP39.split(
        secret(plain), threshold: threshold, count: count, options: SLIP39.Options(iterationExponent: 0))
      #expect(made.count == count && made.allSatisfy { $0.wordCount == (length == 16 ? 20 : 33) })
      for start in 0..<min(count, 4) {
        let chosen = (0..<threshold).map { made[(start + $0) % count] }.reversed()
        let read = try chosen.map { try share(words($0)) }
        #expect(bytes(try SLIP39.recover(read)) == plain)
        guard threshold > 1 else { continue }
        let fewer = Array(read.dropLast())
        #expect(
          refusal { _ = try SLIP39.recover(fewer) } == "\(threshold - 1) shares given, \(threshold) needed")
      }
    }
  }

  @Test(arguments: [true, false])
  func `a passphrase is needed again, and another one gives another secret`(extendable: Bool) throws {
    let plain: [UInt8] = Array(100..<132)
    let made = try SLIP39.split(
      secret(plain), threshold: 2, count: 3, passphrase: secret("TREZOR"),
      options: SLIP39.Options(iterationExponent: 1, isExtendable: extendable))
    #expect(made.allSatisfy { $0.header.isExtendable == extendable && $0.header.iterationExponent == 1 })
    #expect(bytes(try SLIP39.recover(Array(made[1...]), passphrase: secret("TREZOR"))) == plain)
    #expect(bytes(try SLIP39.recover(Array(made[1...]))) != plain)
  }

  @Test func `shares say which they are and how many are needed, and their words read back as they were`() throws {
    let made = try SLIP39.split(secret(Reference.long), threshold: 2, count: 3)
    let other = try SLIP39.split(secret(Reference.long), threshold: 2, count: 3)
    #expect(made.map(\.header.memberIndex) == [0, 1, 2])
    #expect(made[1].header.description == "share 2 of set \(made[0].header.identifier), 2 needed")
    for (index, one) in made.enumerated() {
      #expect(try share(words(one).uppercased() + "\r\n").isEqual(to: one))
      #expect(!made[(index + 1) % 3].isEqual(to: one))
      #expect(!other[index].isEqual(to: one))
    }
    // Even under one header: the values differ.
    let same = MnemonicShare(made[0].header, SharePoint.copy(other[0].value))
    #expect(!same.isEqual(to: made[0]))
    // And the values alone are not all: another member's with the same one is another share.
    #expect(!MnemonicShare(made[1].header, SharePoint.copy(made[0].value)).isEqual(to: made[0]))
  }

  @Test func `no share of fewer than needed tells the secret, whatever the secret is`() throws {
    // With the same randomness, two secrets have the same first share: 3 of 5 has one share that is random alone.
    func first(_ plain: [UInt8]) throws -> MnemonicShare {
      var pattern = Pattern(state: 1)
      return try SLIP39.split(secret(plain), threshold: 3, count: 5) { output in
        output.copyBytes(from: pattern.bytes(output.count))
      }[0]
    }
    #expect(try first(Reference.long).isEqual(to: try first(Array(repeating: 0xFF, count: 32))))
  }

  @Test func `what SLIP-0039 does not know is refused`() {
    let cases: [(Int, Int, Int, Int, String, String)] = [
      (15, 2, 3, 0, "", "cannot split: a secret of 15 bytes; it must have 16 or 32"),
      (24, 2, 3, 0, "", "cannot split: a secret of 24 bytes; it must have 16 or 32"),
      (16, 0, 3, 0, "", "cannot split: 0 of 3 shares; it must be 2 to N of 2 to 16, or 1 of 1"),
      (16, 1, 3, 0, "", "cannot split: 1 of 3 shares; it must be 2 to N of 2 to 16, or 1 of 1"),
      (16, 4, 3, 0, "", "cannot split: 4 of 3 shares; it must be 2 to N of 2 to 16, or 1 of 1"),
      (16, 2, 17, 0, "", "cannot split: 2 of 17 shares; it must be 2 to N of 2 to 16, or 1 of 1"),
      (16, 2, -1, 0, "", "cannot split: 2 of -1 shares; it must be 2 to N of 2 to 16, or 1 of 1"),
      (16, 2, 3, 16, "", "cannot split: an iteration exponent of 16; it must be 0 to 15"),
      (16, 2, 3, -1, "", "cannot split: an iteration exponent of -1; it must be 0 to 15"),
      (16, 2, 3, 0, "ä", "cannot split: a passphrase with other characters than printable ASCII"),
    ]
    for (length, threshold, count, exponent, passphrase, expected) in cases {
      let found = refusal {
        _ = try SLIP39.split(
          secret([UInt8](repeating: 1, count: length)), threshold: threshold, count: count,
          passphrase: secret(passphrase), options: SLIP39.Options(iterationExponent: exponent))
      }
      #expect(found == expected)
    }
  }

  @Test func `a source of randomness that fails leaves no shares`() {
    var asked = 0
    let found = refusal {
      _ = try SLIP39.split(secret(Reference.long), threshold: 3, count: 5) { _ throws(SharingError) in
        asked += 1
        if asked == 3 { throw .library("the token is gone") }
      }
    }
    #expect(found == "the token is gone")
  }
}
