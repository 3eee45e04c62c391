import Evidence
import Testing

@testable import Records

@Suite struct StoreFreshnessTests {
  private static let chain = Sample.chain((0..<4).map { Entry(RecordKind(rawValue: "note"), .integer($0)) })
  private static let other = Sample.chain((5..<9).map { Entry(RecordKind(rawValue: "note"), .integer($0)) })

  private func judge(_ kept: [UInt8]?, _ store: [SealedRecord]) -> StoreFreshness {
    let mark = kept.flatMap { StoreMark(bytes: $0) }
    return StoreFreshness(
      kept: kept, last: store.last?.sequence ?? 0, marked: store.first { $0.sequence == mark?.sequence })
  }

  @Test func `a store that has the marked record is fresh, however far it went on`() {
    for record in Self.chain { #expect(judge(StoreMark(record).bytes, Self.chain) == .fresh) }
  }

  @Test func `a store that ends before the marked record is an older copy`() {
    let mark = StoreMark(Self.chain[3]).bytes
    #expect(judge(mark, Array(Self.chain.prefix(3))) == .older(last: 3, marked: 4))
    #expect(judge(mark, []) == .older(last: 0, marked: 4))
  }

  @Test func `a store with another record in that place is another store`() {
    let mark = StoreMark(Self.chain[1]).bytes
    #expect(judge(mark, Self.other) == .anotherHistory(at: 2))
    // The column says the right hash, the content another.
    let forged = [Self.chain[0], Self.other[1].altered(hash: Self.chain[1].hash), Self.chain[2]]
    #expect(judge(mark, forged) == .anotherHistory(at: 2))
    #expect(judge(mark, [Self.chain[0], Self.chain[2]]) == .anotherHistory(at: 2))
    #expect(StoreFreshness(kept: mark, last: 4, marked: Self.chain[2]) == .anotherHistory(at: 2))
  }

  @Test func `nothing kept is not fresh, and what is no mark is not nothing`() {
    #expect(judge(nil, Self.chain) == .nothingKept)
    let good = StoreMark(Self.chain[1]).bytes
    let text = String(decoding: good, as: UTF8.self)
    let bad = [
      "", "{}", text + " ", text.replacing("\"sequence\":2", with: "\"sequence\":0"),
      text.replacing("mark\"", with: "Mark\""), text.replacing("\"schema\":1", with: "\"schema\":2"),
      text.replacing("\"schema\":1", with: "\"other\":1,\"schema\":1"),
      text.replacing(Self.chain[1].hash.hex, with: "00"),
    ]
    for text in bad { #expect(judge(Array(text.utf8), Self.chain) == .unreadable, "\(text)") }
  }

  @Test func `a mark is read back as it was written`() {
    let mark = StoreMark(Self.chain[2])
    #expect(StoreMark(bytes: mark.bytes) == mark && mark.sequence == 3 && mark.hash == Self.chain[2].hash)
    #expect(
      String(decoding: mark.bytes, as: UTF8.self)
        == "{\"format\":\"sealgate-store-mark\",\"hash\":\"\(mark.hash.hex)\",\"schema\":1,\"sequence\":3}")
  }
}
