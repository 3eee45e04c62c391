import Cryptography
import TestSupport
import Testing

@testable import SecretSharing

@Suite struct RecoverTests {
  @Test func `shares of the reference implementation give their secrets`() throws {
    let short = try shares(Reference.ofShort)
    for pair in [[0, 1], [1, 2], [2, 0], [0, 1, 2]] {
      #expect(bytes(try SLIP39.recover(pair.map { short[$0] })) == Reference.short)
    }
    let long = try shares(Reference.ofLong)
    for choice in [[0, 1, 2], [4, 2, 0], [1, 3, 4], [0, 1, 2, 3, 4]] {
      #expect(
        bytes(try SLIP39.recover(choice.map { long[$0] }, passphrase: secret("correct horse"))) == Reference.long)
    }
  }

  @Test func `shares of groups give their secret where enough groups are complete`() throws {
    let all = try shares(Reference.ofGrouped)
    for choice in [[0, 1, 2], [3, 1, 4, 5, 6], [4, 0, 5, 6], [0, 1, 3, 4]] {
      #expect(bytes(try SLIP39.recover(choice.map { all[$0] })) == Reference.grouped)
    }
    for choice in [[0], [1, 2], [0, 1, 4, 5], [4, 5, 6, 1]] {
      #expect(
        refusal { _ = try SLIP39.recover(choice.map { all[$0] }) } == "1 complete groups given, 2 needed")
    }
    #expect(
      all[6].header.description
        == "share 3 of group 3 (2 of 3 groups needed) of set \(all[6].header.identifier), 3 needed")
  }

  @Test func `too few, twice the same, and shares of different sets are refused by the number of the share`() throws {
    let short = try shares(Reference.ofShort)
    let long = try shares(Reference.ofLong)
    let other = try SLIP39.split(secret(Reference.short), threshold: 2, count: 3)
    #expect(refusal { _ = try SLIP39.recover([]) } == "0 shares given, 1 needed")
    #expect(refusal { _ = try SLIP39.recover([short[1]]) } == "1 shares given, 2 needed")
    #expect(refusal { _ = try SLIP39.recover([short[1], short[1]]) } == "share 2: is the same member's as share 1")
    #expect(
      refusal { _ = try SLIP39.recover([short[0], short[1], other[2]]) }
        == "share 3: is of another set: its identifier differs from that of share 1")
    #expect(
      refusal { _ = try SLIP39.recover([long[0], short[1]]) }
        == "share 2: is of another set: its identifier differs from that of share 1")
  }

  @Test(arguments: [
    "identifier", "extendable flag", "iteration exponent", "group threshold", "group count", "member threshold",
    "length",
  ])
  func `one share that differs in one field is of another set`(field: String) throws {
    let made = try SLIP39.split(secret(Reference.long), threshold: 2, count: 3)
    let header = made[1].header
    let changed = ShareHeader(
      identifier: header.identifier ^ (field == "identifier" ? 1 : 0),
      isExtendable: field != "extendable flag", iterationExponent: field == "iteration exponent" ? 2 : 1, groupIndex: 0,
      groupThreshold: field == "group threshold" ? 2 : 1, groupCount: field == "group count" ? 2 : 1, memberIndex: 1,
      memberThreshold: field == "member threshold" ? 3 : 2)
    let share = MnemonicShare(
      changed, field == "length" ? secret(Reference.short) : SharePoint.copy(made[1].value))
    #expect(
      refusal { _ = try SLIP39.recover([made[0], share]) }
        == "share 2: is of another set: its \(field) differs from that of share 1")
  }

  @Test func `every single word that is mistaken is noticed, and its place is told where it is no word`() throws {
    let list = Reference.ofShort[0].split(separator: " ").map(String.init)
    for place in list.indices {
      var wrong = list
      wrong[place] = list[place] == "yoga" ? "zero" : "yoga"
      if list[place] != wrong[place] {
        #expect(
          refusal { _ = try share(wrong.joined(separator: " ")) }
            == "the share: its checksum is wrong: a word is mistaken, or two are exchanged")
      }
      wrong[place] = "garlic7"
      #expect(
        refusal { _ = try share(wrong.joined(separator: " ")) }
          == "the share: word \(place + 1) is not in the list of SLIP-0039")
    }
    #expect(refusal { _ = try share((list[1...] + [list[0]]).joined(separator: " ")) }.contains("checksum"))
  }

  @Test(arguments: [0, 1, 19, 61, 21, 24, 100])
  func `a number of words that no share has is refused`(count: Int) {
    // 21 words leave 140 bits for a value of 128: no share has more than eight bits before its value.
    let text = [String](repeating: "academic", count: count).joined(separator: " ")
    #expect(refusal { _ = try share(text) } == "the share: has \(count) words, which no share has")
  }

  @Test func `a value that has bits before it, and more groups needed than there are, are malformed`() throws {
    var header = ShareHeader(
      identifier: 1, isExtendable: true, iterationExponent: 0, groupIndex: 0, groupThreshold: 3, groupCount: 2,
      memberIndex: 0, memberThreshold: 2)
    #expect(
      refusal { _ = try share(words(MnemonicShare(header, secret(Reference.short)))) }
        == "the share: is malformed: it needs 3 of 2 groups")
    header = ShareHeader(
      identifier: 1, isExtendable: true, iterationExponent: 0, groupIndex: 0, groupThreshold: 1, groupCount: 1,
      memberIndex: 0, memberThreshold: 2)
    // The word after the header holds the two bits before the value; 512 sets the first of them.
    var numbers = header.encoded + [512] + [UInt16](repeating: 0, count: 12)
    var state = RS1024.start(isExtendable: true)
    for number in numbers + [0, 0, 0] { RS1024.absorb(number, &state) }
    numbers += [20, 10, 0].map { UInt16((state ^ 1) >> $0 & 0x3FF) }
    let text = numbers.map { String(decoding: WordList.words[Int($0)], as: UTF8.self) }.joined(separator: " ")
    #expect(refusal { _ = try share(text) } == "the share: is malformed: the bits before its value are not zero")
  }

  @Test func `a share that was altered with its checksum made good is noticed by the digest, or named`() throws {
    let made = try SLIP39.split(secret(Reference.long), threshold: 2, count: 3)
    var value = bytes(made[2].value)
    value[7] ^= 1
    let altered = MnemonicShare(made[2].header, secret(value))
    #expect(
      refusal { _ = try SLIP39.recover([made[0], altered]) }
        == "the shares do not give the secret that was split: its digest differs")
    #expect(refusal { _ = try SLIP39.recover([made[0], made[1], altered]) } == "share 3: contradicts the other shares")
  }

  @Test func `reading wipes the text that was given`() throws {
    var text = Array(Reference.ofShort[0].utf8)
    _ = try MnemonicShare(&text)
    #expect(text.isEmpty)
    var wrong = Array("no share".utf8)
    #expect(throws: SharingError.self) { _ = try MnemonicShare(&wrong) }
    #expect(wrong.isEmpty)
  }
}
