import Cryptography
import Evidence
import Testing

@testable import Records

@Suite struct SealedRecordTests {
  @Test func `the bytes under the hash are canonical JSON of all members`() throws {
    let entry = Entry(RecordKind(rawValue: "a \"note\""), .object(["b": .integer(1), "a": .null]))
    let record = try #require(Sample.chain([entry]).first)
    let whole = JSONValue.object([
      "schema": .integer(1), "sequence": .integer(1), "previous": .string(String(repeating: "0", count: 64)),
      "time": .string("2026-11-20T12:00:00Z"), "kind": .string("a \"note\""),
      "body": .object(["a": .null, "b": .integer(1)]),
    ])
    #expect(record.canonicalBytes() == whole.canonicalBytes())
  }

  @Test func `the hash is the leaf hash of RFC 6962`() throws {
    let record = try #require(Sample.chain([Entry(.serviceStarted, .null)]).first)
    let text =
      "{\"body\":null,\"kind\":\"service-started\",\"previous\":\"\(String(repeating: "0", count: 64))\","
      + "\"schema\":1,\"sequence\":1,\"time\":\"2026-11-20T12:00:00Z\"}"
    // printf '\0%s' "$text" | sha256sum
    #expect(String(decoding: record.canonicalBytes(), as: UTF8.self) == text)
    #expect(record.hash.hex == "f90d38162f52863b2c80521d0e460ac29cadf2002fdc3b0843b81358d412d184")
  }

  @Test func `each record names the hash of the one before`() {
    let records = Sample.chain([Entry(.serviceStarted, .null), Entry(.serviceStarted, .null)])
    #expect(records.map(\.sequence) == [1, 2])
    #expect(records[1].previous == records[0].hash)
    #expect(records[0].hash != records[1].hash)
  }
}
